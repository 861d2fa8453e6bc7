"""Who or what a figure counts, and the verb, from the clause around it.

No parser: the words beside the figure, the order of verb, noun and figure, and the figure before it
tell enough (成立党组织47个，撤销、合并40个; 8名委员受到表彰; 每名党员联系2-3户).
"""

import re

from reportlens.annotate.quantities.bounds import Figure
from reportlens.annotate.quantities.comparisons import respective, topic, uncompared
from reportlens.annotate.quantities.elsewhere import elsewhere, without_object
from reportlens.annotate.quantities.phrases import (
    LONGEST,
    after_verb,
    is_verbs,
    leading_noun,
    measured,
    strip_lead,
    strip_tail,
)
from reportlens.annotate.quantities.setting import Setting, Subject, inherited
from reportlens.annotate.quantities.verbs import load_verbs

_TAKE = load_verbs("take") | load_verbs("either")
_EITHER = load_verbs("either")
_PURE = load_verbs("take") - _EITHER - load_verbs("nominal")
_TREND = load_verbs("trend")
_SHARE = re.compile(
    "(?P<part>[^，。；：、]*)占(?!比(?!赛))(?:到|了)?(?P<whole>[^，。；：]{2,}?)的?(?:比例|比重|比率)?(?:为|从|由|达到?|约|超过)?\\Z"
)
_EACH = re.compile("每[一个]?[名位个家户村组支县区镇乡人站点]")
_PASSIVE = re.compile("被|受到|荣获|获得|获评|获批|获|入选|入围|荣膺")
_STRETCH = re.compile("(?:连续|历时|过去|未来|今后|这|为期|最近|近|(?<!提)前|后|经过|头|用|仅用|实行)\\Z")
_INTRODUCED = re.compile("围绕|针对|涉及|包括|聚焦|对[照标](?![组杆])|对(?!口)|把|就(?!业)|按照")
_SPENDING = frozenset({"投资", "投入", "出资", "筹资", "总投资", "资金"})
_OFTEN = re.compile("每(?:年|个?季度?|个?月|周|日|天|半年)(?![初末])")
_DATED = re.compile("(?:(?:19|20)[0-9]{2}年|[去上前今]年|年初|年底|原来|之前|原先|原有|(?<=[由从])原)的?\\Z")
_DATED_ENDS = frozenset("年初底来前先有原的")
_GROWN = re.compile(
    "([提上攀跃]升|[提跃]高|下降|增[长加]|减少|缩[短减]|压[缩减]|扩大|降低)[至到](?:了|约|近)?(?:(?:19|20)[0-9]{2}年的?)?\\Z"
)
# 其中村级14个: short for a kind of what was counted before.
_KIND = re.compile(
    "(?:其中)?((?:国家|[省市县区乡镇村厅处科]){1,3}级|城区|社区|农村|机关|国企|高校|两新(?:组织)?|.{1,4}[型类性])"
)
_AMONG = re.compile("(?:中|里|当中)，?(?:已|共|还|现|仍)?有?|其中|有")
_PREDICATES = frozenset({"达标", "合格", "优秀"})
_EVERY = re.compile("(?:平均)?(每[一个]?[一-鿿]{1,6})")
# Trends that are part of what is measured: 户均增收3200元, 占比达36%.
_KEPT = frozenset({"人均", "户均", "亩均", "增收", "增产", "减产", "占比", "增速", "增幅"})
_SCALES = frozenset(
    {"标准", "规模", "目标", "水平", "台阶", "幅度", "速度", "额度", "限额", "比例", "价格", "高度"}
)
_SHARES = frozenset({"占比", "增速", "增幅"})
_DIMENSION = {"平方米": "面积", "平方公里": "面积"}
# 集展示、培训于一体的中心: what unites them is counted.
_IN_ONE = re.compile("集[^，。；]{2,48}?[于为]一体的?")
# 办了74期: a verb of one character says too little.
_BARE = re.compile("[办讲上开建看听走跑打用写做干]?[了过成起出完]?")
_NAMED = re.compile(
    "(?:是|叫作?|取名|推[出行]|打造|创[办建]|开[办设]|成立|建[立起]|设立)[^，。；：]{0,20}?(?:的|了|出)?([^，。；：的了“”]{2,18})”?\\Z"
)
_GENERIC = 2  # a noun of so few characters says little without its modifiers


