"""Repair of shifted bytes: real cases, simulated pages, and what must never happen."""

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from pathlib import Path

import damage_simulator
import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportlens.normalise import normalise
from reportlens.normalise.alignment import AlignedText, Edit
from reportlens.normalise.damage import forward, gbk, repair_damage

ROOT = Path(__file__).parents[1]
PROVINCIAL = ROOT.parent / "shared/corpora/provincial-2026"
SENTENCE = re.compile(r"[^。！？\n]{6,}[。！？]")

# Damaged characters as found on real pages, in sentences made up around them.
REAL = [
    ("委員們實(shí)打?qū)嵦岢鲆庖娊ㄗh,答復及時。", "委員們實(shí)打實提出意見建議,答復及時。"),
    ("樹立起忠誠干凈擔當?shù)牧己眯蜗蟆?/P>\n", "樹立起忠誠干凈擔當的良好形象。</P>\n"),
]

LITERAL = [
    "什么?qu)然后再说",
    "他问(什么?de)好",
    "http://www.example.cn/list?id=3&name=中国",
    'if (a ? b : c) { print("什么?"); }',
    "Is it so? (yes) 怎么办?好办",
    "活起来?市委牢固树立抓党建是本职的理念",
    "為什麼(shén)?要(yào)這樣(yàng)",
    "第一问?①答",
    "中?",
    "中?qū)",
    "?qū)嵦岢",
    "\ufffd",
    "中\ufffd文\ufffd\ufffd",
    "",
]


def applied(text: str, edits: list[Edit]) -> str:
    return AlignedText.of(text).apply(edits).text


@cache
def sentences(folder: Path) -> list[list[str]]:
    """The sentences of each report of a folder, simplified and without glosses."""
    simplify = opencc.OpenCC("t2s").convert
    texts = (p.read_text("utf-8") for p in sorted(folder.glob("*.txt")))
    return [SENTENCE.findall(simplify(damage_simulator.GLOSS.sub("", t))) for t in texts]


def provincial() -> list[list[str]]:
    if not PROVINCIAL.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{PROVINCIAL} is missing. Put the provincial reports there.")
        pytest.skip(f"{PROVINCIAL} is not here")
    return sentences(PROVINCIAL)


def simulated(
    reports: list[list[str]], habits: damage_simulator.Decoder, spots: int
) -> Iterator[damage_simulator.Page]:
    """Damaged pages of the reports, round after round, until they have that many spots."""
    rng = random.Random(20260301)
    to_traditional = opencc.OpenCC("s2t").convert
    made = 0
    for lines in cycle(reports):
        for page in damage_simulator.pages(lines, to_traditional, rng, habits):
            yield page
            made += len(page.spots)
        if made >= spots:
            return


@pytest.mark.parametrize(("damaged", "original"), REAL)
def test_real_cases(damaged: str, original: str) -> None:
    edits = repair_damage(damaged)
    assert applied(damaged, edits) == original
    assert [e.kind for e in edits] == ["mojibake"]
    assert "posterior" in edits[0].reason


def test_sign_put_astray() -> None:
    page = "全县机关党建工作成效明显。县直机关党组织，市直机关党组织。" * 3
    traditional = opencc.OpenCC("s2t").convert(page)
    damaged = traditional + "\n各項任務見效?h直機關黨組織\n"
    edits = repair_damage(damaged)
    assert [e.kind for e in edits] == ["mojibake"]
    assert applied(damaged, edits).endswith("見效。縣直機關黨組織\n")
    # A page with a real full-width question mark did not have it replaced.
    assert not repair_damage(damaged + "怎麼辦？\n")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("各項任務見效。縣直機關黨組織普遍建立臺賬", "mojibake"),  # nothing of the page says so but its words
        ("整改工作見效。縣委常委會專題研究", "mojibake"),
        ("赴上海考察學習先進經驗", "suspect"),
        ("加強重點專科建設", "mojibake"),
        ("升級社保卡，發放到人", "mojibake"),  # the shifted bytes show as letters
    ],
)
def test_signs_put_astray_are_never_repaired_wrongly(line: str, kind: str) -> None:
    context = opencc.OpenCC("s2t").convert("全县扎实推进机关党的建设，各项工作取得新的成效。\n")
    page = damage_simulator.damage(context + line, [], damage_simulator.Decoder(), lose_signs=True)
    assert len(page.spots) == 1
    (edit,) = repair_damage(page.text)
    assert edit.kind == kind
    if kind == "mojibake":
        assert applied(page.text, [edit]) == page.original


