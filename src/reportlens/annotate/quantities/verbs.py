"""The verbs around a figure, see `verbs.txt`."""

from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=8)
def load_verbs(kind: str) -> frozenset[str]:
    """The two-character verbs of `kind`: take, either, nominal, trend, ends or bound."""
    verbs: set[str] = set()
    for line in (resources.files(__package__) / "verbs.txt").read_text("utf-8").splitlines():
        name, _, words = line.partition("\t")
        if name == kind:
            verbs.update(word for word in words.split() if len(word) == 2)
    return frozenset(verbs)
