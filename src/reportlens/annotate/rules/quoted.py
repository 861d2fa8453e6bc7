"""Brands, campaigns, watchwords and abbreviations in quotation marks, alone or with a head.

With a head that names a form, mechanism or project the whole is a term and the quoted word nested in
it (“四强”堡垒); with a generic head (活动, 品牌) only the quoted word is one. Figures of speech
(“路线图”), words held at arm's length and quoted speech are none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from reportlens.annotate.rules.figurative import is_figurative, is_likened, is_number_called, is_said
from reportlens.annotate.rules.introduced import defined, in_brackets
from reportlens.annotate.rules.members import keys
from reportlens.annotate.rules.numerals import is_code, is_numeral, parts, without_prefix
from reportlens.annotate.rules.reading import Quotation, Reading, spelled_plainly
from reportlens.annotate.rules.tables import any_of, by_first, by_last, word_set, words
from reportlens.annotate.segmenters import segmenter
from reportlens.annotate.terms import Span

# A quotation of fewer characters is a term with a head or a numeral only; a longer one without marks
# inside is quoted speech.
SHORTEST, LONGEST_PLAIN = 3, 14
# A longer quotation with a verb of saying what is or ought to be is no brand.
LONGEST_BRAND = 6
_SAYS = re.compile("[是要就]")
# Up to so many names are sought one by one; for more an automaton is quicker. Of more than `MANY` names
# none is found where another stands.
FEW, MANY = 30, 100
_SENTENCE = re.compile("[。！？；：]|怎么|为何|为什么|我们|他们|你们|[了吗呢吧]$|^[的了]|如果|因为|所以")
# A quotation with none of these characters is no sentence and nothing spoken.
_TALK = frozenset("。！？；：怎为我他你了吗呢吧的如因所什谁不就")
# Marks of speech, unless what follows says that it is a principle: “谁主管、谁负责”的原则.
_SPOKEN = re.compile("什么|谁|不是|就是")
# Quotations that stand side by side share the head: “甲”“乙”等平台.
_BESIDE = "[”’](?:[、和]?“[^“”\n]{1,20}”)*等?"
_PRINCIPLE = re.compile(f"{_BESIDE}的?[^\\W\\d的]{{0,4}}?{any_of('principle_heads.txt')}")
_RULE = re.compile("[”’]的?[^\\W\\d的]{0,4}?(?:原则|理念|导向|思路|格局|方针|口号)")
_CAMPAIGN = re.compile(f"{_BESIDE}[^\\W\\d的了和与在把是]{{0,6}}?{any_of('campaign_heads.txt')}")
# Whoever founds, opens or names it, with what may stand between, and other names in the same breath.
_LAUNCHED = re.compile(
    f"{any_of('launch_verbs.txt')}[了过起出成为]?的?(?:(?:[一两三首全]|\\d+)?[个批家处场档条支]|名为|叫)?"
    "(?:“[^“”\n]{1,20}”[、和]?)*$"
)
_JOINT = ("”", "、", "和")
_SIDE_BY_SIDE = frozenset(("", *"、和与"))
# How far before a quotation its verb may stand.
_BREATH = 60
# 推行“甲”的做法 names a thing, 打造“甲乙”的队伍 says what it is like.
_ATTRIBUTE = re.compile("[”’]的(?!做法|法子|经验|实践|品牌|故事|办法|名字|名称)")
_NAMED = re.compile(
    "[”’](?:的(?:旗号|招牌|牌子|擂台|名号|金字招牌)"
    "|(?:已经?|共|累计|先后|今年|一共)?(?:办了|开了|开讲|开张|开课|开班|开馆|上线|揭牌|挂牌|启用|每[周月季晚])"
    "|(?:\\d+|[一二三四五六七八九十]+)(?:条|期|场|届)(?=[，。；]))"
)
# A demand on people: 立得住, 豁得出.
_DEMAND = re.compile("[^\\W\\d]得[^\\W\\d]")
_DATE = re.compile(r"\d+[·.]\d+|[\d.]+[%条年月日号元亿万个件期版]*")
_PLUS = re.compile(r"[\w]+\+[\w+]*")
_WATCHWORDS = ("思维", "理念", "精神", "原则", "意识", "导向", "目标", "方针", "标准", "起来", "作风")
_GENERIC = re.compile("[”’](?:[^\\W\\d的]{0,6}?)" + any_of("generic_heads.txt"))


_MARKED = re.compile("[、，]")
# What a name that is explained is followed by.
_EXPLAINED = frozenset("（：，即就是包")
_ALONE = frozenset(("", *"，。、；：“”‘’的和与）\n"))
# After a quotation that one of these follows no head need be sought.
_STOPS = frozenset(("", *"，。；：”’）\n"))


@lru_cache(maxsize=1)
def _head() -> re.Pattern[str]:
    # The closing mark, a modifier of up to six characters, and a head that belongs to the name.
    between = f"(?:(?!{any_of('not_between.txt')}|[两三四五六七八九十][项个种张条类大])[^\\W\\d的和与及或是在为了把将对等]){{0,6}}?"
    return re.compile(f"[”’]{between}{any_of('naming_heads.txt')}(?!{any_of('not_after_head.txt')})")


def find_quoted(reading: Reading) -> Iterator[Span]:
    """The terms in quotation marks, and names that are a quotation with its head."""
    text = reading.text
    brands: dict[str, str] = {}
    terms = [_is_term(reading, quotation) for quotation in reading.quotations]
    companions = _companions(reading, terms)
    alone: list[Quotation] = []
    for index, quotation in enumerate(reading.quotations):
        head = naming_head(reading, quotation)
        known = reading.known(quotation.start, quotation.end)
        if head is not None and (known or _may_name(quotation)):
            start, end = quotation.start - 1, head
            category = _category_with_head(text[quotation.end + 1 : end])
            yield Span(start, end, spelled_plainly(text[start:end]), category, "pattern")
            if "、" in quotation.inner:  # its members are the terms within the name
                continue
        if known or _is_part(reading, quotation):
            continue
        if terms[index] or index in companions or (head and _may_name(quotation)):
            alone.append(quotation)
    categories = _categories(reading, {quotation.inner for quotation in alone})
    for quotation in alone:
        category = categories[quotation.inner]
        yield Span(quotation.start, quotation.end, quotation.inner, category, "pattern")
        if len(quotation.inner) >= SHORTEST and category != "slogan-principle":
            brands[quotation.inner] = category
    yield from _again(reading, brands)


def _companions(reading: Reading, terms: Sequence[bool]) -> set[int]:
    """Which quotations stand directly beside another of the same length that is a term."""
    found = set()
    for index, (one, other) in enumerate(pairwise(reading.quotations)):
        size = len(one.inner)
        if size != len(other.inner) or size < SHORTEST or other.start - one.end > 3:
            continue
        if reading.text[one.end + 1 : other.start - 1] not in _SIDE_BY_SIDE:
            continue
        known = terms[index] or terms[index + 1]
        if known or any(reading.known(q.start, q.end) for q in (one, other)):
            found |= {at for at, q in ((index, one), (index + 1, other)) if _may_name(q)}
    return found


def _is_part(reading: Reading, quotation: Quotation) -> bool:
    """Whether the quotation belongs to a longer term of the lexicon: 党支部建设“提升年”."""
    if is_numeral(quotation.inner):
        return False
    around = reading.around(quotation.start - 1, quotation.end + 1)
    return any(span.category != "regulation" for span in around)


def _again(reading: Reading, brands: dict[str, str]) -> Iterator[Span]:
    """Names that a text introduces in quotation marks, where they stand without them."""
    text = reading.text
    if len(brands) > FEW:
        from ahocorasick_rs import AhoCorasick

        names = list(brands)
        each = len(names) <= MANY
        matches = AhoCorasick(names).find_matches_as_indexes(text, overlapping=each)
        if each:
            matches.sort()  # name by name
        reached = [0] * len(names)
        for index, start, end in matches:
            if start >= reached[index]:
                reached[index] = end
                yield Span(start, end, names[index], brands[names[index]], "pattern")
        return
    for name, category in brands.items():
        place = text.find(name)
        while place >= 0:
            end = place + len(name)
            yield Span(place, end, name, category, "pattern")
            place = text.find(name, end)


def naming_head(reading: Reading, quotation: Quotation) -> int | None:
    """Where the name ends that begins with `quotation`; None if the quotation stands alone."""
    after = quotation.end + 1
    if reading.text[after : after + 1] in _ALONE:
        return None
    match = _head().match(reading.text, quotation.end)
    if match:
        return match.end()
    heads = by_first("naming_direct.txt").get(reading.text[after], ())
    end = next((after + len(head) for head in heads if reading.text.startswith(head, after)), None)
    if end is None or reading.text.startswith(words("not_after_head.txt"), end):
        return None
    return end + 2 if reading.text.startswith(("机制", "制度"), end) else end


def _may_name(quotation: Quotation) -> bool:
    inner = quotation.inner
    if len(inner) > LONGEST_PLAIN + 6 or inner in word_set("figures_of_speech.txt"):
        return False
    if not _TALK.isdisjoint(inner) and (_SENTENCE.search(inner) or _SPOKEN.search(inner)):
        return False
    return len(inner) > 1 and (inner[0] > "9" or is_code(inner) or not _DATE.fullmatch(inner))


def _is_term(reading: Reading, quotation: Quotation) -> bool:
    text, (start, end, inner) = reading.text, quotation
    if is_numeral(inner):
        return not (inner.isdigit() and is_number_called(text, end))
    if len(inner) < SHORTEST or (inner[0] <= "9" and _DATE.fullmatch(inner)):
        return False
    if not _TALK.isdisjoint(inner) and (
        _SENTENCE.search(inner) or (_SPOKEN.search(inner) and not _RULE.match(text, end))
    ):
        return False
    if inner in word_set("figures_of_speech.txt") or inner in word_set("no_numerals.txt"):
        return False
    if len(inner) > 8 and is_said(text, start):
        return False
    if len(inner) > LONGEST_PLAIN and not ("、" in inner or "·" in inner or "，" in inner or "—" in inner):
        return False
    if "、" in inner or "·" in inner or ("+" in inner and _PLUS.fullmatch(inner)):
        return True
    stops = text[end + 1 : end + 2] in _STOPS
    if not stops and is_likened(text, end):
        return False
    if is_figurative(text, quotation):
        return not stops and (_CAMPAIGN.match(text, end) is not None or _is_named(text, quotation))
    return not _is_common_word(inner) or (not stops and _GENERIC.match(text, end) is not None)


@lru_cache(maxsize=4096)
def _is_common_word(inner: str) -> bool:
    """Whether a general dictionary has `inner` as one word: then quotation marks hold it at arm's length."""
    return len(inner) <= 4 and len(segmenter()(inner)) == 1


