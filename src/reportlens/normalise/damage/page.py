"""What the rest of the page says about a damaged spot."""

import re
from collections import Counter, defaultdict
from functools import cached_property
from itertools import pairwise
from math import log

from reportlens.normalise.damage import gbk
from reportlens.normalise.damage.classes import character_class
from reportlens.normalise.damage.language import LanguageModel
from reportlens.normalise.debris import BLOCK_TAGS, INLINE_TAGS

SYLLABLE = r"[a-züêɑɡāáǎàēéěèếềōóǒòīíǐìūúǔùǖǘǚǜńňǹḿ]{1,6}"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
GLOSS = re.compile(rf"\(({SYLLABLE})\)")
_GLOSSED = re.compile(rf"([{HAN}])\(({SYLLABLE})\)")

_FORM_PRIOR = 2.0
"""How many characters of the page the usual written form is worth."""
_SIGN_PRIOR = 0.2
_PAIRS = ("“", "”"), ("《", "》"), ("［", "］"), ("【", "】"), ("〔", "〕")
"""Marks that alternate in a line: opened and closed."""
_TAG = re.compile(r"<?(/?)([A-Za-z][A-Za-z0-9]{0,9})(?:\s[^<>\n]{0,200})?/?>")
_CLOSED = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]{1,12}([］】〕])")
_OPENING = {"］": "［", "】": "【", "〕": "〔"}
_IN_NUMBER = re.compile(r"(?<=[0-9A-Za-z])[.,:](?=[0-9A-Za-z])")
"""What stands so says nothing of how the page writes its punctuation."""
_BRACKETS = re.compile("[()（）]")
_READING = re.compile(rf"\(?{SYLLABLE}\)")
_QUOTE_COST = -2.5
_LINE = 1000
"""Characters either side in which marks are looked for: a longer line is a page without line ends."""


