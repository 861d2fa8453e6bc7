"""Noun phrases beside a figure, cut out by lists of verbs and function words."""

import re

from reportlens.annotate.quantities.verbs import load_verbs

_EITHER = load_verbs("either")
_PURE = load_verbs("take") - _EITHER
_TAKE = _PURE | _EITHER
_TREND = load_verbs("trend")
_MODIFIERS = frozenset({"报到", "参训", "受训", "到岗", "上岗", "带头", "现场", "入户", "积极"})
_ENDS = _PURE | load_verbs("ends")
_BOUND = load_verbs("bound")

LONGEST = 36  # characters of a subject
_NOUN = 18  # characters of the noun after a figure
_GENERIC = 2
# Verbs that are parts of nouns as well, and what begins the rest of such a noun: 成果转化项目, 教育实践基地.
_NOMINAL = load_verbs("either") | load_verbs("nominal")
_HEAD = re.compile(
    "实践|示范|基地|中心|活动|项目|机制|制度|平台|阵地|工作|工程|班|会(?!议室)|站|点(?!亮|评)|室|团|队|组(?![织建成])|员(?!工)|所(?!有)|厅|馆|体系|方案|计划|清单|台账|办法"
    "|措施|岗|区|网格|案例|课|品牌|小组|专班|机构|资金|经费|费|能力|水平|质量|效率|满意|率|意见|建议|报告|比重|占比|任务|行动|场所|服务(?![型业于])"
)
_HOLD = frozenset({"开展", "举办", "组织", "召开", "举行", "实施"})
_JOINT = frozenset({"慰问", "走访", "帮扶", "指导", "督促", "督办", "救助", "资助", "检查"})
_OPEN = {"“": "”", "（": "）", "《": "》"}
_VERB_STARTS = frozenset(_OPEN) | {word[0] for word in _TAKE}
_STOP = frozenset("、，。；：！？\n）》”")
# 62个党组织中有58个: the whole of which a part follows.
_AMONG = re.compile("(?<=..)(?:(?<![初高集其正适])(?:当中|中|里))?(?:已|共|还|现|仍)?有?\\Z")

