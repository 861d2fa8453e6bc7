"""Bylines: who wrote a report and when, in a line of its own below the title or at the end."""

import re

from reportlens.normalise.datelines import leading_date, trailing_date
from reportlens.normalise.furniture_rules import LONGEST, FurnitureRules

_DIVISION = "(?:省|市|州|盟|县|区|旗|乡|镇|街道|新区|开发区)"
# A heading may speak of an office; what it does to it stands before the name.
_NO_OFFICE = (
    r"(?!各|全[省市县区州]|我|本|该|.{0,12}(?:进|抓|促|推|聚|强|护|激|赋|建[设强]|打造|提升|关于|做好))"
)
_TAIL = (
    "委员会|党委|党组|党工委|工委|组织部|宣传部|统战部|办公室|研究室|课题组|调研组|编写组|党校|人民政府|政协|纪委|监委"
    "|人大常委会|总支|机关党支部|人民法院|人民检察院|委"
)
# An organisation of a named place: a byline by its form alone.
_ISSUER = re.compile(rf"{_NO_OFFICE}(?:中共)?[一-鿿]{{1,10}}{_DIVISION}[一-鿿]{{0,14}}(?:{_TAIL})")
# Any organisation: a byline only beside a date or a person's name.
_OFFICE = re.compile(
    rf"{_NO_OFFICE}(?:(?:中共|中国|国家|全国|某|省|市|县|区|州|盟|旗)[一-鿿]{{0,26}}|[一-鿿]{{1,10}}"
    r"(?:省|市|州|盟|县|区|旗|乡|镇|街道|大学|学院|集团|公司|局|厅|委|部|院|学校|中学|小学|银行|协会)[一-鿿]{0,20})"
    rf"(?:{_TAIL}|支部|局|厅|部|处|科|院|中心|公司|集团|大学|学院|学校|中学|小学|协会|学会|联合会|工会|政府|办)"
)
_BRACKETED = re.compile(r"[（(]([^（）()]{2,80})[）)]")
_BESIDE = re.compile(r"([^（）()]{2,40})[（(]([^（）()]{2,40})[）)]")
_APART = re.compile(r"[ ，,、/|丨：:]+")
_EDGE = " ，,、|丨·"
_SPREAD = re.compile(r"(?<![一-鿿])([一-鿿]) ([一-鿿])(?![一-鿿])")


def names_text(author: str) -> str:
    """The author as a fact, without the blank that spreads a name of two characters."""
    return _SPREAD.sub(r"\1\2", author)


def is_issuer(line: str) -> bool:
    """Whether `line` is the name of an organisation of a named place and nothing else."""
    return _ISSUER.fullmatch(line) is not None


def byline(line: str, rules: FurnitureRules, *, beside_date: bool = False) -> dict[str, str] | None:
    """What a byline states (`date`, `author`, `source`); None if `line` is none.

    It is made of names of persons or organisations, with or without a date; `beside_date` says that
    a date stands in the line above or below. A date alone is no byline. Where a person and an
    organisation are named, the organisation is the source.
    """
    if len(line) > LONGEST:
        return None
    bracketed = _BRACKETED.fullmatch(line)
    text = bracketed[1].strip(_EDGE) if bracketed else line
    facts: dict[str, str] = {}
    if found := trailing_date(text):
        text, facts["date"] = found[0].strip(_EDGE), found[1]
    elif found := leading_date(text):
        facts["date"], text = found[0], found[1].strip(_EDGE)
    if not text:
        return None
    if "date" in facts and rules.are_names(text):
        return facts | {"author": text}
    who = _who(text, rules, sure=beside_date or "date" in facts)
    return facts | who if who else None


def _who(text: str, rules: FurnitureRules, *, sure: bool) -> dict[str, str] | None:
    """The author and the source; `sure` if a date shows that the line is no heading."""
    if rules.are_names(text) and len(text) >= 3:
        return {"author": text}
    if _ISSUER.fullmatch(text) or (sure and _OFFICE.fullmatch(text)):
        return {"author": text}
    if beside := _BESIDE.fullmatch(text):
        return _pair(beside[1].strip(_EDGE), beside[2].strip(_EDGE), rules)
    parts = _APART.split(text)
    if sure and 1 < len(parts) <= 4 and all(map(_OFFICE.fullmatch, parts)):
        return {"author": text}
    for gap in _APART.finditer(text):
        if pair := _pair(text[: gap.start()], text[gap.end() :], rules):
            return pair
    if sure and (verdict := rules.judge(text, "head")) and "author" in verdict.facts:
        return {"author": verdict.facts["author"]}
    return None


def _pair(one: str, other: str, rules: FurnitureRules) -> dict[str, str] | None:
    """A person and an organisation, in either order."""
    for person, office in ((one, other), (other, one)):
        if rules.are_names(person) and _OFFICE.fullmatch(office):
            return {"author": person, "source": office}
    return None
