"""Warnings: every one has an English sentence, a Chinese one with the same values, and survives being copied."""

import copy
import pickle
import re
from pathlib import Path
from string import Formatter

import pytest

from reportlens.analysis.notices import _ENGLISH, CODES, Notice, filled, notice
from reportlens.present.notices import CHINESE
from reportlens.present.wording import words

ANALYSIS = Path(__file__).parents[1] / "src" / "reportlens" / "analysis"
VALUES: dict[str, object] = {
    "group": "county", "other": "city", "groups": "a, b", "report": "r1", "term": "三会一课", "sizes": "2, 3",
    "topics": "1, 2", "clusters": "9", "n": 2, "n_target": 2, "n_reference": 3, "least": 3, "times": 12.4, "terms": 5,
    "different": 4, "p": 0.1, "level": 0.05, "silhouette": 0.123, "stability": 0.5, "rand": 0.4,
}  # fmt: skip


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_code_has_a_chinese_wording_of_its_own() -> None:
    assert {code.removesuffix("_one") for code in CODES} == {code.removesuffix("_one") for code in CHINESE}
    assert not [text for text in CHINESE.values() if re.search(r"[A-Za-z]{4,}", re.sub(r"\{.*?\}", "", text))]


@pytest.mark.parametrize("code", sorted(CODES))
def test_both_languages_tell_the_same_values(code: str) -> None:
    n = 1 if code.endswith("_one") else 2
    said = notice(code.removesuffix("_one"), **VALUES | {"n": n})
    chinese = words("zh").warning(said)
    assert words("en").warning(said) == said
    assert re.search("[一-鿿]", chinese)
    assert "{" not in said + chinese
    english = fields(_ENGLISH[code])
    # "Fewer than 10" and the like may go without saying; nothing else may.
    assert english - fields(CHINESE[code.removesuffix("_one")]) <= {"least"}


def test_every_code_is_given_somewhere_and_no_other() -> None:
    source = "\n".join(p.read_text("utf-8") for p in ANALYSIS.glob("*.py"))
    given = set(re.findall(r'notice\(\s*"(\w+)"', source)) | {"no_stable_number", "unstable"}
    assert {code.removesuffix("_one") for code in CODES} == given


def test_names_of_levels_are_told_in_chinese_and_free_text_is_left_alone() -> None:
    assert words("zh").warning(notice("few_reports", group="county", n=1)).startswith("县级只有 1 篇")
    assert words("zh").warning("a warning of somebody else") == "a warning of somebody else"


def test_a_notice_is_its_sentence_and_keeps_its_values() -> None:
    one = notice("few_reports", group="city", n=1)
    assert one == "city: only 1 report; differences may be those of single reports."
    for other in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one)):
        assert isinstance(other, Notice)
        assert (other, other.code, dict(other.values)) == (one, "few_reports", {"group": "city", "n": 1})
    with pytest.raises(KeyError):
        filled(CHINESE, "no such code", {})