# 评选出, 办好, 建起; not 成果, 好事, 为民, 到位.
_PARTICLES = re.compile(
    "\\A(?:[了的着]|出(?![生口台版栏资入租让行勤诊])|成(?![果员本效绩人就熟品长功])|起(?![步草重])|好(?![人事评转党])|为(?!民)|到(?![位岗期户]))+"
)
# What stands before verb or noun and names neither.
_LEAD = re.compile(
    "(?:已经|[、且又就都已将仅]|再(?![次犯生造])|也(?!许)|和(?!谐)|与|及(?!时)|并(?!联|网|购)|还(?!款)|共(?!同|产|享|建|青|富)|均(?!衡)|各(?![类级项族界地])|约(?![谈束])|达(?![标成产])|为(?![民了此])|有(?![效序关机偿害色线轨])"
    "|其中|先后|累计|共计|合计|总计|一共|总共|最初|起初|最快|目前|现已|成功|全年|全市|全县|全区|全省|同时|分别|今年以来|近年来|截至目前|年内|当年|常态化|统一|扎实"
    "|深入|广泛|积极|持续|全面|按时|按期|每年|每月|每季度|每周|精准|创新(?!型|驱)|大力|定期|主动|另有|共有|还有|预计|力争|确保|计划|拟|现场|限期|当场|高[标质效水][准量率平](?=建成|建设|完成|推进|打造|办好)"
    "|联合(?!会|体|党)|推动(?=[一-鿿]{2}\\Z))+"
)  # fmt: skip
# Characters that an alternative of it may begin with, and a few more: elsewhere it is not tried.
_LEAD_STARTS = frozenset("".join(re.findall(r"(?<=[|:(])(\[[^]]+\]|[一-鿿])", _LEAD.pattern)))
_TAIL = re.compile(
    "(?:提[至到]|(?:[提上攀跃抬]升|[提跃]高|下降|增[长加]|减少|缩[短减]|压[缩减]|扩大|降低|[增升降减跃延扩])[至到]|[用花]了|(?<=[率度量额数值重])在|全部|普遍|(?<![签违预履契邀婚特])(?<!(?<![环季春情时细])节)约|(?<=..)翻|[还仍尚]有|[了共仅近有等各已将至到由从超的是]|(?<!增)达到?|(?<![作行])为|只(?<![船舰]只)|才(?<![人英成贤育奇干口通多]才)|(?<![平人年户月日亩])均|累计|共计|合计|总计|一共|总共|不[少低]于|分别|多达)+\\Z"
)
_LONGEST_TAIL = 16
_TAIL_ENDS = frozenset("至到在部遍翻了共约仅只才近有等各已将由从超的是达为均计少低于别")
_SPLIT = re.compile(
    "由(?!于)|从(?![业事严])|(?<!占)比(?![例重武拼学率较值赛])|较(?![大为高])|同比|环比|保持在?|稳定在|控制在|达到|(?<![雷发传直抵表下通畅加到])达(?![标成产人])|突破|提高到|提升到|首次|全部(?=达|突破|超|完成|在)|普遍"
    "|连续|已(?!经)|占(?![地比用补])|(?<![平人年户月日亩])均(?![衡可等])"
)
# Words that end a noun phrase; the lookaheads keep 在职党员, 从业人员, 受灾群众, 对口单位, 正式党员.
_FUNCTION = re.compile(
    "被|在(?![职校编册建岗线读研籍外园家场])|由|向(?<![去方动意志取]向)|对(?<![绝相]对)(?![口象外台联])|把(?!手)|将(?!军)|按(?![揭键])|从(?![业教])|于|受(?![灾损助教众训理益贿])"
    "|获(?!奖)|(?<![行人成])为(?!民)|以(?![上下内])|让|因(?![病残灾])|已(?!婚)|都(?!市)|就(?![业读医餐近])|没有|只(?=[有能是])|了(?!解)|(?<![报签迟达收得遇])到(?![期位账达场届龄])|逐(?=[一个家条项户人件村级步日月年季周])|下(?![属级岗乡游派设辖来])"
    "|参加|参与|赴(?!约)|正(?=在)|随|与(?!会)|和(?![谐平解美])|及|并(?![网联购])|或|暨|且|至(?!少)|每|盼|较|(?<![工合协操制创运动写农耕著佳杰劳])作(?![用风为业者物品坊文家])|一个不|(?<!公)共(?![同产享建青])|上(?=了)"
)


_MARK = re.compile("”?[、》”的]")
_EDGES = frozenset("的、和与及")
_REACHING = frozenset({"涉及", "惠及", "普及", "顾及", "危及", "波及", "触及"})


def strip_lead(text: str) -> str:
    """`text` without the adverbs and conjunctions before verb or noun."""
    match = _LEAD.match(text) if text[:1] in _LEAD_STARTS else None
    if match is None or len(text) - match.end() == 1:
        return text
    return text[match.end() :]


def strip_tail(text: str) -> str:
    """`text` without the copula before a figure (共, 达到, 不少于)."""
    if text[-1:] not in _TAIL_ENDS:
        return text
    match = _TAIL.search(text, max(0, len(text) - _LONGEST_TAIL))
    return text[: match.start()] if match else text


def verbs_in(text: str) -> list[tuple[int, str]]:
    """The verbs of `text` outside quotations, from left to right, none overlapping."""
    found = []
    k, last = 0, len(text) - 1
    while k < last:
        character = text[k]
        if character not in _VERB_STARTS:
            k += 1
            continue
        if character in _OPEN:
            k = max(text.find(_OPEN[character], k), k) + 1
            continue
        word = text[k : k + 2]
        if word in _TAKE and not (word == "组织" and text[k - 1 : k] == "党"):
            if word not in _NOMINAL or not _HEAD.match(text, k + 2):
                found.append((k, word))
            k += 2
        else:
            k += 1
    return found


