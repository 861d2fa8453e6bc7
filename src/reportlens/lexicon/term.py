"""A term: one concept of the field with everything that is known about it."""

from dataclasses import dataclass

# Each category with what it is called in Chinese.
CATEGORY_NAMES = {
    "numeral-abbreviation": "数字缩略语",
    "institution-mechanism": "制度机制",
    "slogan-principle": "口号原则",
    "campaign-brand": "活动品牌",
    "regulation": "党内法规",
    "doctrine-meeting": "理论与会议",
    "organisation-form": "组织形式",
    "work-line": "工作用语",
}
CATEGORIES = tuple(CATEGORY_NAMES)
THEMES = (
    "政治建设",
    "思想建设",
    "组织建设",
    "作风建设",
    "纪律建设",
    "制度建设",
    "反腐败",
    "服务中心",
    "服务群众",
    "队伍建设",
    "信息化",
)


@dataclass(frozen=True, slots=True)
class Term:
    """One concept.

    `canonical` is the form that counts are given under, `variants` are its other surfaces, `members`
    what an abbreviation stands for, in order. `since` and `until` are years of official use, `source`
    the document or meeting that defines it, `theme` one of `THEMES`; all empty where not known.
    A match is none if one of `not_next` follows it directly (党组 before 织). `where` says in which
    file and line the term stands.
    """

    canonical: str
    category: str
    variants: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    source: str = ""
    theme: str = ""
    not_next: tuple[str, ...] = ()
    where: str = ""

    @property
    def surfaces(self) -> tuple[str, ...]:
        return (self.canonical, *self.variants)
