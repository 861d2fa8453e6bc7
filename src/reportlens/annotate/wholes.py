"""What is one token whatever the dictionary says: figures, dates, names of persons, paired characters."""

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint16]
Edges = NDArray[np.int64]

_NUMERAL = "一二两三四五六七八九十百千万亿零〇"
# What a numeral of several characters counts: 三十八 in 三十八年 is one, 十八 in 十八大 is left alone.
_MEASURES = (
    "[个名位人次项条件家户年岁天元亩吨场期批届篇部座栋间所处台套辆张份类种级里倍组支起轮卷章节款号班只头棵"
    "株村县省市周月日分时秒米斤克度瓦册块片颗粒]|[公平立]方|公[里斤顷]|千瓦|[美欧港日]元"
)
_FIGURE = re.compile(
    rf"""
    (?<![A-Za-z\d.+]) (?:
        (?:1[0-9]|20)\d\d (?: [-—~～至] (?:(?:19|20)\d\d|\d\d) )? 年 (?![代级限度轻间])
      | (?:1[0-2]|[1-9]) (?: [-—~～至] (?:1[0-2]|[1-9]) )? 月份? (?!龄)
      | (?:3[01]|[12]\d|[1-9]) (?: [-—~～至] (?:3[01]|[12]\d|[1-9]) )? 日 (?![均益常])
      | \d++/\d++
      | \d++(?:\.\d++)? (?:[%％‰]|[多余几])? (?: (?:[-—~～]|至(?=\d)) \d++(?:\.\d++)? )?
        (?: [%％‰] | [百千](?=[万亿]) )?+ 万?亿? [多余]? (?![A-Za-z\d])
    )
    | 第\d++
    | 百分之[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?
    | (?<![{_NUMERAL}第]) (?:
        [一二][九八〇○零][{_NUMERAL}○]{{2}}年
      | [{_NUMERAL}几]* [十百千万亿] (?: [多余]万?亿? | 几万?亿? ) (?={_MEASURES})
      | (?: [一二两三四五六七八九几][十百千万亿][{_NUMERAL}]* | 十[一二三四五六七八九][万亿]? ) (?={_MEASURES})
    )
    """,
    re.VERBOSE,
)
# Surnames, those of two characters by the first. Those that are common words as well (于, 高, 时 …) count
# after a reporter's title only, where nothing but a name can stand.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱郭何罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾魏薛叶阎余潘杜戴夏钟汪"
    "田任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚樊殷施陶洪翟颜倪严牛温芦季"
    "俞章鲁葛伍韦申尤毕聂焦柳邢骆岳齐梅庄辛管祝左涂谷祁耿牟卜路詹关苗凌费靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁"
    "隋植甘景薄单柏宁柯阮桂闵解强柴华车冉房边司上诸慕皇尉马金林江丁"
)
_AMBIGUOUS = "于高时常安全应乐文向包"
_REPORTER = "记者|通讯员|责任编辑|责编|编辑|作者"
_OFFICE = (
    "书记|主席|主任|[市县区镇乡局处科院校部会组队站所厅村]长|负责人|教授|经理|党员|村民|居民|委员|代表|同志"
)
_NAME_BODY = (
    rf"(?:(?:欧阳|司马|上官|诸葛|慕容|皇甫|尉迟)[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
)
_SPEAKS = "说|介绍|表示|告诉|指出|强调|感慨|坦言|谈到|报道|摄"


def _after(words: str) -> str:
    """A look-behind for alternatives of different lengths, which Python wants one by one."""
    return "(?:" + "|".join(f"(?<={word})" for word in words.split("|")) + ")"


_NAME = re.compile(
    rf"""
    (?: {_after(_REPORTER)} | (?<=[者员辑编][：:\x20]) )
        (?: {_NAME_BODY} | [{_AMBIGUOUS}][\u4e00-\u9fff]{{1,2}} ) (?=[\s、，。；：）)”]|{_SPEAKS}|\Z)
    | {_after(_OFFICE)} {_NAME_BODY} (?={_SPEAKS}|等\d|[、，）](?!不))
    | (?:^|(?<=[，、。：；“（\n])) {_NAME_BODY} (?=等\d|说[，：。]|介绍[说，：]|告诉记者|坦言)
    """,
    re.VERBOSE,
)
# 走深走实 is one word, 一村一品, 边学边改 and 有章有法 are several.
_NOT_PAIRED = frozenset(
    map(
        ord,
        "一二三四五六七八九十百千不有无边既又也各每再越半在从到对把被让是的了和与或能可要会市县省区镇乡村党",
    )
)


def figures(text: str, codes: Codes) -> Iterator[tuple[int, int]]:
    """Figures with what belongs to them: 600多万, 2-3, 40%, 第12, 2020年, 5月, 三十八 before 年.

    >>> text = "2020年5月投入600多万元，40%的2-3个村，三十多名党员参加党的十八大精神学习"
    >>> [text[a:b] for a, b in figures(text, code_points(text))]
    ['2020年', '5月', '600多万', '40%', '2-3', '三十多']
    """
    follow = np.append(codes[1:], np.uint16(0))
    before = np.append(np.uint16(0), codes[:-1])
    digit, numeral = _IS_DIGIT[codes], _IS_NUMERAL[codes]
    starts = digit & ~_IS_DIGIT[before]
    starts |= (codes == ord("第")) & _IS_DIGIT[follow]
    starts |= numeral & ~_IS_NUMERAL[before] & (_IS_NUMERAL[follow] | _IS_MORE[follow])
    reach = 0
    for place in np.flatnonzero(starts).tolist():
        if place < reach:
            continue
        match = _FIGURE.match(text, place)
        if match and match.end() - place > 1:
            reach = match.end()
            yield place, reach