def _categories(reading: Reading, terms: Iterable[str]) -> dict[str, str]:
    """The category of each quoted term: one for all its occurrences in the text.

    Its own characters tell most; where they do not, the head that follows it somewhere in the text does.
    """
    text = reading.text
    found: dict[str, str] = {}
    unsure: dict[str, list[Quotation]] = {}
    for inner in terms:
        found[inner], sure = _category(inner)
        if not sure:
            unsure[inner] = []
    for quotation in reading.quotations if unsure else ():
        if quotation.inner in unsure:
            unsure[quotation.inner].append(quotation)
    for inner, places in unsure.items():
        followed = [q for q in places if text[q.end + 1 : q.end + 2] not in _STOPS]
        counted = without_prefix(inner)
        if counted != inner and any(_is_counted(text, q, counted) for q in places):
            found[inner] = "numeral-abbreviation"
        elif any(_CAMPAIGN.match(text, q.end) or _is_named(text, q) for q in followed):
            found[inner] = "campaign-brand"
        elif any(_PRINCIPLE.match(text, q.end) for q in followed):
            found[inner] = "slogan-principle"
        elif not _MARKED.search(inner) and any(_is_launched(text, q) for q in places):
            found[inner] = "campaign-brand"
    return found


def _is_named(text: str, quotation: Quotation) -> bool:
    """Whether what follows is said of a name; 打着“…”的旗号 denounces."""
    return _NAMED.match(text, quotation.end) is not None and not text.endswith("打着", 0, quotation.start - 1)


