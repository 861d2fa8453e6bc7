"""Raw text to clean text, step by step and as a whole."""

import re
from difflib import SequenceMatcher
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportlens.normalise import normalise, width
from reportlens.normalise.alignment import AlignedText
from reportlens.normalise.debris import strip_debris
from reportlens.normalise.script import script_of, simplify, to_simplified
from reportlens.normalise.space import close_gaps, drop_invisible, unify_space
from reportlens.normalise.width import single_marks, unify_width
from reportlens.reading.decode import decode


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("沿著正確的方向", "沿着正确的方向"),
        ("著力著名著作顯著執著", "着力著名著作显著执着"),
        ("隻能加強，不能削弱", "只能加强，不能削弱"),
        ("乾部、乾淨、乾坤、乾安縣", "干部、干净、乾坤、乾安县"),
        ("習近平總書記來陜考察", "习近平总书记来陕考察"),
        ("機関、群衆、生産、什麽、偉大複興、曆程", "机关、群众、生产、什么、伟大复兴、历程"),
        ("文檔和程序不是文件", "文档和程序不是文件"),
        ("郎", "郎"),
    ],
)
def test_script(raw: str, clean: str) -> None:
    assert to_simplified(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("藉著黨建憑藉優勢，杯盤狼藉", "借着党建凭借优势，杯盘狼藉"),
        ("取得瞭成績，瞭望臺，一目瞭然", "取得了成绩，瞭望台，一目了然"),
        ("批覆、答覆群眾，覆蓋率，反覆", "批复、答复群众，覆盖率，反复"),
        ("徵求意見，象徵，魏徵", "征求意见，象征，魏徵"),
        ("祇有堅持，神祇", "只有坚持，神祇"),
        ("合作夥伴，獲益甚夥", "合作伙伴，获益甚夥"),
        ("沉著應對，沈著冷靜，見微知著，成效卓著", "沉着应对，沉着冷静，见微知著，成效卓著"),
        ("隨著名師成長，執著者，本著作風建設的要求", "随着名师成长，执着者，本着作风建设的要求"),
        ("清理淸單，靑年尙未吿知，衹要", "清理清单，青年尚未告知，只要"),
        ("周至至乾县，张三著，郭振乾", "周至至乾县，张三著，郭振乾"),
    ],
)
def test_characters_with_two_readings_and_variants(raw: str, clean: str) -> None:
    assert to_simplified(raw) == clean


@pytest.mark.parametrize(
    ("raw", "doubtful"),
    [
        ("著力推進，顯著提升，乾部，乾淨，徵求意見，關於，覆蓋", []),
        ("郭振乾同志發言", [("乾", "干", "乾")]),
        ("這本書由張三著，於志強、林澈作序，影響很大", [("著", "着", "著"), ("於", "于", "於")]),
        ("由于工作关系，陈徵同志发言，干部群众反映很好，张三著", [("徵", "徵", "征"), ("著", "著", "着")]),
        ("於是開展工作，於今年完成，於會後落實", []),
    ],
)
def test_a_reading_that_rests_on_a_default_is_listed(raw: str, doubtful: list[tuple[str, str, str]]) -> None:
    found = normalise(raw)
    rows = [r for r in found.repairs if r.kind == "ambiguous"]
    assert [(r.before, r.after, r.reason[-1]) for r in rows] == doubtful
    for row in rows:
        assert raw[row.raw_start : row.raw_end] == row.before
        assert row.reason.startswith(row.after)


def test_reports_in_both_scripts_give_the_same_text_and_few_doubts(shared: Path) -> None:
    traditional = opencc.OpenCC("s2t").convert
    rows = characters = 0
    for path in sorted((shared / "corpora").glob("provincial*/*.txt")):
        raw = path.read_text("utf-8")
        after, doubts = simplify(traditional(raw))
        assert [b for a, b in zip(raw, after, strict=True) if a != b and a in "著着干乾借藉征覆复伙只"] == []
        rows += len(doubts)
        characters += len(raw)
    assert 0 < rows < characters / 10_000


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("坚持党的领导，加强机关建设。", "simplified"),
        ("堅持黨的領導,加強機關建設。", "traditional"),
        ("堅持黨的領導，坚持机关建设，加强党员队伍。", "mixed"),
        ("2021 ABC", "simplified"),
    ],
)
def test_script_verdict(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("text", "unified"),
    [
        ("发展党员15名,转正26名;共41名.", "发展党员15名，转正26名；共41名。"),
        ("每名联系2-3个、80—120名", "每名联系2-3个、80—120名"),
        ("“6+X”主题党日", "“6+X”主题党日"),
        ("增长3.5%,达1,500万元", "增长3.5%，达1,500万元"),
        ("１０：３０开始，６＋Ｘ，４０％", "10：30开始，6+X，40%"),
        ("上午10:30开始(试行)", "上午10:30开始（试行）"),
        ("来源:http://example.org/a?b=1", "来源：http://example.org/a?b=1"),
        ('建设"四强"党支部', "建设“四强”党支部"),
        ("「四強」黨支部", "“四強”黨支部"),
        ("平台(APP)上线", "平台（APP）上线"),
        ("hello, world (test)", "hello, world (test)"),
    ],
)
def test_width(text: str, unified: str) -> None:
    assert unify_width(text) == unified


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("共 30 名党员", "共30名党员"),
        ("2021 年 5 月", "2021年5月"),
        ("突出政治功能 推进组织建设", "突出政治功能 推进组织建设"),
        ("一、 总体要求 。", "一、总体要求。"),
        ("“一提双化” 激活新动能", "“一提双化” 激活新动能"),
        ("成员：邹 明 罗时江 杨 静 刘 江 田一卓", "成员：邹明 罗时江 杨静 刘江 田一卓"),
        ("2021-10-22 17:20:42 来源：各地", "2021-10-22 17:20:42 来源：各地"),
    ],
)
def test_gaps(text: str, clean: str) -> None:
    assert AlignedText.of(text).apply(close_gaps(text)).text == clean


