#!/usr/bin/env python3
"""How the time of each stage grows on strings made to hurt it.

usage: python benchmarks/adversarial.py [CHARACTERS]

Each string is a short unit over and over, behind a head where the stage needs one. The table gives the
seconds of CPU for a text of so many characters (100,000 unless told), and for four times as many; work in
proportion to the text has a ratio of about 4, work with its square 16. tests/test_adversarial.py takes
the same strings, and counts steps instead of seconds.
"""

import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reportlens.annotate.dates import find_dates
from reportlens.annotate.expansions import find_expansions
from reportlens.annotate.organisations import find_organisations
from reportlens.annotate.places import Gazetteer, find_places
from reportlens.annotate.quantities import find_quantities
from reportlens.annotate.rules import find_rule_spans, settle
from reportlens.annotate.terms import find_spans, hits
from reportlens.lexicon import default_lexicon
from reportlens.normalise import normalise
from reportlens.normalise.furniture import cut_furniture
from reportlens.normalise.lines import join_broken_lines

BODY = (
    "近年来，青溪县坚持把机关党的建设摆在重要位置，以党支部标准化规范化建设为抓手，推动基层党组织全面过硬。\n"
)


def terms(text: str) -> None:
    lexicon = default_lexicon()
    listed = find_spans(text, lexicon)
    settle(text, [*listed, *find_rule_spans(text, listed, lexicon)])


def expansions(text: str) -> None:
    lexicon = default_lexicon()
    normalised = normalise(text)
    text = normalised.text
    listed = find_spans(text, lexicon)
    spans = settle(text, [*listed, *find_rule_spans(text, listed, lexicon)])
    find_expansions(text, hits(normalised, spans), lexicon)


def quantities(text: str) -> None:
    find_quantities(text, find_dates(text, "2021"))


def organisations(text: str) -> None:
    places = find_places(text, None, "2021", Gazetteer.load())
    find_organisations(text, places, None)


class Adversary(NamedTuple):
    """A string made to hurt a stage: `unit` again and again behind `head`."""

    stage: str
    unit: str
    head: str = ""

    def text(self, size: int) -> str:
        """About so many characters of it, at least one unit."""
        return self.head + self.unit * max(1, size // len(self.unit))


STAGES: dict[str, Callable[[str], object]] = {
    "normalise": normalise,
    "furniture": cut_furniture,
    "lines": join_broken_lines,
    "terms": terms,
    "expansions": expansions,
    "quantities": quantities,
    "organisations": organisations,
}

UNITS: dict[str, list[str]] = {
    "normalise": [
        *("(", "（wang", "网(", "<", "<!--", "<p ", "&", '"', '"党', "1 ", "党 ", "，,", ".", "?qū)", "?", "著"),
        *("\u3000", "\n", "\u200b", "\ue5e5", "?h直", "(qū"),
    ],
    "furniture": [
        *(" ", "\n", "a>", "一>" * 90 + "。\n", "来源：", "来源：" * 60 + "\n", "打印 " * 49 + "x\n"),
        *("记者 " + "王李 张" * 45 + "。\n", "记者 " + "·".join(["阿" * 6] * 24) + "\n", "摄影记者 " * 19 + "\n"),
        *("（" * 199 + "\n", "2021-10-22 " * 18 + "\n", "分享到" + "微信" * 90 + "\n", "- " * 99 + "1\n"),
        *("【关键词】" + "党建 " * 60 + "。\n", "周禾1，" * 45 + "x\n", "（" + "党校，554300；" * 18 + "x\n"),
        *("第1期 总第2期 " * 16 + "x\n", "党建简报\n第1期\n"),
    ],
    "lines": ["“\n", "一\n", "，\n", "\n", "（《“\n", "的\n2\n", "党建工作的“\n"],
    "terms": [
        *("“", "”", "《", "》", "、", "1", "一、", "“一", "“四强”", "党", "有人管、", "+", "届", "和制度、", "一中", "1+"),
    ],
    "expansions": ["“三亮”", "“三亮”、亮", "“一二”“三四”", "一、三亮\n", "亮、", "“1+3+N”"],
    "quantities": [
        *("1", "一", "十", "1，", "1个", "每", "每年", "“", "“一个", "百分之", "3—", "、", "三、", "每年1", "近", "(1"),
        *("1.", "占1%", "1、", "近1年", "至少1次", "较上年增长1%", "一名甲乙、", "一名甲乙丙丁和"),
    ],
    "organisations": [
        *("局党组，", "县水利局", "中共青溪县委", "\n青溪县水利局", "市", "县委", "青溪县县直机关工委党支部", "第一", "市直机关"),
    ],
}  # fmt: skip

# Lines that count as furniture only behind a line of the body, or under a heading of their own.
BEHIND = [
    *("抄送：" + "县委（办）、" * 30 + "x\n", "报：" + "委部局" * 60 + "x\n", "报：" + "常委，" * 60 + "x\n"),
    *("网 网站 网网 " * 20 + "x\n", "网友评论\n", "参考文献\n" + "[1]甲乙\n" * 50),
]

ADVERSARIES = [
    *(Adversary(stage, unit) for stage, units in UNITS.items() for unit in units),
    *(Adversary("furniture", unit, BODY) for unit in BEHIND),
    Adversary("furniture", "◆甲\n", "目录\n"),
]


def seconds(adversary: Adversary, size: int) -> float:
    """CPU seconds of the stage, the best of three."""
    text = adversary.text(size)

    def once() -> float:
        start = time.process_time()
        STAGES[adversary.stage](text)
        return time.process_time() - start

    return min(once() for _ in range(3))


def rows(size: int) -> Iterator[tuple[Adversary, float, float]]:
    for adversary in ADVERSARIES:
        seconds(adversary, 1000)
        yield adversary, seconds(adversary, size), seconds(adversary, 4 * size)


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"{'stage':12} {'seconds':>9} {'fourfold':>9} {'ratio':>6}  unit")
    for adversary, small, large in rows(size):
        ratio = f"{large / small:6.1f}" if small > 0.001 else "     -"
        print(f"{adversary.stage:12} {small:9.4f} {large:9.4f} {ratio}  {adversary.unit[:12]!r}", flush=True)


if __name__ == "__main__":
    main()
