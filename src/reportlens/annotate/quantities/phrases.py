"""Noun phrases beside a figure, cut out by lists of verbs and function words."""

import re

from reportlens.annotate.quantities.verbs import load_verbs

_EITHER = load_verbs("either")
_PURE = load_verbs("take") - _EITHER
_TAKE = _PURE | _EITHER
_TREND = load_verbs("trend")
_MODIFIERS = frozenset({"报到", "参训", "受训", "到岗", "上岗", "带头", "现场", "入户", "积极"})
_ENDS = _PURE | load_verbs("ends")

LONGEST = 36  # characters of a subject
_NOUN = 18  # characters of the noun after a figure
_GENERIC = 2
_OPEN = {"“": "”", "（": "）", "《": "》"}
_STOP = frozenset("、，。；：！？\n）》”")

# What stands before verb or noun and names neither.
_LEAD = re.compile(
    "(?:[、且又再也就都已将仅]|和(?!谐)|与|及(?!时)|并(?!联|网|购)|还(?!款)|共(?!同|产|享|建|青|富)|均(?!衡)|各(?![类级项族界地])|约(?![谈束])|达(?![标成产])|为(?![民了])|有(?![效序关机])"
    "|其中|先后|累计|共计|合计|总计|一共|总共|目前|现已|已经|成功|全年|全市|全县|全区|全省|同时|分别|今年以来|近年来|截至目前|年内|当年|常态化|统一|扎实"
    "|深入|广泛|积极|持续|全面|按时|按期|每年|每月|每季度|每周|精准|创新(?!型|驱)|大力|定期|主动|另有|共有|还有|预计|力争|确保|计划|拟|现场|限期|当场|高[标质效水][准量率平](?=建成|建设|完成|推进|打造|办好)"
    "|联合(?!会|体|党)|推动(?=[一-鿿]{2}\\Z))+"
)  # fmt: skip
_TAIL = re.compile(
    "(?:[增升降减跃][至到]|[了共约仅近有等各已至到由从超的是]|(?<!增)达到?|(?<!作)为|(?<![平人年户月日亩])均|累计|共计|合计|总计|一共|总共|不[少低]于|分别|多达)+\\Z"
)
_SPLIT = re.compile(
    "由(?!于)|从(?![业事严])|比(?![例重武拼学率较值赛])|较(?![大为高])|同比|环比|保持在?|稳定在|控制在|达到|达(?![标成产人])|突破|提高到|提升到|首次"
    "|连续|已(?!经)|占(?![地比用补])|(?<![平人年户月日亩])均(?![衡可等])"
)
# Words that end a noun phrase; the lookaheads keep 在职党员, 从业人员, 受灾群众, 对口单位, 正式党员.
_FUNCTION = re.compile(
    "被|在(?![职校编册建岗线读研籍外园家场])|由|向|对(?![口象外台联])|把|将(?!军)|按(?![揭键])|从(?![业教])|于|受(?![灾损助教众训理益贿])"
    "|获(?!奖)|(?<![行人成])为(?!民)|以(?![上下内])|让|因(?![病残灾])|已(?!婚)|都(?!市)|就(?![业读医餐近])|没有|了(?!解)|到(?![期位账达场])|下(?![属级岗乡游派设辖来])"
    "|参加|参与|赴(?!约)|正(?=在)|随|与(?!会)|和(?![谐平解美])|及|并(?![网联购])|或|暨|且|至(?!少)|每|盼|较|一个不|(?<!公)共(?![同产享建青])|上(?=了)"
)


def strip_lead(text: str) -> str:
    """`text` without the adverbs and conjunctions before verb or noun."""
    match = _LEAD.match(text)
    if match is None or len(text) - match.end() == 1:
        return text
    return text[match.end() :]


def strip_tail(text: str) -> str:
    """`text` without the copula before a figure (共, 达到, 不少于)."""
    return _TAIL.sub("", text)


