"""One page while its furniture is being found: its lines, what is cut, what it states."""

from collections.abc import Mapping

from reportlens.normalise.alignment import Edit
from reportlens.normalise.furniture_rules import LONGEST, FurnitureRules, Verdict

# The time line of a page goes before a bare date, that before the date in the subtitle (2), and that
# before the day on which a document was printed.
_FACT_ORDER = {"time": 0, "date": 1, "printed": 3}


class FurniturePage:
    """The lines of a text, and what has been decided about them so far."""

    def __init__(self, text: str, rules: FurnitureRules) -> None:
        self.lines = text.split("\n")
        self.rules = rules
        self.cut: dict[int, str] = {}
        self.whole: set[int] = set()  # cut with the line breaks on both sides
        self.times: list[tuple[int, str]] = []
        self.facts: dict[str, str] = {}
        self.body = 0  # the first line of the body
        self.end = len(self.lines)  # the first line of the tail
        self._verdicts: dict[tuple[str, str], Verdict | None] = {}

    def judge(self, line: str, zone: str) -> Verdict | None:
        """`FurnitureRules.judge`, asked once for each line and zone of a page."""
        if (line, zone) not in self._verdicts:
            self._verdicts[line, zone] = self.rules.judge(line, zone)
        return self._verdicts[line, zone]

    def take(self, number: int, verdict: Verdict) -> None:
        self.cut[number] = verdict.reason
        for name, value in verdict.facts.items():
            if name in _FACT_ORDER:
                self.times.append((_FACT_ORDER[name], value))
            elif verdict.reason != "photo caption":
                self.facts.setdefault(name, value)

    def state(self, number: int, reason: str, facts: Mapping[str, str]) -> None:
        """Cut a line by the judgement of others than the rules."""
        self.take(number, Verdict(reason, facts))

    def ends_at(self, number: int) -> bool:
        """Whether nothing is left below a line."""
        return all(k in self.cut for k in range(number + 1, len(self.lines)))

    def sweep(self, first: int, last: int, zone: str) -> None:
        """Judge the lines `first` to `last` (exclusive) by the rules of a zone, in reading order."""
        number = first
        while number < last:
            verdict = self.judge(self.lines[number], zone) if number not in self.cut else None
            if verdict is None:
                repeated = number - 1 in self.cut and self.lines[number] == self.lines[number - 1]
                if repeated and zone != "middle":
                    self.cut[number] = self.cut[number - 1]
                number += 1
                continue
            self.take(number, verdict)
            if verdict.reason == "site name" and self.cut.get(number - 1) in ("date", "time"):
                self.facts.setdefault("source", self.lines[number])
            number = self._followers(number + 1, last, verdict)
            if verdict.rest:
                for k in range(number, last):
                    self.cut.setdefault(k, "below " + verdict.reason)

    def _followers(self, number: int, last: int, verdict: Verdict) -> int:
        """Cut the lines that belong to the one just judged; returns the next line to look at."""
        if verdict.awaits and number < last:
            label, line = verdict.awaits, self.lines[number]
            value = self.rules.value_of(label, line)
            other = self.judge(line, "head") if value and label.value != "date" else None
            if value and (other is None or other.reason == "site name"):
                fact = {"date": "time"}.get(label.fact or "", label.fact)
                self.take(number, Verdict(label.name, {fact: value} if fact else {}))
                return number + 1
        for _ in range(verdict.lines):
            if number >= last or not verdict.then or len(self.lines[number]) > LONGEST:
                break
            if not verdict.then.fullmatch(self.lines[number]):
                break
            self.cut[number] = verdict.reason
            number += 1
        return number

    def edits(self) -> list[Edit]:
        """One edit a line. It takes the line break behind it; in the last lines the one before it."""
        if not self.cut:
            return []
        lines = self.lines
        trailing = len(lines)
        while trailing and trailing - 1 in self.cut:
            trailing -= 1
        edits: list[Edit] = []
        start = 0
        position = 0
        cut = sorted(self.cut)
        for number in cut:
            start += sum(map(len, lines[position:number])) + number - position
            end = start + len(lines[number])
            position = number
            reason = f"furniture: {self.cut[number]}"
            if number >= trailing:
                edits.append(Edit(max(start - 1, 0), end, "", "furniture", reason))
            elif number in self.whole and start and not (edits and edits[-1].end == start):
                edits.append(Edit(start - 1, end + 1, "", "furniture", reason))
            else:
                edits.append(Edit(start, end + 1, "", "furniture", reason))
        return edits