def find_subject(figure: Figure, setting: Setting) -> Subject:
    """The subject of `figure`, as good as the words around it tell."""
    subject = _subject(figure, setting)
    bare = setting.ended and len(subject.subject) < 4 and _BARE.fullmatch(subject.subject)
    if bare and (named := _NAMED.search(setting.ended)):
        return subject._replace(subject=named[1], noun=named[1])
    if not subject.subject:
        # 现代工业所占的比重，由1954年的33%上升到34%
        return subject._replace(subject=(topic(setting.before) or setting.before or setting.right)[-LONGEST:])
    if setting.total > 1 and "分别" in setting.head:
        noun = respective(setting.head, setting.nth, setting.total)
        if noun:
            return Subject(noun, subject.verb, noun)
    if "每" in subject.subject[1:]:
        plain = _OFTEN.sub("", subject.subject)
        return subject._replace(subject=plain or subject.subject)
    return subject


def _subject(figure: Figure, setting: Setting) -> Subject:
    left = _inside(setting.left)
    if "一体" in left or "一体" in setting.right:
        left, setting = _IN_ONE.sub("", left), setting._replace(right=_IN_ONE.sub("", setting.right))
    last = setting.last[1] if setting.last else None
    rest = left[len(last.noun) :] if last is not None and last.noun else ""
    if last is not None and len(rest) > 1 and (figure.kind != "ratio" or rest[0] in "占中，达为已均由从"):
        left = left.removeprefix(last.noun) if len(last.noun) > 1 else left
    if left.endswith("、") and setting.right:
        left = ""
    if figure.kind == "ratio" and "占" in left and (share := _SHARE.match(_DATED.sub("", left))):
        part = measured(strip_lead(share["part"])) or (last.noun if last else "")
        return Subject(f"{part}占{share['whole']}的比例"[-LONGEST:], "占", part)
    if setting.last is not None and (among := _part_of_last(figure, left, setting)):
        return among
    core = strip_tail(left)
    if core[-1:] in _DATED_ENDS:
        core = strip_tail(_DATED.sub("", core))
    core = strip_lead(core)
    if len(core) < 2 and (grown := _GROWN.search(left)) and (above := inherited(setting, grown[1])):
        return above
    if figure.kind != "time" and (plain := uncompared(core)) != core:
        verb = core[-2:] if core[-2:] in _TREND else ""
        if len(plain) < 2:
            return inherited(setting, verb) or Subject(core[-LONGEST:], verb)
        core = plain + verb
    if core[-2:] in _TREND or core in ("减", "增", "升", "降"):
        return _trend(figure, core, setting)
    if setting.last and setting.last[0].unit == figure.unit and (each := _EVERY.fullmatch(core)):
        # 网格员288名，平均每个网格4名, but 每村明确一名责任人
        other = leading_noun(setting.right, setting.to_figure) or setting.last[1].noun
        return Subject(f"{each[1]}的{other}", "", other)
    verb, noun, bare = _object(figure, core)
    beside_first = figure.kind in ("count", "times") or setting.right.startswith("的")
    short = not noun or (figure.kind == "measure" and len(noun) <= _GENERIC and not verb)
    if beside_first or (figure.kind in ("money", "measure", "ratio") and short):
        beside = leading_noun(setting.right, setting.to_figure, skip_verb=not noun and figure.kind == "count")
        if beside and not (noun and figure.kind != "count" and beside in _SCALES):
            return _modified(figure, beside, left, verb, setting)
    if (
        figure.kind == "time"
        and (
            not noun
            or _STRETCH.search(left)
            or setting.right.startswith(("内", "之内", "如一日", "没", "未", "就", "便"))
        )
    ) or (figure.kind == "money" and noun in _SPENDING and (setting.right or setting.after)[:2] in _TAKE):
        noun = ""
    if noun and not verb and noun[-2:] in _PURE and len(noun) > _GENERIC + 1 and "、" not in noun:
        return without_object(figure, noun, setting)
    if noun:
        return Subject(_each(setting.head, noun) if "每" in setting.head else noun, verb, bare)
    return elsewhere(figure, core, verb, setting)


