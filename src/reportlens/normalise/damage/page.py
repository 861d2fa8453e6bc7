"""What the rest of the page says about a damaged spot."""

import re
from collections import Counter, defaultdict
from functools import cached_property
from math import log

from reportlens.normalise.damage import gbk
from reportlens.normalise.damage.classes import character_class
from reportlens.normalise.damage.language import LanguageModel

SYLLABLE = r"[a-züêɑɡāáǎàēéěèếềōóǒòīíǐìūúǔùǖǘǚǜńňǹḿ]{1,6}"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
GLOSS = re.compile(rf"\(({SYLLABLE})\)")
_GLOSSED = re.compile(rf"([{HAN}])\(({SYLLABLE})\)")

_FORM_PRIOR = 2.0
"""How many characters of the page the usual written form is worth."""
_SIGN_PRIOR = 0.2
_STRANGE_FORM = 0.002


class Page:
    """Glosses, characters and written forms of one page, counted when first asked for."""

    def __init__(self, text: str, model: LanguageModel) -> None:
        self.text = text
        self._model = model
        self._form_memo: dict[str, float] = {}

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
        folded = self._model.fold.get(character, character)
        rivals = self._model.rivals.get(folded)
        if rivals is None:
            return 0.0
        forms = self._model.forms
        here = self.counts
        if self.traditional:
            total = sum(forms.get(r, 0.0) for r in rivals)
            usual = forms.get(character, 0.0) / total if total else (character != folded) / (len(rivals) - 1)
        else:
            usual = float(character == folded)
        usual = max(usual, _STRANGE_FORM)
        counted = sum(here[r] for r in rivals)
        return log((here[character] + _FORM_PRIOR * usual) / (counted + _FORM_PRIOR))

    def _sign_cost(self, character: str) -> float:
        """The same for figures, letters and punctuation, of which only the page knows the width."""
        kind = character_class(character)
        alike = self._kinds[kind]
        return log(
            (self.counts[character] + _SIGN_PRIOR) / (alike + _SIGN_PRIOR * (4 if kind in "0A" else 2))
        )

    @cached_property
    def _kinds(self) -> Counter[str]:
        kinds: Counter[str] = Counter()
        for character, n in self.counts.items():
            if not "\u3400" <= character <= "\u9fff":
                kinds[character_class(character)] += n
        return kinds

    def gloss_cost(self, character: str, syllable: str) -> float:
        """Log weight of the page annotating `character` with this reading.

        A page annotates a character always or never, and with one reading.
        """
        here = self.glossed.get(character)
        if here is not None:
            return 0.0 if syllable in here else -6.0
        return -2.0 - 2.0 * min(self.counts[character], 3)

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
