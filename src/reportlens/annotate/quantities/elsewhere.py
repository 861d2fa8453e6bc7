"""The subject of a figure that has a mere verb, or nothing, in front of it."""

import re

from reportlens.annotate.quantities.bounds import Figure
from reportlens.annotate.quantities.phrases import LONGEST, leading_noun
from reportlens.annotate.quantities.setting import Setting, Subject, inherited
from reportlens.annotate.quantities.verbs import load_verbs

_TAKE = load_verbs("take") | load_verbs("either")
# 县直机关党支部最少要设置3个: what stands before such a verb is its object.
_MODAL = re.compile(
    "(?:每(?:个?月|年|季度?|周)|(?:[至最][少多]|不[得能]|[要应须需可能已共将再又]|累计|先后|分别|控制在|规范|基本)*)*\\Z"
)
_PURPOSE = re.compile("(?:专款|专项|资金|经费)?(?:专门)?(?:用于|用来|用以|为|支持|帮助|资助|奖励)")
_PREPOSITIONS = frozenset("向对到赴在就为与")
_PEOPLE = frozenset({"人", "名", "位", "人次"})
# 11个月下来, 用两个月时间: what was done in it follows.
_AFTER_TIME = re.compile(
    "(?:如一日|下来|的?(?:时间|时光|工夫|光阴)|以来|[之以]?[前后内]|来|[里间]|就|便|的|[，、])+"
)
_GENERIC = 2  # a noun of so few characters says little without its modifiers


def _after_time(right: str) -> int:
    match = _AFTER_TIME.match(right)
    return match.end() if match else 0


def _of_people(setting: Setting) -> bool:
    return setting.last is not None and setting.last[0].unit in _PEOPLE


def elsewhere(figure: Figure, action: str, verb: str, setting: Setting) -> Subject:
    """The subject of a figure with a mere verb, or nothing, before it."""
    right, after = setting.right, setting.after
    verb = verb or (action[-2:] if action[-2:] in _TAKE else "")
    if figure.kind == "time":
        done = right[_after_time(right) :].strip("的，、") or after or setting.before or action
        return Subject(done[:LONGEST], verb)
    if figure.kind == "times" and right[:1] in _PREPOSITIONS and not action:
        return Subject(right[:LONGEST], verb)
    if figure.kind == "times" and right[:2] in _TAKE:
        noun = right[2:].split("、")[0]
        return Subject((noun if len(noun) > _GENERIC else right)[:LONGEST], right[:2], noun)
    if figure.kind == "self" and not action and not right and setting.before and not _of_people(setting):
        return Subject(setting.before[-LONGEST:], verb)
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
        return Subject(f"{after[2:].split('、')[0]}{action}"[-LONGEST:], verb, action)
    if right and figure.kind in ("count", "self", "times") and not action:
        phrase = right.split("、")[0][: LONGEST - 2]
        return Subject(f"{phrase}的人" if figure.unit in ("人", "名", "人次") else phrase, verb)
    if not action and (above := inherited(setting, verb)):
        return above
    return Subject(action[-LONGEST:], verb, action[-LONGEST:])


def without_object(figure: Figure, noun: str, setting: Setting) -> Subject:
    """A verb right before the figure whose object stands before it (党员先锋岗最少要设置3个)."""
    verb = noun[-2:]
    if figure.kind == "money" and (purpose := _PURPOSE.match(setting.right)):
        aim = setting.right[purpose.end() :].split("、")[0]
        if aim:
            return Subject(aim[:LONGEST], verb, aim[:LONGEST])
    if figure.kind == "time" and (beside := leading_noun(setting.right, setting.to_figure)):
        return Subject(beside, verb, beside)
    if figure.kind not in ("count", "times") and verb not in ("完成", "实现"):
        return Subject(noun, "", noun)
    plain = _MODAL.sub("", noun[:-2])
    if not plain:
        return elsewhere(figure, verb, verb, setting)
    return Subject(plain, verb, plain) if len(plain) > 1 else Subject(noun, verb, noun)