def names(text: str, codes: Codes) -> Iterator[tuple[int, int]]:
    """Names of persons where they are sure to be names: after a title, and before what persons do.

    >>> text = "党组书记何存贵指出，马耀东等48名党员（记者 高乐）"
    >>> [text[a:b] for a, b in names(text, code_points(text))]
    ['何存贵', '马耀东', '高乐']
    """
    before = np.append(np.uint16(0x0A), codes[:-1])
    reach = 0
    for place in np.flatnonzero(_IS_SURNAME[codes] & _IS_BEFORE_NAME[before]).tolist():
        match = _NAME.match(text, place) if place >= reach else None
        if match:
            reach = match.end()
            yield place, reach


def paired(codes: Codes, starts: Edges) -> Iterator[tuple[int, int]]:
    """Four characters of the form ABAC (走深走实, 互促互进) that the segmenter cut into three or four.

    `starts` are the starts of the tokens and the end of the text. Words that the dictionary knows are
    left alone: 工作工程 is cut into two.
    """
    if len(codes) < 4:
        return
    a, b, c, d = codes[:-3], codes[1:-2], codes[2:-1], codes[3:]
    same = (a == c) & (b != d) & (a != b) & (a != d)
    places = np.flatnonzero(same)
    if not len(places):
        return
    index = np.searchsorted(starts, places)
    reach = 0
    for place, k in zip(places.tolist(), index.tolist(), strict=True):
        if place < reach or starts[k] != place or int(codes[place]) in _NOT_PAIRED:
            continue
        if not all(0x4E00 <= code <= 0x9FFF for code in codes[place : place + 4].tolist()):
            continue
        for size in (3, 4):
            if k + size < len(starts) and starts[k + size] == place + 4:
                reach = place + 4
                yield place, reach


def chains(codes: Codes) -> Iterator[tuple[int, int]]:
    """The links of 抓严抓细抓实: three or more pairs that begin with the same character."""
    if len(codes) < 6:
        return
    head = codes[:-5]
    same = (head == codes[2:-3]) & (head == codes[4:-1]) & (head != codes[1:-4])
    same &= (codes[1:-4] != codes[3:-2]) & (codes[3:-2] != codes[5:])
    reach = 0
    for place in np.flatnonzero(same).tolist():
        first = int(codes[place])
        if place < reach or first in _NOT_PAIRED:
            continue
        reach = place
        while reach + 1 < len(codes) and codes[reach] == first and 0x4E00 <= codes[reach + 1] <= 0x9FFF:
            yield reach, reach + 2
            reach += 2


def code_points(text: str) -> Codes:
    """The characters of `text` as numbers; all beyond the basic plane are 0xFFFF."""
    narrow = text.encode("utf-16-le", "surrogatepass")
    if len(narrow) == 2 * len(text):
        return np.frombuffer(narrow, dtype=np.uint16)
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.minimum(wide, 0xFFFF).astype(np.uint16)


def _table(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(0x10000, dtype=bool)
    table[[ord(c) for c in characters]] = True
    return table


def suffixed(codes: Codes, starts: Edges, bound: NDArray[np.bool_]) -> Edges:
    """The tokens (by number) that belong to the one before them: 化 in 常态 化, 会 in 推进 会 before a comma.

    `starts` are the starts of the tokens and the end of the text; tokens that are `bound` (terms) take
    no suffix.
    """
    sizes = np.diff(starts)
    if len(sizes) < 2:
        return np.empty(0, dtype=np.int64)
    single = np.flatnonzero((sizes[1:] == 1) & (sizes[:-1] == 2) & ~bound[:-1] & ~bound[1:]) + 1
    place = starts[single]
    code = codes[place]
    word = han(codes[place - 1]) & han(codes[place - 2])
    after = np.append(codes, np.uint16(0))[place + 1]
    free = _IS_SUFFIX[code] | ((code == _MEETING) & (~han(after) | _IS_AFTER_MEETING[after]))
    return np.asarray(single[word & free])


def han(codes: Codes) -> NDArray[np.bool_]:
    """Which of the code points are Chinese characters."""
    return (codes >= 0x4E00) & (codes <= 0x9FFF)


_IS_DIGIT = _table("0123456789")
_IS_NUMERAL = _table(_NUMERAL)
_IS_MORE = _table("多余几分")
_IS_SURNAME = _table(_SURNAMES + _AMBIGUOUS)
_IS_BEFORE_NAME = _table("者员辑编记席任长人授理民表志，、。：；“（:\n ")
_IS_SUFFIX = _table("化性力率局")
_IS_AFTER_MEETING = _table("上的等和")
_MEETING = ord("会")