def test_signs_put_astray_right_behind_a_reading() -> None:
    """Two runs that touch: the second has no sound character of its own before it."""
    damaged = "國家?yí)R牀重?yōu)c?平ㄔO持續推進"
    assert applied(damaged, repair_damage(damaged)) == "國家臨牀重點專科建設持續推進"


def test_what_is_repaired_helps_with_the_rest() -> None:
    """The same words are damaged wherever they stand: only their repairs can tell of them."""
    alone = "推廣鹿角?qiáng)?ぷ鞣ǖ慕涷灐?"
    page = (
        "全縣機關全面推行?xīn)菇蔷(qiáng)?ぷ鞣ǎ?菇蔷(qiáng)?ぷ鞣ǖ玫搅t衆好評。\n"
        "鄉鎮幹部都學鹿角?qiáng)?ぷ鞣ǎ?崖菇蔷(qiáng)?ぷ鞣ㄓ闷饋怼?\n"
        f"{alone}\n會議強調要用好鹿角?qiáng)??\n鹿角?qiáng)??且豢诶暇??\n"
        "請示報告先報鹿角?qiáng)?Р俊?\n大家來到鹿角?qiáng)?叀?"
    )
    assert [e.kind for e in repair_damage(alone)] == ["suspect"]
    assert "推廣鹿角井工作法的經驗。" in applied(page, repair_damage(page))


@pytest.mark.parametrize("text", LITERAL)
def test_literal_text_is_left_alone(text: str) -> None:
    assert repair_damage(text) == []


def test_origins_are_narrow() -> None:
    text = "打?qū)嵦岢鲆庖娊ㄗh,"
    (edit,) = repair_damage(text)
    assert edit.replacement == "實提出意見建議"
    assert edit.origins is not None
    shown = [text[a:b] for a, b in edit.origins]
    assert shown == ["?qū)嵦", "嵦岢", "岢鲆", "鲆庖", "庖娊", "娊ㄗ", "ㄗh"]


@pytest.mark.parametrize("source", ["sample", "provincial"])
@pytest.mark.parametrize(
    ("habits", "floors"),
    [
        # Nothing but the swallowed byte is lost.
        (damage_simulator.Decoder(pair="private"), (0.95, 0.96)),
        # Every fifth pair of a run is lost: the floor is what the language model can know.
        (damage_simulator.Decoder(), (0.905, 0.92)),
        (damage_simulator.Decoder("\ufffd", swallows=False), (0.90, 0.93)),
        (damage_simulator.Decoder("?", swallows=False), (0.90, 0.93)),
        (damage_simulator.Decoder("\ufffd", swallows=False, pair="lead"), (0.93, 0.965)),
    ],
)
def test_simulated_damage(source: str, habits: damage_simulator.Decoder, floors: tuple[float, float]) -> None:
    """The sample's words are concrete and little known, those of provincial reports are official."""
    exact = floors[0] if source == "sample" else floors[1]
    reports = sentences(ROOT / "corpus/originals") if source == "sample" else provincial()[1::5]
    outcomes: Counter[str] = Counter()
    for page in simulated(reports, habits, 400):
        edits = repair_damage(page.text)
        check_edits(page.text, edits)
        scores, elsewhere = damage_simulator.score(page, edits)
        assert not elsewhere
        for score in scores:
            if score.spot.kind == "figure":
                # Repaired as if no figure had been there, or with a wrong one: the worst of all.
                assert score.outcome in ("suspect", "missed"), score
            else:
                outcomes[score.outcome] += 1
    total = outcomes.total()
    assert total > 300
    assert (outcomes["exact"] + outcomes["punctuation"]) / total >= exact, outcomes
    assert outcomes["wrong"] / total <= 0.01, outcomes


def check_edits(text: str, edits: list[Edit]) -> None:
    position = 0
    for edit in edits:
        assert position <= edit.start < edit.end <= len(text)
        position = edit.end
        if edit.kind == "suspect":
            assert edit.replacement == text[edit.start : edit.end]
            continue
        assert edit.kind == "mojibake"
        assert edit.origins is not None
        assert len(edit.origins) == len(edit.replacement)
        starts, ends = zip(*edit.origins, strict=True)
        assert list(starts) == sorted(starts)
        assert list(ends) == sorted(ends)
        assert edit.start <= starts[0]
        assert ends[-1] <= edit.end