class Page:
    """Glosses, characters and written forms of one page, counted when first asked for."""

    def __init__(self, text: str, model: LanguageModel) -> None:
        self.text = text
        self._model = model
        self._form_memo: dict[str, float] = {}
        self._gloss_memo: dict[tuple[str, str], float] = {}

    @cached_property
    def glossed(self) -> dict[str, Counter[str]]:
        """How often each character is annotated with which reading."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for character, syllable in _GLOSSED.findall(self.text):
            syllable = gbk.reading(syllable)
            if gbk.is_reading(gbk.pair(character), syllable):
                found[character][syllable] += 1
        return dict(found)

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(self.text)

    @cached_property
    def private(self) -> bool:
        """Whether two bytes without a character are shown as a private-use one, and so not lost."""
        return any("\ue000" <= c < "\uf900" for c in self.counts)

    @cached_property
    def traditional(self) -> bool:
        """Whether the page is written in traditional characters, rather than in simplified ones."""
        fold = self._model.fold
        written = sum(n for c, n in self.counts.items() if c in fold)
        usual = self._model.usual_forms
        simplified = sum(n for c, n in self.counts.items() if c not in fold and usual.get(c, c) != c)
        return written > simplified

    def form_cost(self, character: str) -> float:
        """Log probability that the page writes the folded character as `character`."""
        found = self._form_memo.get(character)
        if found is None:
            found = self._form_memo[character] = self._form_cost(character)
        return found

    def _form_cost(self, character: str) -> float:
        if not "\u3400" <= character <= "\u9fff":
            return self._sign_cost(character)
        written = self._model.written(character)
        if written is None:
            return 0.0
        usual = written.traditional if self.traditional else written.simplified
        counted = self._folded.get(written.folded, 0)
        if not counted:
            return log(usual)
        return log((self.counts[character] + _FORM_PRIOR * usual) / (counted + _FORM_PRIOR))

    @cached_property
    def _folded(self) -> Counter[str]:
        """How often the page has the folded characters that can be written in several ways."""
        fold, rivals = self._model.fold, self._model.rivals
        found: Counter[str] = Counter()
        for character, n in self.counts.items():
            folded = fold.get(character, character)
            if folded in rivals:
                found[folded] += n
        return found

    def _sign_cost(self, character: str) -> float:
        """The same for figures, letters and punctuation, of which only the page knows the width."""
        kind = character_class(character)
        alike = self._kinds[kind]
        return log(
            (self._signs[character] + _SIGN_PRIOR) / (alike + _SIGN_PRIOR * (4 if kind in "0A" else 2))
        )

    @cached_property
    def _signs(self) -> Counter[str]:
        """The characters of the page, but for the punctuation in numbers and addresses."""
        within = Counter(_IN_NUMBER.findall(self.text))
        return self.counts - within

    @cached_property
    def _kinds(self) -> Counter[str]:
        kinds: Counter[str] = Counter()
        for character, n in self._signs.items():
            if not "\u3400" <= character <= "\u9fff":
                kinds[character_class(character)] += n
        return kinds

    def gloss_cost(self, character: str, syllable: str) -> float:
        """Log weight of the page annotating `character` with this reading.

        A page annotates a character always or never, and with one reading: wherever its bytes stand,
        in one character or in two.
        """
        key = character, syllable
        found = self._gloss_memo.get(key)
        if found is None:
            here = self.glossed.get(character)
            if here is not None:
                found = 0.0 if syllable in here else -6.0
            else:
                found = -2.0 - 5.0 * min(self._unannotated(character, syllable), 3)
            self._gloss_memo[key] = found
        return found

    def _unannotated(self, character: str, syllable: str) -> int:
        """How often the bytes of `character` stand on the page without this reading behind them."""
        code = character.encode("gb18030")
        annotated = code + f"({syllable})".encode("gb18030")
        return max(0, self._data.count(code) - self._data.count(annotated))

    @cached_property
    def _data(self) -> bytes:
        """The bytes that the page was decoded from, but for the lost ones."""
        return gbk.reading(self.text).replace("\ufffd", "?").encode("gbk", "replace")

    def half_width(self, code: int) -> bool:
        """Whether the page may have had this full-width sign replaced by the half-width one.

        None of the full-width ones may be left; and but for ？, rare in reports, the others show.
        """
        full = gbk.characters()[code]
        return not self.counts[full] and (full == "？" or self.counts[chr(ord(full) - 0xFEE0)] > 2)

    def plain_cost(self, character: str) -> float:
        """Log weight of `character` standing without annotation."""
        here = self.glossed.get(character)
        if here is None:
            return 0.0
        annotated = sum(here.values())
        plain = self.counts[character] - annotated
        return max(-8.0, min(0.0, log((plain + 0.02) / (annotated + 1))))

    def is_block_tag(self, i: int) -> bool:
        """Whether a tag stands at `i` that ends a line or begins one."""
        tag = _TAG.match(self.text, i)
        return tag is not None and tag[2].lower() in BLOCK_TAGS

    def is_rest_of_tag(self, i: int) -> bool:
        """Whether what stands at `i` can only be a tag that has lost its `<`: /P>, or font> where the page
        has such a tag elsewhere. 5G>4G is none.
        """
        tag = _TAG.match(self.text, i)
        if tag is None or tag[2].lower() not in BLOCK_TAGS | INLINE_TAGS:
            return False
        return bool(tag[1]) or f"<{tag[2]}" in self.text or f"/{tag[2]}>" in self.text

    def misses_bracket(self, start: int, restored: str, end: int) -> bool:
        """Whether a bracket closes behind `end` that is opened neither before `start` nor in `restored`.

        The model knows no such brackets, so that it reads another sign.
        """
        closed = _CLOSED.match(self.text, end)
        if closed is None:
            return False
        opening = _OPENING[closed[1]]
        before = self.text[max(0, start - 20) : start]
        return opening not in restored and before.rfind(opening) <= before.rfind(closed[1])

    def quote_cost(self, start: int, restored: str, end: int) -> float:
        """Log weight of the quotation marks and brackets of a line whose part `start:end` reads `restored`."""
        begin = self.text.rfind("\n", max(0, start - _LINE), start) + 1 or max(0, start - _LINE)
        stop = self.text.find("\n", end, end + _LINE)
        stop = min(len(self.text), end + _LINE) if stop < 0 else stop
        wrong = 0
        for opening, closing in _PAIRS:
            before = max(opening, closing, key=lambda mark: self.text.rfind(mark, begin, start))
            behind = [place for mark in (opening, closing) if (place := self.text.find(mark, end, stop)) >= 0]
            marks = [mark for mark in restored if mark in (opening, closing)]
            if before in self.text[begin:start]:
                marks.insert(0, before)
            if behind:
                marks.append(self.text[min(behind)])
            # A line neither begins with a closing mark nor ends with an opening one, and they alternate.
            wrong += sum(a == b for a, b in pairwise([closing, *marks, opening]))
        if "(" in restored or "（" in restored:
            # Brackets are opened in a line to be closed in it.
            following = _BRACKETS.search(_READING.sub("", self.text[end:stop]))
            inside = _BRACKETS.findall(_READING.sub("", restored))
            open_ended = bool(inside) and inside[-1] in "(（"
            wrong += open_ended and (following is None or following[0] in "(（")
        return float(_QUOTE_COST * wrong)
