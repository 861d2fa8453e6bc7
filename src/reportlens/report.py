"""A report as it was read: the raw text and what is known about it beforehand."""

from dataclasses import dataclass, field

LEVELS = ("central", "province", "city", "county", "other")


@dataclass(frozen=True, slots=True)
class Place:
    """The place that a report is about.

    `name` is the full official name (贵州省铜仁市); `level` is one of `LEVELS`; `adcode` the
    six-digit code of the administrative division, or None where there is none.
    """

    name: str
    level: str
    province: str | None = None
    city: str | None = None
    county: str | None = None
    adcode: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a report; None where nothing is known.

    `level` is that of the place, and may be known where the place is not. `date` is ISO 8601, as precise as stated (2021, 2021-10, 2021-10-22, 2021-10-22T17:20:42).
    """

    title: str | None = None
    subtitle: str | None = None
    date: str | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    place: Place | None = None
    level: str | None = None

    def over(self, other: "Facts") -> "Facts":
        """These facts, and those of `other` where nothing is known here."""
        return Facts(
            *(
                mine if (mine := getattr(self, name)) is not None else getattr(other, name)
                for name in self.__dataclass_fields__
            )
        )


@dataclass(frozen=True, slots=True)
class Report:
    """One source text.

    `path` is the source as given, `sha256` the hex digest of its bytes, `encoding` how they were
    decoded, `raw` the decoded text: all raw offsets are code points into it. `html` says that
    `raw` is the source of a web page. `stated` holds the facts that come from
    outside the text (a manifest, the properties of a document).
    """

    report_id: str
    path: str
    sha256: str
    raw: str
    encoding: str = "utf-8"
    html: bool = False
    stated: Facts = field(default_factory=Facts)
