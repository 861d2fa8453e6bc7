"""Quick ways to find what rules ask for give the same result as the plain ones."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportlens.annotate.rules import (
    campaigns,
    figurative,
    find_rule_spans,
    mechanisms,
    meetings,
    organisations,
    quoted,
)
from reportlens.annotate.rules.cues import Cues
from reportlens.annotate.terms import find_spans
from reportlens.lexicon import Lexicon, Term

PATTERNS = {
    "form": organisations._HEAD,
    "campaign": campaigns._HEAD,
    "mechanism": mechanisms._HEAD,
    "meeting": meetings._HELD_HEAD,
    "title": re.compile("[《》〈〉]"),
}
PIECES = st.sampled_from(
    "党 支部 组织 总支 小组 委 组 员 织 纪 工委 行动 大讨论 大比武 大竞赛 教育 整顿 专项 整治 集中 治理 责任 制度 机制 "
    "清单 体系 工作 规则 管理 办法 现场 推进会 会议 联席 例会 观摩会 调度会 和 、 ， 。 ” 《 》 〈 〉 等 云岭".split()
)


@pytest.mark.parametrize("kind", PATTERNS)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_cues_match_where_a_search_through_the_text_does(kind: str, text: str) -> None:
    found = [match.span() for match in Cues(text).matches(kind, PATTERNS[kind])]
    assert found == [match.span() for match in PATTERNS[kind].finditer(text)]


@pytest.mark.parametrize("count", [quoted.FEW - 1, quoted.FEW + 2])
def test_every_name_is_found_again_however_many_there_are(count: int) -> None:
    names = [f"{chr(0x7532 + n)}溪号子" for n in range(count)]
    inner, outer = names[0], f"{names[0]}云岭"
    quoted_once = "".join(f"开展“{name}”活动。" for name in [*names, outer])
    text = f"{quoted_once}今年{outer}走进社区，{names[-1]}{names[-1]}连开两场。"
    lexicon = Lexicon([Term("党支部", "organisation-form")])
    spans = find_rule_spans(text, find_spans(text, lexicon), lexicon)
    again = [text[s.start : s.end] for s in spans if s.start >= len(quoted_once)]
    assert sorted(set(again)) == sorted({inner, outer, names[-1]})
    assert len({(s.start, s.end) for s in spans if s.canonical == names[-1]}) == 3


@given(st.text(alphabet="。；怎么为何什我他你们了吗呢的是不如果因所以就要谁党建云岭", max_size=8))
def test_what_holds_no_character_of_talk_is_no_speech(inner: str) -> None:
    spoken = quoted._SENTENCE.search(inner) or quoted._SPOKEN.search(inner)
    assert spoken is None or not quoted._TALK.isdisjoint(inner)


@pytest.mark.parametrize("stop", sorted(quoted._STOPS))
@given(
    tail=st.sampled_from(
        ("活动", "品牌", "“青松”活动", "等活动", "的品牌", "精神", "作用", "已经办了", "12期，")
    )
)
def test_after_a_stop_nothing_is_said_of_a_quotation(stop: str, tail: str) -> None:
    after = f"”{stop}{tail}" if stop else "”"
    patterns = (figurative._AFTER, quoted._GENERIC, quoted._CAMPAIGN, quoted._PRINCIPLE, quoted._NAMED)
    assert not any(pattern.match(after) for pattern in patterns)
