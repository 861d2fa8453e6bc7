"""What an analysis says about the limits of its result: each warning has a code, values and an English sentence."""

from collections.abc import Mapping
from types import MappingProxyType

# In braces stands what is filled in. A code with `_one` after it is its wording for n = 1.
_ENGLISH = {
    # Groups and their sizes
    "no_terms": "not one of the reports compared has a term to count: the table is empty.",
    "few_reports": "{group}: only {n} reports; differences may be those of single reports.",
    "few_reports_one": "{group}: only {n} report; differences may be those of single reports.",
    "few_reports_in_groups": (
        "{n} groups have fewer than {least} reports ({groups}); differences may be those of single reports."
    ),
    "lopsided": (
        "{group} has {times:.0f} times as many words as {other}: a term missing from {other} may only be missing "
        "for want of text."
    ),
    "same_counts": (
        "'{report}' and '{other}' have exactly the same counts. If one is a copy of the other, remove it: a text "
        "that stands twice counts twice."
    ),
    "more_same_counts": (
        "'{report}' and '{other}' and {n} more pairs have exactly the same counts. If one is a copy of the other, "
        "remove it: a text that stands twice counts twice."
    ),
    "bootstrap_of_few": (
        "log_ratio_boot rests on {n_target} and {n_reference} reports: the interval is too narrow with fewer than "
        "{least}."
    ),
    # Strata
    "without_stratum": "{n} reports have no stratum ('{report}' …); they are compared with one another.",
    "no_common_stratum": "no stratum has reports of both groups, so nothing is compared with its like and log_ratio_strata is empty.",
    "no_counterpart": "{n} reports have no counterpart in their stratum and add nothing to the permutation test.",
    # The permutation test
    "few_arrangements": (
        "groups of {sizes} reports can be told apart in few ways only: no permutation p can be below {p:.2g}, and no "
        "difference can be significant at {level}. Add reports."
    ),
    "few_arrangements_for_one_term": (
        "groups of {sizes} reports can be told apart in few ways only: no permutation p can be below {p:.2g}, and of "
        "{terms} terms one that differs alone cannot reach q < {level}. Add reports."
    ),
    "few_draws": (
        "with {n} draws no permutation p can be below {p:.2g}, and no difference can be significant at {level}. "
        "Take more draws."
    ),
    "few_draws_for_one_term": (
        "with {n} draws no permutation p can be below {p:.2g}, and of {terms} terms one that differs alone cannot "
        "reach q < {level}. More draws, or fewer terms, would show more."
    ),
    # Clusters and topics
    "no_cluster": "{n} reports have no term that another has, and are in no cluster (cluster 0).",
    "few_to_cluster": "only {n} reports: the clusters say which of these are alike; they are no types of reports.",
    "no_structure": (
        "mean silhouette {silhouette:.2f}: below {least} there is no substantial structure; the reports form no clear "
        "groups."
    ),
    "clear_by_chance": "reports whose terms are dealt out by chance form clusters as clear as these (p = {p:.2f}).",
    "chance_unknown": (
        "{clusters} clusters cannot be compared with chance, which is tried on {n} reports of which {different} differ: "
        "the silhouette has no p."
    ),
    "no_stable_number": (
        "no number of clusters is stable: with a fifth of the reports left out the adjusted Rand index is "
        "{stability:.2f} ({least} is the least to rely on)."
    ),
    "unstable": (
        "the clusters are not stable: with a fifth of the reports left out the adjusted Rand index is {stability:.2f} "
        "({least} is the least to rely on)."
    ),
    "stability_unknown": (
        "the stability of {clusters} clusters is not known: with a fifth of the reports left out there are fewer "
        "different ones than clusters. Ask for fewer clusters."
    ),
    "not_drawn": "{n} reports were in none of the resamples, so the stability of their cluster is not known. Take more resamples.",
    "other_starts": "with other starts the clusters differ (adjusted Rand index {rand:.2f}).",
    "no_topic": "{n} reports have no term that another has, and are in no topic.",
    "few_for_topics": (
        "{n} reports for {topics} topics: with fewer than {least} a topic, topics are single reports."
    ),
    "unstable_topics": (
        "topic {topics}: not stable, other terms come up when a fifth of the reports is left out."
    ),
    # Other analyses
    "few_occurrences": "'{term}' stands in {n} places only: its collocates are those of single passages.",
    "copies": (
        "{n} pairs of reports share at least half of their wording ('{report}' and '{other}'): copies count twice in "
        "every comparison."
    ),
    "no_two_places": "there are no two places: the reports are compared with one another, not places.",
    "without_place": "{n} reports without a place count as places of their own.",
    "without_place_or_date": "{n} reports with '{term}' have no place or no date and are left out.",
}
CODES = frozenset(_ENGLISH)


class Notice(str):
    """A warning: an English sentence that knows its `code` and the `values` filled in.

    By these it can be said in another language.

    >>> notice = Notice("few_reports", {"group": "county", "n": 2})
    >>> print(notice)
    county: only 2 reports; differences may be those of single reports.
    >>> notice.code, dict(notice.values)
    ('few_reports', {'group': 'county', 'n': 2})
    """

    code: str
    values: Mapping[str, object]

    def __new__(cls, code: str, values: Mapping[str, object]) -> "Notice":
        self = super().__new__(cls, filled(_ENGLISH, code, values))
        self.code, self.values = code, MappingProxyType(dict(values))
        return self

    def __reduce__(self) -> tuple[type["Notice"], tuple[str, dict[str, object]]]:
        return (type(self), (self.code, dict(self.values)))


def notice(code: str, **values: object) -> Notice:
    return Notice(code, values)


def filled(wordings: Mapping[str, str], code: str, values: Mapping[str, object]) -> str:
    """The wording of a code with its values: that of `<code>_one` where there is one and n is 1."""
    one = f"{code}_one"
    return wordings[one if values.get("n") == 1 and one in wordings else code].format(**values)
