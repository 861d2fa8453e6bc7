"""What shows that equally long members are a slogan: what they share, that they are verbs with objects, that they praise.

Lists of nouns share endings too (凝聚力、战斗力): which characters make a slogan and which a list is a table.
"""

from functools import lru_cache

from reportlens.annotate.rules.numerals import is_numeral, parts
from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.tables import word_set, words

# How far from an abbreviation its members stand, at most.
NEAR = 160
# By the number: where an abbreviation stands, and what it counts.
Counted = dict[int, list[tuple[int, str]]]
# A verb and what shows that it goes on or holds: 围着中心转, 扭住支部抓.
_HOLDING = frozenset("着住")


def tells(members: list[str], size: int, counted: Counted, offset: int) -> bool:
    """Whether members of this size make a slogan: by what they share, as verbs with objects, or as counted."""
    if share(members, telling("parallel_characters.txt")):
        return True
    if size == 4:
        if _predicates(members) or _same_deed(members):
            return True
    elif verbs(members):
        return True
    if size > 4 and all(member[1] in _HOLDING for member in members):
        return True
    if size == 3 and (are_processes(members) or _results(members) or _qualities(members)):
        return True
    near = [stem for place, stem in counted.get(len(members), ()) if abs(place - offset) < NEAR]
    return any(_all_hold(members, stem) for stem in near)


@lru_cache(maxsize=8)
def telling(name: str) -> frozenset[str]:
    """The characters of a table."""
    return frozenset(words(name)[0])


def are_processes(members: list[str]) -> bool:
    """Whether each is a word such as 规范化."""
    processes = word_set("process_words.txt")
    return members[0] in processes and processes.issuperset(members)


def _predicates(members: list[str]) -> bool:
    """Whether all members, or all but one, say of a thing that it is good: 政治坚定、业务精通、作风优良."""
    good = word_set("predicates.txt")
    if sum(member[2:] in good for member in members) < max(2, len(members) - 1):
        return False
    return len({member[:2] for member in members}) == len(members)  # not 更加广泛、更加充分


def _same_deed(members: list[str]) -> bool:
    """Whether each says who does it, and all end in one verb or its object: 书记领学、专家导学、青年比学.

    What comes before that character differs in each; a list of nouns ends in one word (任务清单、责任清单).
    """
    if members[0][-1] not in telling("parallel_last.txt"):
        return False
    last = members[0][-1]
    if any(member[-1] != last or member[2:] in word_set("list_words.txt") for member in members):
        return False
    return len({member[:2] for member in members}) == len({member[2:] for member in members}) == len(members)


def _results(members: list[str]) -> bool:
    """Whether each is a verb, its result and an object: 找准位、定好标、出对招."""
    results = telling("result_characters.txt")
    if len({member[0] for member in members}) < len(members):  # not 文明村、文明户、文明岗
        return False
    return results.issuperset(member[1] for member in members)


def _qualities(members: list[str]) -> bool:
    """Whether each says what a good cadre is or can do: 政治强、素质高、懂党务、有热情、能创新."""
    good, able = telling("quality_last.txt"), telling("quality_first.txt")
    last = sum(member[2] in good for member in members)
    return len(members) > 3 and last > 1 and all(m[2] in good or m[0] in able for m in members)


def counted_by(reading: Reading) -> Counted:
    """What the quoted numeral abbreviations of the text count, by the number: “五规范” counts 规范.

    Those with an established meaning are left out: their members are no news.
    """
    found: Counted = {}
    lexicon = reading.lexicon
    for quotation in reading.quotations:
        label = quotation.inner
        if not is_numeral(label) or (label in lexicon and lexicon[label].members):
            continue
        for part in parts(label)[:2]:
            if part.number > 2:
                found.setdefault(part.number, []).append((quotation.start, part.stem))
    return found


def _all_hold(members: list[str], stem: str) -> bool:
    """Whether what an abbreviation counts stands at the same place in each member."""
    key = stem if stem in members[0] else stem[0]
    place = members[0].find(key)
    if place < 0 or (len(key) == 1 and place not in (0, len(members[0]) - 1)):
        return False
    return all(member.startswith(key, place) for member in members)


def share(members: list[str], marks: frozenset[str]) -> bool:
    """Whether all members, or three in four, have the same telling character at the same place."""
    enough = len(members) if len(members) < 4 else -(-3 * len(members) // 4)
    first_only = telling("parallel_first.txt")
    # Of so many members one has it.
    for member in members[: len(members) - enough + 1]:
        for place, character in enumerate(member):
            if character in marks or (place == 0 and character in first_only):
                having = [other[place] for other in members].count(character)
                if having >= enough and not _is_list_word(members, place):
                    return True
    return False


def _is_list_word(members: list[str], place: int) -> bool:
    """Whether the shared character belongs to a word that makes a list, not a slogan: 精神, 体系."""
    for start in (place - 1, place):
        word = members[0][max(0, start) : start + 2]
        if (
            word in word_set("list_words.txt")
            and sum(member.startswith(word, max(0, start)) for member in members) > 1
        ):
            return True
    return False


def verbs(members: list[str]) -> bool:
    """Whether each member is, or ends in, a verb of one character with an object of two."""
    known = telling("parallel_verbs.txt")
    return members[0][-3] in known and all(member[-3] in known for member in members)
