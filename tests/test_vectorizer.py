"""The estimator: what it takes, what scikit-learn asks of it, and that it agrees with the corpus."""

import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks

from reportlens.analysis import TermMatrix, TermVectorizer
from reportlens.corpus import COUNTINGS, Corpus
from reportlens.errors import AnalysisError
from reportlens.lexicon import Lexicon, Term

TEXTS = [
    "各党支部落实三会一课制度，书记带头讲党课。",
    "机关党委推进主题党日，党支部按时召开组织生活会。",
    "优化营商环境，助力乡村振兴，党支部走在前列。",
]

# scikit-learn's own checks that concern every estimator; the others feed it tables of numbers, which
# `check_estimator` leaves out by itself for one that takes texts.
CHECKS = [
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
    "check_valid_tag_types",
    "check_estimator_tags_renamed",
    "check_mixin_order",
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_estimators_unfitted",
    "check_transformers_unfitted",
    "check_transformer_get_feature_names_out",
    "check_get_feature_names_out_error",
    "check_n_features_in_after_fitting",
    "check_set_output_transform",
    "check_fit1d",
]


@pytest.mark.parametrize("name", CHECKS)
def test_checks_of_scikit_learn(name: str) -> None:
    check = getattr(estimator_checks, name, None)
    if check is None:
        pytest.skip(f"this version of scikit-learn has no {name}")
    check("TermVectorizer", TermVectorizer())


@pytest.mark.filterwarnings("ignore:Can't test estimator")
def test_check_estimator() -> None:
    estimator_checks.check_estimator(TermVectorizer())


def test_texts_paths_and_corpus_give_the_same(few_reports: Path, few_corpus: Corpus) -> None:
    paths = sorted(few_reports.glob("*.txt"))
    from_corpus = TermVectorizer().fit(few_corpus)
    from_paths = TermVectorizer().fit(paths)
    from_names = TermVectorizer(input="path").fit([str(path) for path in paths])
    assert from_corpus.vocabulary_ == from_paths.vocabulary_ == from_names.vocabulary_
    one, other = from_corpus.transform(few_corpus), from_paths.transform(paths)
    assert one.toarray() == pytest.approx(other.toarray())
    assert other.toarray() == pytest.approx(from_paths.fit_transform(paths).toarray())


@pytest.mark.parametrize("counting", COUNTINGS)
def test_counts_are_those_of_the_term_matrix(
    sample_files: list[Path], sample_corpus: Corpus, counting: str
) -> None:
    matrix = TermMatrix.of(sample_corpus, counting=counting)
    vectorizer = TermVectorizer(weighting="count", norm=None, counting=counting)
    counts = vectorizer.fit_transform(sample_files)
    assert vectorizer.get_feature_names_out().tolist() == sorted(set(matrix.terms))
    assert counts.sum() == matrix.counts.sum()


def test_words(sample_files: list[Path], sample_corpus: Corpus) -> None:
    vectorizer = TermVectorizer(unit="words", weighting="count", norm=None)
    counts = vectorizer.fit_transform(sample_files)
    assert np.asarray(counts.sum(axis=1)).ravel().tolist() == sample_corpus.sizes().tolist()


def test_terms_that_are_rare_or_everywhere_are_left_out_on_demand() -> None:
    everything = TermVectorizer().fit(TEXTS)
    assert "党支部" in everything.vocabulary_
    assert list(TermVectorizer(min_df=2).fit(TEXTS).vocabulary_) == ["党支部"]
    assert "党支部" not in TermVectorizer(max_df=0.7).fit(TEXTS).vocabulary_
    with pytest.raises(ValueError, match="no term is left"):
        TermVectorizer(min_df=2, max_df=0.9).fit(TEXTS)


def test_new_texts_are_counted_over_the_terms_learnt() -> None:
    vectorizer = TermVectorizer(weighting="binary", norm=None).fit(TEXTS[:2])
    row = vectorizer.transform(["乡村振兴离不开党支部。"]).toarray()[0]
    assert row.sum() == 1
    assert row[vectorizer.vocabulary_["党支部"]] == 1


def test_in_a_pipeline_and_a_grid_search() -> None:
    texts, labels = TEXTS * 4, [0, 0, 1] * 4
    pipeline = make_pipeline(TermVectorizer(), LogisticRegression())
    grid = {
        "termvectorizer__weighting": ["tfidf", "count"],
        "termvectorizer__counting": ["longest", "inclusive"],
    }
    search = GridSearchCV(pipeline, grid, cv=2).fit(texts, labels)
    assert search.best_score_ == 1
    assert search.predict(TEXTS).tolist() == [0, 0, 1]
    assert clone(pipeline).fit(texts, labels).score(texts, labels) == 1


