"""The rules of `furniture_rules.toml`: which lines are furniture, and what they state."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from reportlens.normalise.datelines import date_of, leading_date, trailing_date

LONGEST = 200  # characters; a longer line is prose, and no pattern sees it
_FIRST_LABEL_WITHIN = 50  # characters
_ZONES = {
    "head": ("head",),
    "tail": ("tail",),
    "ends": ("head", "tail"),
    "front": ("head", "front", "tail"),
    "briefing": ("briefing",),
    "anywhere": ("head", "tail", "middle"),
}
_GROUP = re.compile(r"\(\?P<\w+>")
_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]", "［": "］", "〖": "〗", "〔": "〕"}
_INNER_BRACKETS = str.maketrans("【】［］〖〗", "      ")
_RAISED = re.compile(r" ?[\d¹²³⁴*＊]{1,3}[ 、，,]{0,3}")  # which affiliation is the author's
_HAN = re.compile("[一-鿿]")
_COPIES = re.compile(r" [（(]?共印 ?\d{1,4} ?份[）)]?\Z")
_DATES = frozenset({"date", "time", "printed"})
_MEDIUM = re.compile(r"[^，。：；！？]{2,16}(?:网|报|社|台|号|客户端|融媒|融媒体|融媒体中心)")
# How an account of a chat program heads its articles: 原创 青溪先锋 2023-08-09 18:00 发表于某省
_ACCOUNT = re.compile(
    r"(?P<first>原创 )?(?P<names>[^，。；：！？]{2,40}) (?P<when>\d{4}.{4,24}?)(?P<last> ?发表于 ?[一-鿿]{2,8})?"
)
_VALUES = {
    "org": re.compile(r"[^，。！？；]{1,40}"),
    "organ": re.compile(
        r"[^，。！？；：\d]{2,36}(?:[委局厅部处院校]|党组|工委|政协|政府|支部|总支|办公室|研究室|委员会|中心|公司|集团|学院|大学|党校|街道|[省市县区乡镇村])"
    ),
    "loose name": re.compile(r"[^，。！？；：]{1,60}"),
    "count": re.compile(r"[\[（(【]?[\d,]{0,12}[\]）)】]?\s?[次人]?(?:/\d{0,9})?"),
    "number": re.compile(
        r"[\d\-—（）()+ 转、，/]{3,60}(?:[（(][^（）()\d]{1,12}[）)])?|[\w.\-]{1,40}@[\w.\-]{3,40}"
    ),
    "text": re.compile(r"[^，。！？；]{0,60}"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it stands in the file, its macros filled in."""

    name: str
    where: str
    pattern: re.Pattern[str]
    example: str
    near_miss: str
    then: re.Pattern[str] | None = None
    lines: int = 1
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Words that announce a value, the kind of that value, and the fact that it is."""

    name: str
    words: tuple[str, ...]
    value: str
    example: str
    near_miss: str
    fact: str | None = None
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a line is furniture and what it states; `then` may match lines that belong to it.

    `awaits` is the label whose value was missing and may stand on the next line.
    """

    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)
    then: re.Pattern[str] | None = None
    lines: int = 0
    rest: bool = False
    awaits: Label | None = None


