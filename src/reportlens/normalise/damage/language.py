"""A character model of official Chinese, over text folded to simplified."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.damage import gbk, statistics
from reportlens.normalise.damage.classes import character_class

_RARE_FORM = 0.01
"""The share of a folded character's written forms below which one is not guessed."""

_STRANGE_FORM = 0.002
"""The share of a form that was never seen."""


class Written(NamedTuple):
    """A written form: what it folds to, and its share among the forms of that in either script."""

    folded: str
    traditional: float
    simplified: float


Context = tuple[int, ...]
"""The classes before a character, the nearest last: as many as the model looks back on."""


class LanguageModel:
    """Probabilities of character classes after others; numbers stand for classes.

    Back-off as in Katz (1987): the longest history kept that has the successor decides.
    """

    def __init__(self, data: statistics.Statistics) -> None:
        self.fold = data.fold
        self.forms = data.forms
        self.reach = len(data.levels)
        self._number = {c: i for i, c in enumerate(data.vocabulary)}
        self._class_memo: dict[str, int] = {}
        self.collapsed = frozenset(self._number[c] for c in "0A\n")
        """Classes of which several in a row count as one."""
        self._unigrams = data.unigrams
        self._levels = [_Level(level) for level in data.levels]

    def number(self, character: str) -> int:
        """The number of a character's class: -1 if the model skips it, 0 if it does not know it."""
        found = self._class_memo.get(character)
        if found is None:
            kind = character_class(self.fold.get(character, character))
            found = self._number.get(kind, 0) if kind else -1
            self._class_memo[character] = found
        return found

    @cached_property
    def rivals(self) -> dict[str, list[str]]:
        """The characters of GBK that fold to the same one, where there are several."""
        rivals: defaultdict[str, list[str]] = defaultdict(list)
        for written, folded in self.fold.items():
            rivals[folded].append(written)
        for folded, written_forms in rivals.items():
            written_forms.append(folded)
        return dict(rivals)

    @cached_property
    def usual_forms(self) -> dict[str, str]:
        """The commonest traditional form of each folded character that has several."""
        return {f: max(written, key=lambda c: self.forms.get(c, 0.0)) for f, written in self.rivals.items()}

    @cache  # noqa: B019 - there is one model, for good
    def written(self, character: str) -> "Written | None":
        """How usual a written form is, where its folded character can be written in several ways."""
        folded = self.fold.get(character, character)
        rivals = self.rivals.get(folded)
        if rivals is None:
            return None
        total = sum(self.forms.get(r, 0.0) for r in rivals)
        if total:
            traditional = self.forms.get(character, 0.0) / total
        else:
            traditional = (character != folded) / (len(rivals) - 1)
        simplified = float(character == folded)
        return Written(folded, max(traditional, _STRANGE_FORM), max(simplified, _STRANGE_FORM))

    @cache  # noqa: B019 - there is one model, for good
    def beginning_with(self, lead: int) -> "tuple[list[tuple[str, int]], NDArray[np.int64]]":
        """Characters with this lead byte and a high second one, that byte, and their classes.

        Only such as texts have: known to the model, and not a written form that hardly occurs.
        """
        rows = []
        for trail in gbk.TRAILS:
            character = gbk.characters().get(lead << 8 | trail) if trail >= 0x80 else None
            if character is None or self.number(character) <= 0:
                continue
            written = self.written(character) if character in self.fold else None
            if written is None or written.traditional >= _RARE_FORM:
                rows.append((character, trail))
        return rows, np.array([self.number(c) for c, _ in rows], dtype=np.int64)

    def histories(self, context: Context) -> "list[tuple[_Level, int]]":
        """The nodes of the trie that continue the ends of `context`, the shortest first."""
        found: list[tuple[_Level, int]] = []
        for depth, level in enumerate(self._levels, start=1):
            node = context[-depth]
            for k, above in enumerate(self._levels[: depth - 1]):
                node = above.find(node, context[k - depth + 1])
                if node < 0:
                    return found
            if level.first[node] == level.first[node + 1]:
                return found
            found.append((level, node))
        return found

    def probability(self, histories: "list[tuple[_Level, int]]", number: int) -> float:
        """Probability of class `number` where the text before it has these histories."""
        p = float(self._unigrams[number])
        for level, node in histories:
            at = level.find(node, number)
            p = level.probability[at] if at >= 0 else level.backoff[node] * p
        return p

    def probabilities(self, histories: "list[tuple[_Level, int]]") -> NDArray[np.float64]:
        """The same for all classes at once."""
        p: NDArray[np.float64] = self._unigrams.copy()
        for level, node in histories:
            first, end = level.first[node], level.first[node + 1]
            p *= level.backoff[node]
            p[level.successors[first:end]] = level.probabilities[first:end]
        return p


class _Level:
    """A level of the trie: arrays for a single look-up, NumPy's for all successors at once."""

    def __init__(self, data: statistics.Level) -> None:
        self.backoff = array("d", data.backoff.tobytes())
        self.successors = data.last
        self.probabilities = data.probability
        self.probability = array("d", data.probability.tobytes())
        self.first = array("q", data.first.tobytes())
        self._last = array("H", data.last.tobytes())

    def find(self, node: int, number: int) -> int:
        """The place of a successor of a node, -1 if it has no such one."""
        end = self.first[node + 1]
        at = bisect_left(self._last, number, self.first[node], end)
        return at if at < end and self._last[at] == number else -1


@cache
def model() -> LanguageModel:
    """The model of this package, read when it is first needed."""
    return LanguageModel(statistics.load())
