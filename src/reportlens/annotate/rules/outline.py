"""The skeleton of a report: its numbered headings and the openers of its paragraphs."""

import re
from functools import cached_property, lru_cache

LONGEST_OPENER = 24
# What stands before the colon of a caption (家门：凳子挨着炕沿).
LONGEST_CAPTION = 12
_NUMBER = re.compile(
    r"[ 　]*(?:第?[一二三四五六七八九十]{1,3}[、，．.]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[．.、])[ 　]*(?=.{2,60}$)"
)
ORDINALS = (
    ("一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是"),
    ("一要", "二要", "三要", "四要", "五要", "六要", "七要", "八要", "九要", "十要"),
    ("（1）", "（2）", "（3）", "（4）", "（5）", "（6）", "（7）", "（8）", "（9）", "（10）"),
    ("（一）", "（二）", "（三）", "（四）", "（五）", "（六）", "（七）", "（八）", "（九）", "（十）"),
    ("①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩"),
    ("第一，", "第二，", "第三，", "第四，", "第五，", "第六，", "第七，", "第八，", "第九，", "第十，"),
    ("一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、", "十、"),
)
_CLAUSE_END = re.compile("[，：]")
_CAPTION = re.compile(rf"[^\W\d]{{2,{LONGEST_CAPTION}}}(?=：)")
Row = tuple[int, list[str]]


@lru_cache(maxsize=2)
def outline_of(text: str) -> "Outline":
    """The outline of the text that was asked for last: rules and expansions look at the same one."""
    return Outline(text)


class Outline:
    """The headings, paragraph openers and captions of a text: for each its place and its clauses."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def headings(self) -> list[Row]:
        """The numbered headings."""
        found = []
        place = 0
        for line in self.text.split("\n"):
            if number := _NUMBER.match(line):
                found.append((place + number.end(), _CLAUSE_END.split(line[number.end() :].rstrip())))
            place += len(line) + 1
        return found

    @cached_property
    def openers(self) -> list[Row]:
        """The first sentence of each paragraph, where it is short and without a comma."""
        found = []
        place = 0
        for line in self.text.split("\n"):
            end = line.find("。", 0, LONGEST_OPENER + 1)
            if end > 1 and "，" not in line[:end]:
                found.append((place, [line[:end]]))
            place += len(line) + 1
        return found

    @cached_property
    def captions(self) -> list[Row]:
        """Lines that are captions without a number, and paragraphs that begin with one: up to their colon."""
        text = self.text
        found = []
        place = text.find("：")
        while place >= 0:
            start = text.rfind("\n", max(0, place - LONGEST_CAPTION - 1), place) + 1
            if (start or place <= LONGEST_CAPTION) and (match := _CAPTION.match(text, start)):
                found.append((start, [match[0]]))
            place = text.find("：", place + 1)
        return found

    @cached_property
    def words(self) -> str:
        """All headings, openers and captions in one, to see quickly what none of them holds."""
        return "\n".join(
            clause for _, clauses in (*self.headings, *self.openers, *self.captions) for clause in clauses
        )