class FurnitureRules:
    """All rules, with one joint pattern a zone so that most lines are dismissed in one match."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._macros: dict[str, str] = {}
        for name, pattern in data["macros"].items():
            self._macros[name] = self._fill(pattern)
        self.rules = tuple(self._rule(entry) for entry in data["rule"])
        self.labels = tuple(
            Label(**(entry | {key: tuple(entry.get(key, ())) for key in ("words", "apart")}))
            for entry in data["label"]
        )
        self._zones = {
            zone: tuple(rule for rule in self.rules if zone in _ZONES[rule.where])
            for zone in ("head", "front", "middle", "tail", "briefing")
        }
        self._joint = {
            zone: re.compile("|".join(f"(?:{_GROUP.sub('(?:', rule.pattern.pattern)})" for rule in rules))
            for zone, rules in self._zones.items()
        }
        self._label_of = {word: label for label in self.labels for word in (*label.words, *label.apart)}
        self._apart = frozenset(word for label in self.labels for word in label.apart)
        words = "|".join(sorted(map(re.escape, self._label_of), key=len, reverse=True))
        self._labelled = re.compile(rf"({words})(\s?[：:|丨/／]\s?|\s+|(?<=发布于)|\Z)")
        self._names = re.compile(self._macros["names"])
        self._posted_in = re.compile(rf"(?:发表于 ?)?{self._macros['province']}")
        self._recipients = re.compile(self._macros["recipients"] + "[。；，、]?")
        tool = self._macros["tool"]
        self._tools = re.compile(rf"[\s\[\]【】［］（）|丨/·、]*(?:{tool}[\s\[\]【】［］（）|丨/·、]*)*")
        self._trailing_tools = re.compile(rf"(?:[\s\[【（|丨]{{1,3}}{tool}[\]】）]?){{1,12}}\s*\Z")

    def _fill(self, pattern: str) -> str:
        for name, macro in self._macros.items():
            pattern = pattern.replace("{" + name + "}", macro)
        return pattern

    def _rule(self, entry: Mapping[str, Any]) -> Rule:
        compiled = {key: re.compile(self._fill(entry[key])) for key in ("pattern", "then") if key in entry}
        return Rule(**(dict(entry) | compiled))

    def judge(self, line: str, zone: str) -> Verdict | None:
        """Why `line` is furniture in that zone (head, front, middle, tail, briefing); None if no rule says so."""
        if len(line) > LONGEST:
            return None
        if zone in ("head", "tail") and (verdict := self._by_labels(line) or self._by_date(line)):
            return verdict
        if not self._joint[zone].fullmatch(line):
            return None
        for rule in self._zones[zone]:
            if match := rule.pattern.fullmatch(line):
                groups = match.groupdict().items()
                facts = dict(_fact(key.split("_")[0], value) for key, value in groups if value)
                return Verdict(rule.name, facts, rule.then, rule.lines if rule.then else 0, rule.rest)
        return None

    def are_names(self, text: str) -> bool:
        """Whether `text` is one or more persons' names and nothing else, judged by their surnames."""
        return self._names.fullmatch(text) is not None

    def is_list_of_recipients(self, text: str) -> bool:
        """Whether `text` is offices and office-holders and nothing else, as behind 抄送."""
        return len(text) <= LONGEST and self._recipients.fullmatch(text) is not None

    def value_of(self, label: Label, line: str) -> str | None:
        """The value that `line`, following a bare label, gives to it; None if it is no such value."""
        if label.value == "name":
            return line if self._names.fullmatch(line) or (label.fact and 2 <= len(line) <= 6) else None
        if label.value == "org" and (len(line) > 24 or ">" in line):
            return None
        return self._value(label, line, strict=False) or None

    def _by_date(self, line: str) -> Verdict | None:
        """A line that is a date, or a date with a clock and the name of a medium."""
        account = _ACCOUNT.fullmatch(line)
        if account and (account["first"] or account["last"]) and (date := date_of(account["when"])):
            return Verdict("time and source", {"time": date, "source": account["names"].split()[-1]})
        if not line[:1].isdigit() and line[:1] not in "（(【[〖二一":
            dated = trailing_date(line) if line[-1:].isdigit() or line[-1:] in "日）)" else None
            if dated and _MEDIUM.fullmatch(dated[0].rstrip(" |丨·")):
                return Verdict("time and source", {"time": dated[1], "source": dated[0].rstrip(" |丨·")})
            return None
        if date := date_of(line):
            return Verdict("date", {"time" if "T" in date else "date": date})
        found = leading_date(line)
        if not found:
            return None
        date, behind = found[0], self._trailing_tools.sub("", " " + found[1]).strip(" |丨·-")
        if not behind or ("T" in date and self._posted_in.fullmatch(behind)):
            return Verdict("time", {"time": date})
        if "T" in date and _VALUES["org"].fullmatch(behind) and len(behind) <= 20 and "在" not in behind:
            return Verdict("time and source", {"time": date, "source": behind})
        if _MEDIUM.fullmatch(behind):
            return Verdict("time and source", {"time": date, "source": behind})
        return None

    def _by_labels(self, line: str) -> Verdict | None:
        """A line of labels with their values alone, in brackets or not."""
        close = _BRACKETS.get(line[:1])
        if close and line[-1:] == close:
            line = line[1:-1].strip()
        elif line[:1] in "【[":
            line = line[1:].strip()
        line = _COPIES.sub("", line.translate(_INNER_BRACKETS)).strip()
        if not self._labelled.search(line, 0, _FIRST_LABEL_WITHIN):
            return None
        found = [
            match
            for match in self._labelled.finditer(line)
            if match[1] not in self._apart or not _HAN.match(line[match.start() - 1 : match.start()])
        ]
        if not found or found[0].start() > 40:
            return None
        facts: dict[str, str] = {}
        if not self._take_prefix(line[: found[0].start()].strip(" |丨·-—"), found[0][1], facts):
            return None
        awaited: Label | None = None
        names: list[str] = []
        for position, match in enumerate(found):
            label = self._label_of[match[1]]
            strict = not match[2].strip() and (label.value != "tools" or len(found) == 1)
            end = found[position + 1].start() if position + 1 < len(found) else len(line)
            value = self._value(label, line[match.end() : end], strict=strict)
            if value is None:
                return None
            if label.value in ("org", "organ", "name") and (dated := trailing_date(value)) and dated[0]:
                value = dated[0].rstrip(" |丨·，、")
                facts.setdefault("time", dated[1])
            awaited = label if not value else None
            names.append(label.name)
            if value and label.fact:
                fact = "time" if label.fact == "date" else label.fact
                # 记者 A 通讯员 B: both have written it.
                joined = fact == "author" and fact in facts and value not in facts[fact].split()
                facts[fact] = f"{facts[fact]} {value}" if joined else facts.get(fact, value)
        if awaited is None and len(found) == 1 and not found[0][2]:
            return None
        return Verdict(" and ".join(dict.fromkeys(names)), facts, awaits=awaited)

    def _take_prefix(self, prefix: str, first: str, facts: dict[str, str]) -> bool:
        """Whether what stands before the first label may stand there; a date in it is the page's time."""
        if not prefix:
            return True
        if found := leading_date(prefix):
            date, behind = found[0], found[1].strip(" |丨·")
            if behind and not _VALUES["org"].fullmatch(behind):
                return False
            facts["time"] = date
            if behind:
                facts["source"] = behind
            return True
        if first.startswith("签发") and _VALUES["organ"].fullmatch(prefix):
            facts["source"] = prefix
            return True
        return len(prefix) <= 16 and (
            _MEDIUM.fullmatch(prefix) is not None or self._tools.fullmatch(prefix) is not None
        )

    def _value(self, label: Label, text: str, *, strict: bool) -> str | None:
        """The value in `text`, "" if there is none, None if it is not of the label's kind.

        After a mere blank (`strict`) there must be one, and a name must look like a name.
        """
        text = text.strip(" |丨·；、，/【】[]")
        if label.value == "tools":
            return "-" if self._tools.fullmatch(text) and not (strict and not text) else None
        if label.value != "count":
            text = self._trailing_tools.sub("", " " + text).strip(" |丨·；、，/")
        if not text:
            return None if strict else ""
        match label.value:
            case "date":
                return date_of(text)
            case "name":
                kind = self._names if strict or label.fact is None else _VALUES["loose name"]
                return text if kind.fullmatch(text) or self._names.fullmatch(text) else None
            case _:
                return text if _VALUES[label.value].fullmatch(text) else None


def _fact(name: str, value: str) -> tuple[str, str]:
    """A named group of a rule as a fact: dates as dates, authors without the numbers behind them."""
    if name == "authors":
        return "author", _RAISED.sub(" ", value).strip()
    return name, (date_of(value) or value) if name in _DATES else value


@cache
def furniture_rules() -> FurnitureRules:
    """The rules that come with the package, read once."""
    source = files("reportlens.normalise").joinpath("furniture_rules.toml").read_text(encoding="utf-8")
    return FurnitureRules(tomllib.loads(source))