def test_white_space_of_every_kind() -> None:
    text = "\u3000\u3000标题\u00a0甲\r\n\r\n \t正文\u2028第二段\r末段 \n"
    assert AlignedText.of(text).apply(unify_space(text)).text == "标题 甲\n正文\n第二段\n末段"


def test_invisible_characters_go() -> None:
    text = "三\u200b会\u00ad一\ufeff课\ue123制\x00度\ud800"
    assert AlignedText.of(text).apply(drop_invisible(text)).text == "三会一课制度"


def test_debris_of_html() -> None:
    text = "形象。</P>第二段<br/>第三段&nbsp;甲&amp;乙<span class='x'>丙</span>，5<6，<某某>，《〈甲〉乙》"
    assert (
        AlignedText.of(text).apply(strip_debris(text)).text
        == "形象。\n第二段\n第三段\xa0甲&乙丙，5<6，<某某>，《〈甲〉乙》"
    )


def test_doubled_marks() -> None:
    text = "加强领导，，提高站位，、落实到位。。还有......"
    assert AlignedText.of(text).apply(single_marks(text)).text == "加强领导，提高站位，落实到位。还有……"


RAW = st.text(
    alphabet=st.sampled_from(
        '黨党建三會会一課课(huì)，,.。;“”"（試行） \n\r\u3000\u200b2021年6+X<br>&amp;著力隻能'
    ),
    max_size=120,
)


@given(RAW)
def test_alignment_holds_and_normalising_again_changes_nothing(raw: str) -> None:
    once = normalise(raw)
    assert (once.aligned.start[1:] >= once.aligned.start[:-1]).all()
    assert (once.aligned.end[1:] >= once.aligned.end[:-1]).all()
    assert len(once.text) == 0 or once.aligned.end[-1] <= len(raw)
    for repair in once.repairs:
        assert 0 <= repair.raw_start <= repair.raw_end <= len(raw)


def test_normalising_real_texts_again_changes_nothing(shared: Path, sample: Path) -> None:
    paths = [
        *(shared / "seeds").glob("*.txt"),
        *sample.glob("*.txt"),
        *(shared / "corpora").glob("provincial*/*.txt"),
    ]
    for path in paths:
        once = normalise(decode(path.read_bytes(), path.name)[0]).text
        assert normalise(once).text == once, path.name


def test_no_reading_is_left_in_the_seeds(shared: Path) -> None:
    count = 0
    for path in sorted((shared / "seeds").glob("*.txt")):
        clean = normalise(path.read_bytes().decode())
        count += sum(r.kind == "gloss" for r in clean.repairs)
        assert not re.search(r"[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+[)）]", clean.text), path.name
    assert count >= 758  # 759 readings were counted by hand; one of them belongs to shifted bytes
    text = normalise((shared / "seeds/001_1de06cd1114d9130.txt").read_bytes().decode()).text
    assert text.count("党组（扩大）会议") == 2


def test_seeds_give_the_same_clean_text_in_every_encoding_and_with_every_line_break(shared: Path) -> None:
    tried = 0
    for path in sorted((shared / "seeds").glob("*.txt")):
        raw = path.read_bytes().decode()
        clean = normalise(raw).text
        for broken in (raw, raw.replace("\n", "\r\n"), raw.replace("\n", "\r")):
            for encoding in ("utf-8-sig", "gb18030", "utf-16", "utf-16-be", "big5hkscs"):
                try:
                    data = broken.encode(encoding)
                except UnicodeEncodeError:
                    continue
                assert normalise(decode(data, path.name)[0]).text == clean, (path.name, encoding)
                tried += 1
    assert tried >= 60


def test_the_gold_texts_to_the_character(shared: Path) -> None:
    for gold in sorted((shared / "gold" / "clean").glob("*.txt")):
        clean = normalise((shared / "seeds" / gold.name).read_bytes().decode())
        ours = "".join(clean.text.split())
        wanted = "".join(gold.read_text("utf-8").split())
        matched = sum(
            b.size for b in SequenceMatcher(None, ours, wanted, autojunk=False).get_matching_blocks()
        )
        assert 1 - matched / max(len(ours), len(wanted)) <= 0.002, gold.name


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("落实。。。。。。。。。。", "落实……"),
        ("落实。。好", "落实。好"),
        ("一，,、二", "一，二"),
        ("v1...2", "v1...2"),
    ],
)
def test_rows_of_marks(text: str, clean: str) -> None:
    assert normalise(text).text == clean


@given(st.text(alphabet='党建共三名,.;:?!()"１２ａ％ \n“”a1', max_size=80), st.integers(1, 12))
def test_the_size_of_the_pieces_changes_no_width(text: str, size: int) -> None:
    whole = unify_width(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(width, "_AT_ONCE", size)
        assert unify_width(text) == whole