def _part_of_last(figure: Figure, left: str, setting: Setting) -> Subject | None:
    """A part of what the figure before counts: 62个党组织中有58个达标, 其中村级14个, 45岁以下占68%."""
    assert setting.last is not None
    other, last = setting.last
    right = setting.right
    if figure.kind == "ratio" and left in ("占", "的占", "占比", "占比为", "占比达", "占比例"):
        return Subject(f"{last.subject}占比"[-LONGEST:], "占", last.noun)
    if figure.unit in ("岁", "周岁") and left in ("", "其中") and right[:2] in ("占", "的占", "的", ""):
        return Subject(f"{last.noun}年龄", "", last.noun)
    if not last.noun or figure.unit != other.unit:
        return None
    if (kind := _KIND.fullmatch(left)) and (not right or right[0] == "、"):
        return Subject(kind[1] + last.noun, last.verb, last.noun)
    predicate = right[:2] in _TAKE or right[:2] in _PREDICATES or _PASSIVE.match(right)
    if predicate and (not left or _AMONG.fullmatch(left)) and len(right) > 1:
        return Subject(f"{right}的{last.noun}"[-LONGEST:], right[:2], last.noun)
    return None


def _inside(left: str) -> str:
    """`left` from an opened bracket on, without the marks that end what stood before."""
    opened = left.rfind("（")
    if opened > left.rfind("）"):
        left = left[opened + 1 :]
    return left.lstrip("、，）”》 ")


def _object(figure: Figure, core: str) -> tuple[str, str, str]:
    """Verb, noun phrase and bare noun before the figure; no noun where mere verbs stand there."""
    if len(core) < 2:
        return "", "", ""
    if core in _TAKE or is_verbs(core, events=figure.kind != "count"):
        return core[-2:], "", ""
    if figure.kind in ("ratio", "time") or (figure.kind in ("money", "measure") and core[:2] in _EITHER):
        noun = measured(core)
        return "", noun, noun
    return after_verb(core)


def _trend(figure: Figure, core: str, setting: Setting) -> Subject:
    """全省生产总值增长5%, …率由82%提高到95%: what grows or falls."""
    verb = core[-2:]
    if verb in _SHARES:
        grown = _GROWN.search(setting.left)
        verb = grown[1] if grown else ""
    kept = ""
    while core[-2:] in _TREND:
        if core[-2:] in _KEPT:
            kept = core[-2:] + kept
        core = strip_tail(_OFTEN.sub("", core[:-2]))
    noun = measured(core) + kept if len(core) > 1 else kept if len(kept) > _GENERIC else ""
    if not noun and figure.kind == "time" and _STRETCH.search(setting.left):
        return elsewhere(figure, "", verb, setting)
    if not noun and (above := inherited(setting, verb)):
        return above
    return Subject(_each(setting.head, noun) if "每" in setting.head else noun or verb, verb, noun)


def _modified(figure: Figure, noun: str, left: str, verb: str, setting: Setting) -> Subject:
    """`noun` after the figure, with what tells it from others of its name."""
    right = setting.right
    rest = right[right.find(noun) + len(noun) :]
    if figure.unit in _DIMENSION and right.startswith("的"):
        return Subject(noun + _DIMENSION[figure.unit], verb, noun)
    if _PASSIVE.match(rest):
        return Subject(
            f"{rest[: LONGEST - len(noun)]}的{noun}", rest[1:3] if rest[0] == "被" else rest[:2], noun
        )
    if "每" in setting.head and (each := _each(setting.head, noun)) != noun:
        return Subject(each, verb, noun)
    if left.endswith("等") and len(noun) <= _GENERIC:
        first, mark, others = left[:-1].partition("、")
        introduced = strip_lead(_INTRODUCED.split(first)[-1])
        listed = after_verb(introduced)[1] if introduced else ""
        listed = f"{listed}{mark}{others}".strip("、")
        return Subject(f"{listed}等{noun}"[-LONGEST:] if listed else noun, verb, noun)
    return Subject(noun, verb, noun)


def _each(head: str, noun: str) -> str:
    """每名党组成员联系2-3个党派团体: 每名党组成员联系的党派团体."""
    match = _EACH.search(head)
    if not match:
        return noun
    scope = strip_tail(head[match.start() :].removesuffix(noun))
    if noun.endswith(scope):
        return noun
    return f"{scope}的{noun}" if 3 < len(scope) <= LONGEST - len(noun) else noun