def _is_launched(text: str, quotation: Quotation) -> bool:
    end = quotation.start - 1
    # A verb and what stands between; other names are longer.
    before = text[max(0, end - (_BREATH if text[end - 1 : end] in _JOINT else 12)) : end]
    return _LAUNCHED.search(before) is not None and _ATTRIBUTE.match(text, quotation.end) is None


def _is_counted(text: str, quotation: Quotation, counted: str) -> bool:
    """Whether a numeral within the name counts members that follow: “链上五员”（宣讲员、代办员 …）."""
    if text[quotation.end + 1 : quotation.end + 2] not in _EXPLAINED:
        return False
    for part in parts(counted):
        members = in_brackets(text, quotation.end, part.number, keys(part.stem)) or defined(
            text, quotation.end, part.number
        )
        return members is not None and all(part.stem[0] in name for name in members.names)
    return False


def _category(inner: str) -> tuple[str, bool]:
    """The category that the characters of a quoted term suggest, and whether they leave no doubt."""
    if is_numeral(inner):
        return "numeral-abbreviation", True
    if "—" in inner:  # a chain of organisations: 党组—党委—党支部
        return "institution-mechanism", True
    if inner.endswith(_WATCHWORDS) or _DEMAND.fullmatch(inner):
        return "slogan-principle", True
    if "、" in inner or "，" in inner:
        return "slogan-principle", False
    heads = by_last("brand_heads.txt").get(inner[-1], ())
    if ("+" in inner and _PLUS.fullmatch(inner)) or inner.endswith(heads):
        # “社区三站” may count its members.
        return "campaign-brand", without_prefix(inner) == inner
    watchword = len(inner) == 4 or (len(inner) > LONGEST_BRAND and _SAYS.search(inner))
    return ("slogan-principle" if watchword else "campaign-brand"), False


def _category_with_head(tail: str) -> str:
    if tail.endswith(words("mechanism_heads.txt")):
        return "institution-mechanism"
    if tail.endswith(words("form_heads.txt")):
        return "organisation-form"
    return "campaign-brand"
