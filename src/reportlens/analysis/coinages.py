"""What a coined term looks like from outside: in quotation marks, or with numerals at its joints."""

import re
from collections.abc import Iterator

_NUMERALS = "一二三四五六七八九十双两百千万"
_MEASURES = "年月日个名位次项条件家户岁天元亩吨期批届篇部座所处台套辆份类种级倍组轮章节号分时点方面代定些般边旦再时直律切旁样"
# 三亮三比, 一网三端五库, 一提双化三融合: numeral and one or two characters, at least twice.
_JOINTS = f"(?:[{_NUMERALS}](?![{_MEASURES}{_NUMERALS}])[\u4e00-\u9fff]{{1,2}}?)"
# 1+3+N, 6+X, 5+2就业之家
_SUM = r"[0-9A-Z]+(?:\+[0-9A-Z]+)+"
_PATTERN = re.compile(
    rf"{_JOINTS}{{2,}}[\u4e00-\u9fff]?|{_SUM}[\u4e00-\u9fff]{{0,6}}|[{_NUMERALS}][\u4e00-\u9fff]{{1,5}}|\d{{4,5}}"
)
_UNQUOTED = re.compile(
    rf"(?<![{_NUMERALS}\d第])(?:"
    rf"([{_NUMERALS}][\u4e00-\u9fff])(?![年月日个到])([{_NUMERALS}][\u4e00-\u9fff])(?:[{_NUMERALS}][\u4e00-\u9fff])*(?=[”，。；、）\n的工活制机行作模服建]))"
)
_QUOTED = re.compile(r"[“‘]([\w+·\-、]{2,16})[”’]")
_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_CLAUSE = re.compile(
    r"[的了吗呢吧啊着我你他她它们这那很谁]|^(?:不|要|是|有|在|让|把|从|由|以|向)|(?:之后|以来)$"
)


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """What stands in quotation marks and looks like a name: no clause, an enumeration only with numerals."""
    for match in _QUOTED.finditer(text):
        inside = match[1]
        if _CLAUSE.search(inside) or not _LETTERS.search(inside):
            continue
        if "、" not in inside or (
            inside[0] in _NUMERALS and all(p[0] in _NUMERALS for p in inside.split("、") if p)
        ):
            yield match.span(1)


def numeral_rows(text: str) -> Iterator[tuple[int, int]]:
    """Rows of numeral and character without quotation marks: 一降三减, 两非两资."""
    for match in _UNQUOTED.finditer(text):
        yield match.span()


def has_numeral_pattern(candidate: str) -> bool:
    """Whether `candidate` is formed like a numeral abbreviation.

    >>> [has_numeral_pattern(c) for c in ("三亮三比", "1+3+N", "五色清单", "板凳夜话", "三年行动")]
    [True, True, True, False, False]
    """
    if not _PATTERN.fullmatch(candidate):
        return False
    return not (candidate[0] in _NUMERALS and candidate[1] in _MEASURES)


_HEADS = (
    ("institution-mechanism", "制度 机制 办法 责任制 体系 模式 清单 预警 闭环 网格 规则 台账 直通车 工作法"),
    (
        "organisation-form",
        "党支部 支部 党委 党组 党组织 党总支 联盟 专班 服务队 突击队 工作队 宣讲队 宣讲团 调解室 工作室",
    ),
    (
        "campaign-brand",
        "行动 活动 工程 计划 品牌 课堂 讲坛 讲堂 驿站 食堂 夜话 大赛 平台 栏目 项目 示范岗 先锋 案例",
    ),
)


def category(candidate: str, quoted_share: float) -> str:
    """A guess at the category, to be reviewed.

    >>> category("五单联动", 1.0), category("三色预警", 0.5), category("红棠驿站", 1.0)
    ('numeral-abbreviation', 'numeral-abbreviation', 'campaign-brand')
    """
    if has_numeral_pattern(candidate):
        return "numeral-abbreviation"
    for name, heads in _HEADS:
        if candidate.endswith(tuple(heads.split())):
            return name
    return "campaign-brand" if quoted_share >= 0.5 else "work-line"
