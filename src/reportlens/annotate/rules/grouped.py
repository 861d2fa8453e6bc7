"""Members in clauses one after the other, a clause for each part of a label; members that lack its stem.

三亮三比三评: 亮身份、亮承诺、亮业绩，比学习、比服务、比奉献，群众评议、党员互评、组织考评. 一核三联: 以党组领导为核心，
推动支部联建、资源联享、服务联办. 需求、资源、项目“三张清单”: each is a 清单.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from reportlens.annotate.rules.edges import is_word_edge
from reportlens.annotate.rules.members import (
    WINDOW,
    Members,
    same_place,
    sentence,
    without_lead,
    without_rest,
)
from reportlens.annotate.rules.numerals import MEASURES, NUMERALS, VALUES, Part
from reportlens.annotate.rules.tables import words

LONGEST_MEMBER = 12
# A first member that is so much longer than the others has words before it that lead up to it.
_SURPLUS = 2
_CLAUSE = re.compile("[^，；：（）。—\n]+")
_CLAUSE_END = re.compile("[，；：。！？（）\n]")
_AND = re.compile("[、和与及]")
_QUOTES = "“”‘’"
# Who has the tasks is not what they are: 办公室、人事科、财务科“三项任务”.
_OFFICES = frozenset("科室局办部处股委会院站所")
_PEOPLE = frozenset("同志 干部 党员 领导 人员".split())
_FIGURE = re.compile(r"[\d《》]")
_PARTED = re.compile("[、，和与及]")
# From the beginning of the sentence or quotation up to the label.
_SAID_TO_BE = re.compile(
    "(?:^|[。！？；：“\n])([^。！？；：“”\n是]+?)，?是(?:[^。！？；：“”\n，]{0,30}的)?“?$"
)
# 以党组领导为核心 is the member of a part that counts one.
_CORE = re.compile("以([^、]{2,10})为([^\\W\\d]{1,4})")
# 甲、乙、丙三个方面整体提升: the last member goes up to the numeral, the stem is what is said of all.
_SUMMED = re.compile(
    rf"([^\W\d]{{2,10}}?)(\d+|[{NUMERALS}])(?:个|大|项)?(?:方面|环节|维度|层面|领域)?([^\W\d]{{1,6}})"
)
# Figures, marks and counted things are no members: 一个中心.
_OTHER = re.compile(rf"[\d《》“”‘’的]|[{NUMERALS}][{MEASURES}]")


def around(text: str, start: int, end: int, counted: Sequence[Part]) -> Members | None:
    """The members of all parts of the label `text[start:end]` in its sentence, after it or before it."""
    for low, high in ((end, end + WINDOW), (max(0, start - WINDOW), start)):
        # Nearly all labels are sorted out here.
        if all(text.find(part.stem[0], low, high) >= 0 for part in counted):
            bounds = sentence(text, start, end)
            low, high = max(low, bounds[0]), min(high, bounds[1])
            if members := _in_groups(text, low, high, counted):
                return members
    return None


def _in_groups(text: str, low: int, high: int, counted: Sequence[Part]) -> Members | None:
    """The members of all parts in `text[low:high]`: as many clauses side by side as there are parts."""
    if text.count("、", low, high) < sum(part.number - 1 for part in counted):
        return None
    clauses = [(match.start(), match[0]) for match in _CLAUSE.finditer(text, low, high)]
    sizes = [clause.count("、") + 1 for _, clause in clauses]
    numbers = [part.number for part in counted]
    for at in range(len(clauses) - len(counted) + 1):
        if sizes[at : at + len(counted)] != numbers:
            continue
        names: list[str] = []
        for (_, clause), part in zip(clauses[at:], counted, strict=False):
            group = _group(clause, part)
            if group is None:
                break
            names += group
        else:
            if len(set(names)) == len(names):
                last_place, last = clauses[at + len(counted) - 1]
                start = clauses[at][0] + clauses[at][1].find(names[0])
                return Members(tuple(names), ((start, last_place + len(last)),), True)
    return None


def _group(clause: str, part: Part) -> list[str] | None:
    """The members of one part, if the clause lists as many as it counts."""
    if part.number < 2:
        core = _CORE.search(clause)
        return [core[1]] if core and core[2].startswith(part.stem[0]) else None
    names = [name.strip(_QUOTES) for name in clause.split("、")]
    if len(names) != part.number:
        return None
    key = part.stem[0]
    if all(key in name for name in names):
        names[0] = without_lead(names[0], names[1:], key)
        names[-1] = without_rest(names[-1], names[:-1], key)
        # Two may share a character by chance.
        if part.number < 3 and not same_place(names, key):
            return None
    else:
        summed = _SUMMED.fullmatch(names[-1])
        if summed is None or key not in summed[3]:
            return None
        if (int(summed[2]) if summed[2].isdecimal() else VALUES[summed[2]]) != part.number:
            return None
        names[-1] = summed[1]
        names[0] = _without_verb(names[0], names[1:]) or ""
    longest = min(LONGEST_MEMBER, max(map(len, names[1:])) + _SURPLUS)
    if any(not 2 <= len(name) <= longest or _OTHER.search(name) for name in names):
        return None
    return names


def is_apposed(part: Part, label: str) -> bool:
    """Whether members may do without the stem: the label counts things by a measure word, as 三张清单 does."""
    return part.number > 2 and label[1:2] in MEASURES and len(part.stem) > 1 and part.stem[0] != label[1]


def in_apposition(text: str, near: int, part: Part) -> Members | None:
    """需求、资源、项目 right before a label of this kind that begins at `near`."""
    if text.rfind("、", max(0, near - 2 * LONGEST_MEMBER), near) < 0:
        return None
    start = near
    while start > max(0, near - LONGEST_MEMBER * part.number) and not _CLAUSE_END.match(text, start - 1):
        start -= 1
    clause = text[start:near]
    if clause.count("、") < part.number - 2:
        return None
    names = _AND.split(clause.removesuffix("等"))
    if len(names) != part.number or len(set(names)) < len(names) or part.stem in clause:
        return None
    first = _without_verb(names[0], names[1:])
    if (
        first is None
        or part.stem in _PEOPLE
        or all(name[-1] in _OFFICES for name in names)
        or _lead().fullmatch(names[-1])
        or any(not 2 <= len(n) <= LONGEST_MEMBER or _OTHER.search(n) for n in (first, *names[1:]))
    ):
        return None
    begin = start + len(names[0]) - len(first)
    end = near - clause.endswith("等")
    return Members((first, *names[1:]), ((begin, end),), True)


def said_to_be(text: str, near: int, part: Part) -> Members | None:
    """统一战线、武装斗争、党的建设，是战胜敌人的三个法宝: as many as the label counts, and nothing else, are said
    to be what it names. The label begins at `near`.
    """
    low = max(0, near - WINDOW)
    match = _SAID_TO_BE.search(text, low, near)
    if match is None:
        return None
    names = _PARTED.split(match[1])
    if len(names) != part.number or part.number < 3 or len(set(names)) < len(names):
        return None
    # Clauses are parted by commas, too: what is equally long is a list.
    if "，" in match[1] and ("、" in match[1] or len(set(map(len, names))) > 1):
        return None
    if any(not 2 <= len(name) <= LONGEST_MEMBER or _FIGURE.search(name) for name in names):
        return None
    if names[-1].endswith("都"):
        return None
    return Members(tuple(names), (match.span(1),), True)


@lru_cache(maxsize=1)
def _lead() -> re.Pattern[str]:
    """What ends in a verb that leads up to a list: the last word of two characters or more, or one that begins."""
    verbs = {*words("mechanism_verbs.txt"), *words("member_verbs.txt"), *words("list_verbs.txt")}
    long = "|".join(sorted((verb for verb in verbs if len(verb) > 1), key=len, reverse=True))
    short = "".join(verb for verb in verbs if len(verb) == 1)
    return re.compile(f".*(?:{long})[了出好起]?|[{short}]")


def _without_verb(first: str, others: Sequence[str]) -> str | None:
    """The first member without the verb that leads up to the list; None if that cannot be told.

    Where all others are equally long, so is the first.
    """
    sizes = {len(other) for other in others}
    if len(sizes) == 1:
        lead = len(first) - sizes.pop()
        if lead == 0:
            return first
        clean = lead > 0 and is_word_edge(first, lead) and _lead().fullmatch(first, 0, lead)
        return first[lead:] if clean else None
    lead_in = _lead().match(first)
    return first[lead_in.end() :] if lead_in and len(first) - lead_in.end() > 1 else None
