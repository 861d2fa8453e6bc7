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
    "line",
    [
        "各項任務見效。縣直機關黨組織普遍建立臺賬",  # nothing of the page says so but its words
        "整改工作見效。縣委常委會專題研究",
        "赴上海考察學習先進經驗",
        "加強重點專科建設",
    ],
)
def test_signs_put_astray_are_never_repaired_wrongly(line: str) -> None:
    context = opencc.OpenCC("s2t").convert("全县扎实推进机关党的建设，各项工作取得新的成效。\n")
    page = damage_simulator.damage(context + line, [], damage_simulator.Decoder(), lose_signs=True)
    assert len(page.spots) == 1
    for edit in repair_damage(page.text):
        if edit.kind == "mojibake":
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
    assert shown == ["?qū)嵦"[:5], "嵦岢", "岢鲆", "鲆庖", "庖娊", "娊ㄗ", "ㄗh"]


@pytest.mark.parametrize("source", ["sample", "provincial"])
@pytest.mark.parametrize(
    ("habits", "floors"),
    [
        # Nothing but the swallowed byte is lost.
        (damage_simulator.Decoder(pair="private"), (0.94, 0.95)),
        # Every fifth pair of a run is lost: the floor is what the language model can know.
        (damage_simulator.Decoder(), (0.90, 0.91)),
        (damage_simulator.Decoder("\ufffd", swallows=False), (0.88, 0.91)),
        (damage_simulator.Decoder("\ufffd", swallows=False, pair="lead"), (0.91, 0.95)),
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


han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=60)


@settings(max_examples=200, deadline=None)
@given(st.lists(han, max_size=6))
def test_undamaged_characters_give_no_edits(lines: list[str]) -> None:
    assert repair_damage("，".join(lines)) == []
    assert repair_damage("\n".join(lines)) == []


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
