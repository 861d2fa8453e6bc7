"""The automatic numbers of a Word document (一、 （一） 1.), which are not in its text."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
Key = tuple[str, int]

DIGITS = "〇一二三四五六七八九"
LEGAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
COUNTING = ("零一二三四五六七八九", "十百千")
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
UNNUMBERED = ("bullet", "none")
LEVELS = 9


def chinese(number: int, digits: str = COUNTING[0], units: str = COUNTING[1]) -> str:
    """`number` (1 to 9999) in Chinese counting.

    >>> chinese(10), chinese(21), chinese(105), chinese(2024)
    ('十', '二十一', '一百零五', '二千零二十四')
    """
    text = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += digits[digit] + (units[power - 1] if power else "")
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    text = text.rstrip(digits[0])
    return text[1:] if 10 <= number < 20 and digits is COUNTING[0] else text


def letters(number: int) -> str:
    """a to z, then aa, bb … as Word counts.

    >>> letters(2), letters(28)
    ('b', 'bb')
    """
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    """
    >>> roman(14)
    'xiv'
    """
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def numeral(number: int, style: str) -> str:
    """`number` in the number format `style` of WordprocessingML; unknown formats count in Arabic digits."""
    if not 1 <= number <= 9999:
        return str(number)
    match style:
        case (
            "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCounting"
            | "taiwaneseCountingThousand" | "koreanCounting"
        ):  # fmt: skip
            return chinese(number)
        case "chineseLegalSimplified" | "ideographLegalTraditional":
            return chinese(number, *LEGAL)
        case "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand":
            return "".join(DIGITS[int(d)] for d in str(number))
        case "ideographTraditional" if number <= len(STEMS):
            return STEMS[number - 1]
        case "ideographZodiac" if number <= len(BRANCHES):
            return BRANCHES[number - 1]
        case "decimalZero":
            return f"{number:02}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(ord("０") + int(d)) for d in str(number))
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if number <= 20:
            return chr(ord("①") + number - 1)
        case "decimalEnclosedParen" if number <= 20:
            return chr(ord("⑴") + number - 1)
        case "decimalEnclosedFullstop" if number <= 20:
            return chr(ord("⒈") + number - 1)
        case "upperLetter" if number <= 780:
            return letters(number).upper()
        case "lowerLetter" if number <= 780:
            return letters(number)
        case "upperRoman":
            return roman(number).upper()
        case "lowerRoman":
            return roman(number)
    return str(number)


def attribute(element: Element | None, name: str = "val") -> str:
    """The attribute `name` whatever its namespace, or ""."""
    if element is not None:
        for key, value in element.attrib.items():
            if etree.QName(key).localname == name:
                return str(value)
    return ""


def child(element: Element | None, *names: str) -> Element | None:
    """The first descendant along `names`, whatever the namespace."""
    for name in names:
        if element is None:
            return None
        element = next(element.iterchildren("{*}" + name), None)
    return element


def _integer(text: str, default: int) -> int:
    try:
        return int(text)
    except ValueError:
        return default


@dataclass(slots=True)
class Level:
    style: str = "decimal"
    pattern: str = ""
    start: int = 1
    arabic: bool = False
    restart: int | None = None
    space: bool = True


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    levels: dict[Key, Level] = field(default_factory=dict)
    overrides: dict[Key, Level] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    restarts: dict[Key, int] = field(default_factory=dict)
    style_numbers: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(lambda: [None] * LEVELS))
    begun: set[Key] = field(default_factory=set)

    @classmethod
    def of(cls, numbering: Element | None, styles: Element | None) -> "Numbering":
        """From the roots of numbering.xml and styles.xml, either of which may be missing."""
        found = cls()
        if numbering is None:
            return found
        linked: dict[str, str] = {}
        for abstract in numbering.iterchildren("{*}abstractNum"):
            name = attribute(abstract, "abstractNumId")
            for level in abstract.iterchildren("{*}lvl"):
                found.levels[name, _integer(attribute(level, "ilvl"), 0)] = _level(level)
            if style := attribute(child(abstract, "styleLink")):
                linked[style] = name
        for abstract in numbering.iterchildren("{*}abstractNum"):
            if target := linked.get(attribute(child(abstract, "numStyleLink"))):
                for depth in range(LEVELS):
                    if level_there := found.levels.get((target, depth)):
                        found.levels[attribute(abstract, "abstractNumId"), depth] = level_there
        for number in numbering.iterchildren("{*}num"):
            name = attribute(number, "numId")
            found.abstract_of[name] = attribute(child(number, "abstractNumId"))
            for override in number.iterchildren("{*}lvlOverride"):
                key = (name, _integer(attribute(override, "ilvl"), 0))
                if start := attribute(child(override, "startOverride")):
                    found.restarts[key] = _integer(start, 1)
                if (own_level := child(override, "lvl")) is not None:
                    found.overrides[key] = _level(own_level)
        found._read_styles(styles)
        return found

    def _read_styles(self, styles: Element | None) -> None:
        if styles is None:
            return
        own: dict[str, tuple[str, str]] = {}
        parent: dict[str, str] = {}
        for style in styles.iterchildren("{*}style"):
            name = attribute(style, "styleId")
            parent[name] = attribute(child(style, "basedOn"))
            properties = child(style, "pPr", "numPr")
            own[name] = (attribute(child(properties, "numId")), attribute(child(properties, "ilvl")))
        for name in own:
            number = depth = ""
            ancestor, steps = name, 0
            while ancestor in own and steps < 20 and not number:
                number, depth = own[ancestor][0], depth or own[ancestor][1]
                ancestor, steps = parent[ancestor], steps + 1
            if number:
                self.style_numbers[name] = (number, _integer(depth, 0))

    def prefix(self, paragraph: Element) -> str:
        """The number that Word shows before `paragraph`; counts it. Call once for each, in order."""
        properties = child(paragraph, "pPr")
        number, depth = self.style_numbers.get(attribute(child(properties, "pStyle")), ("", 0))
        direct = child(properties, "numPr")
        if direct is not None:
            number = attribute(child(direct, "numId")) or number
            depth = _integer(attribute(child(direct, "ilvl")), depth)
        abstract = self.abstract_of.get(number)
        if abstract is None or not 0 <= depth < LEVELS:
            return ""
        level = self._level(number, depth)
        if level is None:
            return ""
        counts = self._count(number, abstract, depth)
        if level.style in UNNUMBERED:
            return ""
        text = level.pattern
        for place in range(LEVELS):
            if f"%{place + 1}" in text:
                shown = self._level(number, place) or Level()
                style = "decimal" if level.arabic else shown.style
                value = counts[place]
                text = text.replace(f"%{place + 1}", numeral(shown.start if value is None else value, style))
        return text + (" " if level.space and text[-1:].isascii() and text else "")

    def _level(self, number: str, depth: int) -> Level | None:
        return self.overrides.get((number, depth)) or self.levels.get(
            (self.abstract_of.get(number, ""), depth)
        )

    def _count(self, number: str, abstract: str, depth: int) -> list[int | None]:
        counts = self.counts[abstract]
        level = self._level(number, depth) or Level()
        key = (number, depth)
        if key in self.restarts and key not in self.begun:
            counts[depth] = self.restarts[key]
        else:
            so_far = counts[depth]
            counts[depth] = level.start if so_far is None else so_far + 1
        self.begun.add(key)
        for deeper in range(depth + 1, LEVELS):
            below = self._level(number, deeper)
            # lvlRestart 0: never; n: only after level n or a higher one.
            if below is None or below.restart is None or (below.restart > 0 and depth < below.restart):
                counts[deeper] = None
        return counts


def _level(element: Element) -> Level:
    restart = attribute(child(element, "lvlRestart"))
    arabic = child(element, "isLgl")
    style = attribute(child(element, "numFmt"))
    if not style and child(element, "numFmt") is None:
        # Newer formats stand in an alternative; its fallback is what other programs show.
        for choice in element.iterdescendants("{*}numFmt"):
            style = attribute(choice)
    return Level(
        style=style or "decimal",
        pattern=attribute(child(element, "lvlText")),
        start=_integer(attribute(child(element, "start")), 1),
        arabic=arabic is not None and attribute(arabic) not in ("0", "false", "off"),
        restart=_integer(restart, 0) if restart else None,
        space=attribute(child(element, "suff")) != "nothing",
    )
