"""Who or what a figure counts, and the verb, from the clause around it.

No parser: the words beside the figure, the order of verb, noun and figure, and the figure before it
tell enough (成立党组织47个，撤销、合并40个; 8名委员受到表彰; 每名党员联系2-3户).
"""

import re
from typing import NamedTuple

from reportlens.annotate.quantities.figures import Figure
from reportlens.annotate.quantities.phrases import (
    LONGEST,
    after_verb,
    is_verbs,
    leading_noun,
    measured,
    strip_lead,
    strip_tail,
)
from reportlens.annotate.quantities.verbs import load_verbs

_TAKE = load_verbs("take") | load_verbs("either")
_EITHER = load_verbs("either")
_TREND = load_verbs("trend")
_SHARE = re.compile(
    "(?P<part>[^，。；：、]*)占(?:到|了)?(?P<whole>[^，。；：]{2,}?)的?(?:比例|比重|比率)?(?:为|从|由|达到?|约|超过)?\\Z"
)
_EACH = re.compile("每[一个]?[名位个家户村组支县区镇乡人站点]")
_PASSIVE = re.compile("被|受到|荣获|获得|获评|获批|获|入选|入围|荣膺")
_STRETCH = re.compile("(?:连续|历时|过去|未来|今后|这|为期|最近|近|(?<!提)前|后|经过|头|用|仅用|实行)\\Z")
_INTRODUCED = re.compile("围绕|针对|涉及|包括|聚焦|对(?!口)|把|就(?!业)|按照")
_SPENDING = frozenset({"投资", "投入", "出资", "筹资", "总投资", "资金"})
_DIMENSION = {"平方米": "面积", "平方公里": "面积"}
_GENERIC = 2  # a noun of so few characters says little without its modifiers


class Subject(NamedTuple):
    """What is counted, the verb, and the bare noun for a figure that leaves it out."""

    subject: str
    verb: str
    noun: str = ""


class Setting(NamedTuple):
    """What stands around a figure.

    `left` and `right` in its clause, as far as the figures beside it; `head` the clause up to its first
    figure; `after` the next clause; `last` the figure before in the same sentence; `to_figure`: `right`
    ends at another figure.
    """

    left: str
    right: str
    head: str
    after: str
    last: tuple[Figure, Subject] | None
    to_figure: bool


def find_subject(figure: Figure, setting: Setting) -> Subject:
    """The subject of `figure`, as good as the words around it tell."""
    left = _inside(setting.left)
    last = setting.last[1] if setting.last else None
    if last is not None and last.noun and len(left) - len(last.noun) > 1:
        left = left.removeprefix(last.noun)
    if figure.kind == "ratio" and "占" in left and (share := _SHARE.match(left)):
        part = measured(strip_lead(share["part"]))
        return Subject(f"{part}占{share['whole']}的比例"[-LONGEST:], "占", part)
    core = strip_lead(strip_tail(left))
    if core[-2:] in _TREND or core in ("减", "增", "升", "降"):
        return _trend(figure, core, setting)
    verb, noun, bare = _object(figure, core)
    beside_first = figure.kind in ("count", "times") or setting.right.startswith("的")
    if beside_first or (figure.kind in ("money", "measure", "ratio") and not noun):
        beside = leading_noun(setting.right, setting.to_figure, skip_verb=not noun and figure.kind == "count")
        if beside:
            return _modified(figure, beside, left, verb, setting)
    if (
        figure.kind == "time"
        and (not noun or _STRETCH.search(left) or setting.right.startswith(("内", "之内")))
    ) or (figure.kind == "money" and noun in _SPENDING and (setting.right or setting.after)[:2] in _TAKE):
        noun = ""
    if noun:
        return Subject(_each(setting.head, noun) if "每" in setting.head else noun, verb, bare)
    return _elsewhere(figure, core, verb, setting)


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
    if core in _TAKE or is_verbs(core):
        return core[-2:], "", ""
    if figure.kind in ("ratio", "time") or (figure.kind in ("money", "measure") and core[:2] in _EITHER):
        noun = measured(core)
        return "", noun, noun
    return after_verb(core)


def _trend(figure: Figure, core: str, setting: Setting) -> Subject:
    """全省生产总值增长5%, …率由82%提高到95%: what grows or falls."""
    verb = core[-2:]
    while core[-2:] in _TREND:
        core = core[:-2]
    noun = measured(core) if len(core) > 1 else ""
    if not noun and figure.kind == "time" and _STRETCH.search(setting.left):
        return _elsewhere(figure, "", verb, setting)
    if not noun and setting.last is not None:
        return setting.last[1]._replace(verb=verb)
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
        listed = after_verb(strip_lead(_INTRODUCED.split(first)[-1]))[1]
        return Subject(f"{listed}{mark}{others}等{noun}"[-LONGEST:], verb, noun)
    return Subject(noun, verb, noun)


def _each(head: str, noun: str) -> str:
    """每名党组成员联系2-3个党派团体: 每名党组成员联系的党派团体."""
    match = _EACH.search(head)
    if not match:
        return noun
    scope = strip_tail(head[match.start() :].removesuffix(noun))
    return f"{scope}的{noun}" if 3 < len(scope) <= LONGEST - len(noun) else noun


def _elsewhere(figure: Figure, action: str, verb: str, setting: Setting) -> Subject:
    """The subject of a figure with a mere verb, or nothing, before it."""
    right, after = setting.right, setting.after
    verb = verb or (action[-2:] if action[-2:] in _TAKE else "")
    if figure.kind == "time":
        return Subject((right.strip("前后内来间里的以之，、") or after or action)[:LONGEST], verb)
    if figure.kind == "times" and right[:2] in _TAKE:
        noun = right[2:].split("、")[0]
        return Subject((noun if len(noun) > _GENERIC else right)[:LONGEST], right[:2], noun)
    if setting.last is not None and (
        setting.last[0].unit == figure.unit or figure.kind == "ratio" or not action
    ):
        subject = setting.last[1]
        if not action or not subject.noun:
            return subject._replace(subject=action or subject.subject, verb=verb)
        plain = all(len(word) == 2 for word in action.split("、"))
        return Subject(f"{action}{'' if plain else '的'}{subject.noun}"[-LONGEST:], verb, subject.noun)
    if figure.kind == "money" and action and (right or after)[:2] in _TAKE:
        # 投资180多万元，推进智慧政协建设: the words that follow tell what for.
        after = right or after
        return Subject(f"{after[2:].split('、')[0][: LONGEST - len(action)]}{action}", verb, action)
    if right and figure.kind in ("count", "self", "times") and not action:
        phrase = right.split("、")[0][: LONGEST - 2]
        return Subject(f"{phrase}的人" if figure.unit in ("人", "名", "人次") else phrase, verb)
    return Subject(action[-LONGEST:], verb, action[-LONGEST:])