def verbs_in(text: str) -> list[tuple[int, str]]:
    """The verbs of `text` outside quotations, from left to right, none overlapping."""
    found = []
    k, last = 0, len(text) - 1
    while k < last:
        close = _OPEN.get(text[k])
        if close:
            k = max(text.find(close, k), k) + 1
            continue
        word = text[k : k + 2]
        if word in _TAKE and not (word == "组织" and text[k - 1 : k] == "党"):
            found.append((k, word))
            k += 2
        else:
            k += 1
    return found


def is_verbs(text: str) -> bool:
    """Whether `text` is an action without an object: 撤销、合并, 推动解决, 指导按时换届."""
    if text[:2] not in _TAKE:
        return False
    verbs = verbs_in(text)
    if verbs[-1][0] + 2 < len(text):
        return False
    if len(verbs) > 1 and "、" not in text and all(word in _EITHER for _, word in verbs):
        return False  # 研讨交流 is a noun
    covered = 2 * len(verbs) + text.count("、")
    return covered == len(text) or (verbs[-1][1] in _PURE | {"换届"} and len(text) - covered <= _GENERIC)


def after_verb(core: str) -> tuple[str, str, str]:
    """Verb, noun phrase and bare noun of `core`: what follows the last plain verb."""
    verbs = verbs_in(core)
    at, verb, k = 0, "", -1
    for n, (start, word) in enumerate(verbs):
        plain = word in _PURE or (start == 0 and len(core) > 3)
        # 维修、咨询等服务: a verb before a pause mark stands for a noun.
        if plain and start + 2 < len(core) and core[start + 2] != "、":
            at, verb, k = start + 2, word, n
    bare = core[at:].lstrip("出了成起的好着为到")
    if cut := _SPLIT.search(bare, 2):
        bare = bare[: cut.start()]
    bare = bare[-LONGEST:].strip("的、和与及")
    noun = bare
    if verb and len(bare) <= _GENERIC:
        # 督办整改问题, 转正党员: the verb tells one from the other.
        begin = verbs[k][0]
        while k > 0 and verbs[k - 1][0] + 2 == begin:
            k -= 1
            begin = verbs[k][0]
        noun = core[begin:]
    return verb, noun, bare


def measured(core: str) -> str:
    """What is measured: 县直机关党支部达标率由年初的, 带动脱贫户人均. Verbs inside it belong to it."""
    verbs = verbs_in(core[:4])
    if (
        verbs
        and verbs[0][0] == 0
        and verbs[0][1] in _PURE
        and len(core) > 4
        and core[2] not in "率额量数值面"
    ):
        core = core[2:]
    cut = _SPLIT.search(core, 2)
    return (core[: cut.start()] if cut else core)[-LONGEST:].strip("的、和与及")


def leading_noun(right: str, to_figure: bool, *, skip_verb: bool = False) -> str:
    """The noun phrase that begins `right`, empty if a verb or a mark stands there.

    `to_figure`: the next figure follows `right`, whose noun may stand at its end. `skip_verb`: a verb at
    the beginning is part of the noun (126个包联单位).
    """
    begin = 1 if right[:1] == "的" else 0
    word = right[begin : begin + 2]
    bars = word in _TREND or (word in _ENDS and word not in _MODIFIERS and not (skip_verb and word in _PURE))
    if not word or word[0] in _STOP or word[0] in "（/" or bars:
        return ""
    function = _FUNCTION.search(right, begin)
    end = function.start() if function else len(right)
    k = begin
    while k < end and k - begin < _NOUN:
        character = right[k]
        if character in _OPEN:
            close = right.find(_OPEN[character], k)
            if close < 0:
                break
            k = close + 1
            if k > end:
                function = _FUNCTION.search(right, k)
                end = function.start() if function else len(right)
            continue
        word = right[k : k + 2]
        if character in _STOP or (k > begin and (word in _ENDS or (k > begin + 1 and word in _TREND))):
            break
        object_of_next = to_figure and k > begin + 1 and len(right) - k > 4
        if object_of_next and word in _EITHER and right[k - 1] != "党" and "、" not in right[k:]:
            break
        k += 1
    return right[begin:k].rstrip("的")