@pytest.mark.parametrize(
    ("settings", "given", "reason"),
    [
        ({}, "一段文字", "a single one was received"),
        ({}, [3], "a text or a path expected"),
        ({}, [], "no report"),
        ({"unit": "letters"}, TEXTS, "unit must be one of"),
        ({"norm": "l3"}, TEXTS, "norm must be one of"),
        ({"min_df": -1}, TEXTS, "min_df must be a share"),
        ({"min_df": 2.5}, TEXTS, "min_df must be a share"),
        ({"max_df": "all"}, TEXTS, "max_df must be a share"),
        ({"max_df": True}, TEXTS, "max_df must be a share"),
        ({}, {"text": TEXTS[0]}, "a table was received"),
        ({}, pd.DataFrame({"text": TEXTS}), "a table was received"),
        ({}, np.array([TEXTS]), "a table was received"),
    ],
)
def test_what_it_does_not_take(settings: dict[str, object], given: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        TermVectorizer(**settings).fit(given)  # type: ignore[arg-type]


def test_what_scikit_learn_asks_with_numbers_holds_with_texts() -> None:
    """Its checks of a fitted estimator feed tables of numbers; here they are with texts."""
    vectorizer = TermVectorizer()
    assert vectorizer.fit(TEXTS) is vectorizer
    before = {name: repr(value) for name, value in vars(vectorizer).items()}
    whole = vectorizer.transform(TEXTS).toarray()
    # Transforming changes nothing, fitting again gives the same, and so does fitting in one step.
    assert {name: repr(value) for name, value in vars(vectorizer).items()} == before
    assert (clone(vectorizer).fit(TEXTS).transform(TEXTS).toarray() == whole).all()
    assert (TermVectorizer().fit_transform(TEXTS).toarray() == whole).all()
    # A report's row depends on no other report that is transformed, nor on their order.
    assert (vectorizer.transform(TEXTS[::-1]).toarray() == whole[::-1]).all()
    assert all(
        (vectorizer.transform([text]).toarray() == row).all() for text, row in zip(TEXTS, whole, strict=True)
    )
    assert vectorizer.transform([]).shape == (0, whole.shape[1])
    for given in (np.array(TEXTS), pd.Series(TEXTS), iter(TEXTS), tuple(TEXTS)):
        assert (vectorizer.transform(given).toarray() == whole).all()
    again = pickle.loads(pickle.dumps(vectorizer))
    assert (again.transform(TEXTS).toarray() == whole).all()
    assert whole.dtype == np.float64
    assert whole.shape[1] == len(vectorizer.get_feature_names_out())


def test_a_grid_search_over_paths_with_a_lexicon_of_ones_own(tmp_path: Path) -> None:
    own = Lexicon([Term("槐荫夜议", "campaign-brand"), Term("家常话", "campaign-brand")])
    paths, labels = [], []
    for k in range(8):
        paths.append(tmp_path / f"r{k}.txt")
        labels.append(k % 2)
        paths[-1].write_text(("各村开展槐荫夜议。", "大家说说家常话。")[k % 2] + "年底对账。\n", "utf-8")
    pipeline = make_pipeline(TermVectorizer(lexicon=own), LogisticRegression())
    grid = {"termvectorizer__norm": ["l2", None]}
    one, two = (GridSearchCV(pipeline, grid, cv=2, n_jobs=jobs).fit(paths, labels) for jobs in (1, 2))
    assert one.best_score_ == two.best_score_ == 1
    assert one.predict(paths).tolist() == labels
    vectorizer = one.best_estimator_[0]
    assert vectorizer.get_feature_names_out().tolist() == sorted(["槐荫夜议", "家常话"])


def test_a_corpus_goes_through_a_pipeline(sample_corpus: Corpus) -> None:
    labels = sample_corpus.groups("level").tolist()
    pipeline = make_pipeline(TermVectorizer(min_df=2), LogisticRegression(C=100)).fit(sample_corpus, labels)
    assert pipeline.score(sample_corpus, labels) == 1


def test_a_file_must_hold_one_report(tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_text("text\n党支部建设。\n机关党建。\n", "utf-8")
    with pytest.raises(AnalysisError, match="holds 2 reports"):
        TermVectorizer().fit([tmp_path / "two.csv"])