@pytest.mark.parametrize("traditional", [False, True])
def test_clean_reports_are_untouched(traditional: bool) -> None:
    convert = opencc.OpenCC("s2t").convert if traditional else str
    for lines in (*sentences(ROOT / "corpus/originals"), *provincial()):
        text = convert("\n".join(lines))
        assert repair_damage(text) == []
        # Question marks may have become ASCII on an otherwise sound page.
        assert repair_damage(damage_simulator.half_width(text).replace("？", "?")) == []


def test_debris_in_clean_lines_is_left_alone() -> None:
    rng = random.Random(7)
    debris = "?qū) ?(shù) (dōng) \ufffd(xī) ?xíng) ? ?h ?/P> ?lì shí) ??".split()
    text = "\n".join(s for lines in sentences(ROOT / "corpus/originals") for s in lines)
    lines = [line for line in text.split("\n") if len(line) > 20]
    changed = 0
    for line in lines:
        at = rng.randrange(3, len(line))
        found = repair_damage(line[:at] + rng.choice(debris) + line[at:])
        changed += any(e.kind == "mojibake" for e in found)
    assert len(lines) > 150
    assert changed == 0


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["?", "?\n", "? ", "?(yes)", "??", "?»", "(?)", "?id=3&name="]))
def test_question_marks_between_sentences_are_left_alone(seed: int, between: str) -> None:
    rng = random.Random(seed)
    lines = rng.choice(sentences(ROOT / "corpus/originals"))
    at = rng.randrange(max(1, len(lines) - 4))
    text = between.join(line.rstrip("。！？") for line in lines[at : at + 4])
    assert repair_damage(text) == []


CONTEXT = "全縣紮實推進機關黨的建設,各項工作取得新的成效,幹部羣衆十分滿意。\n"


@pytest.mark.parametrize(
    "text",
    [
        # A number that the sentence does without: the mark of a footnote, items in one line.
        "縣直單?wō)?包聯村\n",
        CONTEXT + "推動經?yìn)?穩定增長\n" + CONTEXT,
        CONTEXT + "新區經?yìn)?優化環境2改進服務\n",
        # Half of a full-width figure is lost.
        "完成前８项?ruì)?埃叮ヒ陨?\n",
        "完成共８项?ruì)?玻叮ヒ陨?\n",
        # What follows looks like a tag that has lost its first character, and is none.
        "擔當?shù)牧己眯蜗蟆?G>4G",
        "樹立起忠誠干凈擔當?shù)牧己眯蜗蟆?a>b成立\n",
        "升級社保卡，發放社??0萬張",
    ],
)
def test_what_may_have_swallowed_a_figure_is_suspect(text: str) -> None:
    (edit,) = repair_damage(text)
    assert edit.kind == "suspect"
    assert "figure" in edit.reason


def test_figures_that_stand_for_no_reason_are_not_repaired_away() -> None:
    """Numbers strewn between the characters of a report, of which readings astray swallow some."""
    rng = random.Random(5)
    between = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
    strewn = [
        [between.sub(lambda _: rng.choice("123456789") if rng.random() < 0.08 else "", s) for s in lines]
        for lines in sentences(ROOT / "corpus/originals")[::3]
    ]
    outcomes: Counter[str] = Counter()
    for page in simulated(strewn, damage_simulator.Decoder(), 600):
        scores, _ = damage_simulator.score(page, repair_damage(page.text))
        outcomes.update(s.outcome for s in scores if s.spot.kind == "figure")
    assert outcomes.total() > 60
    assert (outcomes["suspect"] + outcomes["missed"]) / outcomes.total() >= 0.97, outcomes


@pytest.mark.parametrize("text", ["擔當?shù)牧己眯蜗蟆?/P>", "擔當?shù)牧己眯蜗蟆?font><font>全縣"])
def test_a_tag_that_has_lost_its_first_character_is_restored(text: str) -> None:
    (edit,) = repair_damage(text)
    assert (edit.kind, edit.replacement) == ("mojibake", "的良好形象。<")


@pytest.mark.parametrize("tag", ["</P>", "<br>下一步"])
def test_before_the_end_of_a_line_stands_a_full_stop(tag: str) -> None:
    page = CONTEXT + "承擔重大使命責\ufffd(lián)巍\ufffd" + tag
    assert applied(page, repair_damage(page)).endswith("使命責任。" + tag)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打?qū)嵦岢鲆庖😀娊ㄗh,很好", "?qū)嵦岢鲆庖😀娊ㄗh"),  # no bytes of GBK can show this
        ("打?qū)" + "嵦?" * 1000, "?qū)" + "嵦?" * 1000),  # too long to be read to its end
    ],
)
def test_damage_that_cannot_be_read_is_told_in_full(text: str, shown: str) -> None:
    (edit,) = repair_damage(text)
    assert edit.kind == "suspect"
    assert shown.startswith(text[edit.start : edit.end])
    assert edit.end - edit.start > len(shown) - 2
    assert len(edit.reason) < 400