def is_verbs(text: str, *, events: bool = True) -> bool:
    """Whether `text` is an action without an object: 撤销、合并, 推动解决, 指导按时换届.

    `events`: where these are counted, 研讨交流 is a noun.
    """
    if text[:2] not in _TAKE:
        return False
    verbs = verbs_in(text)
    if not verbs or verbs[-1][0] + 2 < len(text):
        return False
    words = [word for _, word in verbs]
    if events and len(words) > 1 and "、" not in text and _EITHER.issuperset(words[words[0] in _HOLD :]):
        return False
    covered = 2 * len(verbs) + text.count("、")
    return covered == len(text) or (verbs[-1][1] in _PURE | {"换届"} and len(text) - covered <= _GENERIC)


def after_verb(core: str) -> tuple[str, str, str]:
    """Verb, noun phrase and bare noun of `core`: what follows the last plain verb."""
    verbs = verbs_in(core)
    at, verb, k = 0, "", -1
    for n, (start, word) in enumerate(verbs):
        plain = word in _PURE or (start == 0 and len(core) > 3)
        # 走访慰问困难党员: the second of two such verbs takes the object with the first.
        plain = plain or (
            n > 0 and start == verbs[n - 1][0] + 2 and verbs[n - 1][1] in _EITHER and word in _JOINT
        )
        # 维修、咨询等服务: a verb before a pause mark stands for a noun.
        if plain and start + 2 < len(core) and core[start + 2] != "、":
            at, verb, k = start + 2, word, n
    if not verb and core[0] == "获" and len(core) > 3:
        at, verb = 1, "获"
    bare = _PARTICLES.sub("", core[at:]) if at else core
    if cut := _SPLIT.search(bare, 2):
        bare = bare[: cut.start()]
    bare = _trimmed(bare)
    noun = bare
    if verb and len(bare) <= _GENERIC:
        # 督办整改问题, 转正党员: the verb tells one from the other.
        begin = verbs[k][0] if k >= 0 else 0
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
    return _trimmed(core[: cut.start()] if cut else core)


def _trimmed(phrase: str) -> str:
    """`phrase` without the conjunctions at its edges and cut to its last `LONGEST` characters, where a word ends."""
    if len(phrase) <= LONGEST and phrase[:1] not in _EDGES and phrase[-1:] not in _EDGES:
        return phrase
    if len(phrase) > LONGEST:
        phrase = phrase[-LONGEST:]
        if (cut := _MARK.search(phrase, 0, LONGEST // 2)) is not None:
            phrase = phrase[cut.end() :]
    phrase = phrase.lstrip("的、和与").rstrip("的、和与")
    if phrase[:1] == "及" and phrase[1:2] != "时":
        phrase = phrase[1:]
    return phrase[:-1] if phrase[-1:] == "及" and phrase[-2:] not in _REACHING else phrase


def leading_noun(right: str, to_figure: bool, *, skip_verb: bool = False) -> str:
    """The noun phrase that begins `right`, empty if a verb or a mark stands there.

    `to_figure`: the next figure follows `right`, whose noun may stand at its end. `skip_verb`: a verb at
    the beginning is part of the noun (126个包联单位).
    """
    begin = 1 if right[:1] == "的" else 0
    if right.startswith("关于", begin):
        begin = right.find("的", begin) + 1 or begin
    word = right[begin : begin + 2]
    bars = word in _TREND or (word in _ENDS and word not in _MODIFIERS and not (skip_verb and word in _PURE))
    if not word or word[0] in _STOP or word[0] in "（/" or bars:
        return ""
    function = _FUNCTION.search(right, begin, begin + _NOUN + 3)
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
        ends = k > begin and (word in _ENDS or (k > begin + 1 and word in _TREND))
        if character in _STOP or (ends and not (word in _NOMINAL and _HEAD.match(right, k + 2))):
            break
        object_of_next = to_figure and k > begin + 1 and len(right) - k > 4
        if object_of_next and word in _EITHER and right[k - 1] != "党" and "、" not in right[k:]:
            break
        k += 1
    if k == end < len(right) and k > begin and right[k - 1 : k + 1] in _BOUND:
        k -= 1  # 党员奔赴, 社区结对
    return _AMONG.sub("", right[begin:k].rstrip("的"))