def test_reasons_are_one_line() -> None:
    (edit,) = repair_damage("樹立起忠誠干凈擔當?shù)牧己眯蜗蟆?)很好")
    assert edit.kind == "suspect"
    assert "\n" not in edit.reason
    assert "⏎" in edit.reason


def test_many_runs_that_cannot_be_read_are_given_up() -> None:
    text = ("打\ufffd(qū)" + "嵦\ufffd嵦岢\ufffd" * 250 + "very well. ") * 60
    edits = repair_damage(text)
    check_edits(text, edits)
    assert len(edits) == 60
    assert sum("no original was found" in e.reason for e in edits) == 40


@pytest.mark.parametrize(
    "habits", [damage_simulator.Decoder(), damage_simulator.Decoder("\ufffd", swallows=False)]
)
def test_a_page_read_twice_is_repaired_once(habits: damage_simulator.Decoder) -> None:
    """What the first reading calls suspect is no damage to the second, which sees other bytes."""
    for page in simulated(sentences(ROOT / "corpus/originals")[::4], habits, 150):
        clean = normalise(page.text).text
        assert normalise(clean).text == clean


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="?()\ufffd€qūshùde0aA<>/P \n打實提出意見建議，。嵦岢鲆庖娊ㄗ\ue000", max_size=60))
def test_hostile_text_gives_sound_edits(text: str) -> None:
    check_edits(text, repair_damage(text))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_accepted_edits_reproduce_what_was_shown(seed: int) -> None:
    """Damaging the repaired page anew, with another program than the repair's, shows the same page."""
    rng = random.Random(seed)
    lines = rng.choice(sentences(ROOT / "corpus/originals"))
    at = rng.randrange(max(1, len(lines) - 4))
    habits = damage_simulator.Decoder(pair=rng.choice(["mark", "private"]))
    to_traditional = opencc.OpenCC("s2t").convert
    original = damage_simulator.half_width("\n".join(to_traditional(s) for s in lines[at : at + 4]))
    if not damage_simulator.fits(original):
        return
    annotated = damage_simulator.annotated_characters(original, rng, 0, 1)
    page = damage_simulator.damage(original, annotated, habits)
    edits = repair_damage(page.text)
    if not edits or any(e.kind == "suspect" for e in edits):
        return
    repaired = applied(page.text, edits)
    (syllable,) = set(re.findall(r"\?([^()?]{1,6})\)", page.text))
    # Some character with this reading, annotated wherever its bytes stand, gives the page.
    read_so = (c for c in gbk.characters().values() if syllable in damage_simulator.readings(c))
    assert page.text in (damage_simulator.shown(repaired, {c: syllable}, habits) for c in read_so)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "text",
    [
        "?" * 1_000_000,
        "(" * 1_000_000,
        "中(" * 200_000,
        "什么?" * 20_000,
        "中?qū)" * 200,
        "打?qū)嵦岢" + "嵦岢鲆庖娊ㄗ" * 50_000,
        "打?qū)嵦岢鲆庖娊ㄗh," + "我們要推進黨的建設" * 300_000,
        ("見效?" + "嵦岢鲆庖娊ㄗ" * 100) * 280,
        ("打\ufffd(qū)" + "嵦\ufffd嵦岢\ufffd" * 100) * 200,
    ],
    ids=lambda text: text[:4],
)
def test_hostile_lengths(text: str) -> None:
    check_edits(text, repair_damage(text))


def test_decoder_shows_dead_bytes() -> None:
    data = "打實提".encode("gbk")[:3] + b"(q)" + "實提".encode("gbk")[1:]
    swallowing, keeping = (forward.Decoder("?", swallows=s) for s in (True, False))
    assert swallowing.decode(data).startswith("打?q)")
    assert keeping.decode(data).startswith("打?(q)")
    assert forward.Decoder("?", True, pair="private").decode(b"\xaa\xa1") == "\ue000"
    assert forward.Decoder("?", True, blank="alone").decode(b"\xaa\n") == "\n"


def test_readings() -> None:
    assert gbk.is_reading(0xF28C, "qū")
    assert 0x8C in gbk.trails_read(0xF2, "qū")
    assert gbk.pair("é") == 0xA8A6
    assert gbk.pair("😀") == 0
