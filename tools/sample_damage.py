"""How the reports of corpus/sample are damaged: one function a report. See build_sample.py, which uses it."""

import io
import pathlib
import random
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import docx
import opencc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tests"))
from damage_simulator import Decoder, annotated_characters, damage, fits, half_width, readings

Row = Mapping[str, Any]
TRADITIONAL = opencc.OpenCC("s2tw")
# The form that GBK has where OpenCC writes another.
OF_GBK = str.maketrans("裡", "裏")

ALL_READ = 60  # characters of a page that have their readings behind them
ASTRAY = 8


def traditional(text: str) -> str:
    """Traditional script in characters that GBK has."""
    found = TRADITIONAL.convert(text).translate(OF_GBK)
    missing = sorted({c for c in found if not fits(c)})
    if missing:
        raise SystemExit(f"not in GBK: {missing}. Add them to OF_GBK.")
    return str(found)


def with_readings(text: str, characters: Iterable[str]) -> str:
    """`text` with the reading of each of `characters` behind every one of them."""
    chosen = {c: readings(c)[0] for c in characters}
    return "".join(f"{c}({chosen[c]})" if c in chosen else c for c in text)


def glossed_page(text: str, name: str) -> bytes:
    """Traditional script, half-width punctuation, a reading behind every occurrence of some characters."""
    page = half_width(traditional(text))
    inside = sorted({c for c in page if readings(c)})
    chosen = random.Random(name).sample(inside, ALL_READ)
    return with_readings(page, chosen).encode()


def astray_page(page: str, name: str, habits: Decoder) -> bytes:
    """A page whose readings were put in between bytes and decoded with losses."""
    page = traditional(page)
    chosen = annotated_characters(page, random.Random(name), ALL_READ, ASTRAY)
    return damage(page, chosen, habits).text.encode()


def lines_of(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")


def yulan(text: str, row: Row) -> bytes:
    """A web page in traditional script with readings, some astray: the next decoder shows private signs."""
    title, *body = lines_of(text)
    page = "\n".join(
        [
            '<html><head><meta charset="utf-8"><title>榆澜日报数字报</title></head><body>',
            '<div class="nav"><a href="/">首页</a> <a href="/yw/">要闻</a> <a href="/dj/">党建</a></div>',
            "<p>您当前的位置 : <a href='/'>首页</a> &gt; <a href='/dj/'>机关党建</a></p>",
            f"<h1>{title}</h1>",
            f"<p>{row['date']} 08:12:45 来源:{row['source']} 作者:{row['author']}</p>",
            "<p>【字号 大 中 小】 打印 关闭</p>",
            *(f"<P>{line}</P>" for line in body),
            "<p>责任编辑:方榆</p>",
            "<p>声明:本网转载此文旨在传递更多信息,内容仅供参考,如涉及版权问题请与本网联系。</p>",
            "<p>版权所有 榆澜日报社</p></body></html>",
        ]
    )
    return astray_page(page, row["file"], Decoder(pair="private"))


def heyu(text: str, row: Row) -> bytes:
    """A web page in GB18030 with all that stands around an article."""
    title, *body = lines_of(text)
    subtitle = f"<h2>{body.pop(0)}</h2>" if row["subtitle"] else ""
    paragraphs = "\n".join(f"<p>　　{line}</p>" for line in body)
    page = f"""<!DOCTYPE html>
<html><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb18030">
<title>{title}_禾峪县人民政府</title>
<style>.xl p {{ text-indent: 2em; line-height: 2; }}</style>
<script>var docid = "5f3ad09c"; function size(n) {{ document.body.style.fontSize = n + "px"; }}</script>
</head><body>
<div class="nav"><a href="/">首页</a><a href="/zw/">政务公开</a><a href="/dj/">党的建设</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/dj/">党建频道</a> &gt; 正文</div>
<h1>{title}</h1>{subtitle}
<div class="info">{row["date"]} 09:20:11　来源：{row["source"]}　作者：{row["author"]}</div>
<div class="tools">【字号 <a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 <a href="#">打印</a> <a href="#">关闭</a></div>
<div class="xl">
{paragraphs}
</div>
<div class="editor">责任编辑：许晓禾</div>
<div class="related"><h3>相关链接</h3><ul>
<li><a href="/dj/2023/1201.html">县直机关工委举办党务干部培训班</a></li>
<li><a href="/dj/2023/1128.html">全县组织工作例会召开</a></li>
</ul></div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<p>声明：本网转载此文旨在传递更多信息，内容仅供参考，如涉及版权问题请与本网联系。</p>
<script>size(16);</script>
</body></html>
"""
    return page.encode("gb18030")


def lupan(text: str, row: Row) -> bytes:
    """Big5 with old line ends; the headline of another article stands above."""
    title, *body = lines_of(text)
    stated = f"{row['date']} 来源：{row['source']} 作者：{row['author']}"
    page = "\r".join(["全县秋冬季农田水利建设推进会召开", title, stated, *body, ""])
    return str(TRADITIONAL.convert(page)).encode("big5")


def tinglan(text: str, row: Row) -> bytes:
    """UTF-16 with odd spaces, zero-width characters and commas written twice."""
    rng = random.Random(row["file"])
    lines: list[str] = []
    for line in lines_of(text):
        line = "".join(c + ("," if c == "，" and rng.random() < 0.05 else "") for c in line)
        line = "".join(c + ("\u200b" if "一" <= c <= "鿿" and rng.random() < 0.02 else "") for c in line)
        line = re.sub(r"(?<=[，、])(?=[^“\d])", lambda _: rng.choice(["", "", "", "\u00a0"]), line)
        lines.append("\u3000\u3000" + line if lines else line + "\u00a0")
    return ("\ufeff" + "\r\n".join([*lines, ""])).encode("utf-16-le")


def qiyan(text: str, row: Row) -> bytes:
    """PDF: 38 characters a line, 15 lines a page, a number at the foot of each."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    from reportlens.present.fonts import font_file

    lines: list[str] = []
    for number, line in enumerate(lines_of(text)):
        lines += set_in_lines(line if number < 2 else "　　" + line, 38)
    font = FontProperties(fname=str(font_file()), size=12)
    target = io.BytesIO()
    no_times = dict.fromkeys(("CreationDate", "ModDate", "Creator", "Producer"))
    with (
        rc_context({"pdf.fonttype": 42, "text.parse_math": False}),
        PdfPages(target, metadata=no_times) as pages,
    ):
        for number, start in enumerate(range(0, len(lines), 15), 1):
            page = Figure(figsize=(8.27, 11.69))
            for position, line in enumerate(lines[start : start + 15]):
                page.text(0.12, 0.9 - 0.05 * position, line, fontproperties=font)
            page.text(0.5, 0.05, f"— {number} —", ha="center", fontproperties=font)
            pages.savefig(page)
    return target.getvalue()


def set_in_lines(paragraph: str, width: int) -> list[str]:
    """`paragraph` cut into lines of `width` characters; digits count half, no line begins with a stop."""
    lines: list[str] = []
    start, room = 0, float(width)
    for k, character in enumerate(paragraph):
        room -= 0.5 if character.isascii() else 1
        if room < 0 and character not in "，。、；：！？”）》%":
            lines.append(paragraph[start:k])
            start, room = k, width - 1
    return [*lines, paragraph[start:]]


HEADINGS = ((re.compile(r"[一二三四五六七八九十]+、"), "chineseCounting", "%1、"),
            (re.compile(r"（[一二三四五六七八九十]+）"), "chineseCounting", "（%2）"))  # fmt: skip


def baihao(text: str, row: Row) -> bytes:
    """Word: a running head, page numbers, and headings whose numbers Word counts by itself."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    abstract = _element("w:abstractNum", abstractNumId="90")
    abstract.append(_element("w:multiLevelType", val="multilevel"))
    for level, (_, form, shown) in enumerate(HEADINGS):
        entry = _element("w:lvl", ilvl=str(level))
        for tag, value in (("start", "1"), ("numFmt", form), ("suff", "nothing"), ("lvlText", shown)):
            entry.append(_element(f"w:{tag}", val=value))
        abstract.append(entry)
    numbering.insert(0, abstract)
    instance = _element("w:num", numId="90")
    instance.append(_element("w:abstractNumId", val="90"))
    numbering.append(instance)
    document.sections[0].header.paragraphs[0].text = "柏壕县机关党建工作简报"
    foot = document.sections[0].footer.paragraphs[0]
    foot.add_run("第 ")
    field = _element("w:fldSimple", instr="PAGE")
    field.append(foot.add_run("1")._r)
    foot._p.append(field)
    foot.add_run(" 页")
    for line in lines_of(text):
        matching = [k for k, (form, _, _) in enumerate(HEADINGS) if form.match(line)]
        paragraph = document.add_paragraph(HEADINGS[matching[0]][0].sub("", line, 1) if matching else line)
        for level in matching:
            counted = _element("w:numPr")
            counted.append(_element("w:ilvl", val=str(level)))
            counted.append(_element("w:numId", val="90"))
            paragraph._p.get_or_add_pPr().append(counted)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    written, target = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2021, 7, 20, 8, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


# Simplified script as one that was converted to and fro too often shows it (DAMAGE: over-conversion).
OVER = {
    **{
        "只能": "隻能",
        "干净": "干凈",
        "历程": "曆程",
        "复兴": "複興",
        "干部": "乾部",
        "重复": "重複",
        "面粉": "麵粉",
    },
    **{
        "群众": "群衆",
        "生产": "生産",
        "产业": "産業",
        "关系": "関係",
        "这么": "這麽",
        "什么": "什麽",
        "着力": "著力",
    },
    **{
        "后台": "後臺",
        "一并": "一併",
        "游客": "遊客",
        "台账": "臺賬",
        "线下": "綫下",
        "内容": "内容",
        "为民": "爲民",
    },
    **{
        "服务": "服務",
        "机关": "機関",
        "党员": "黨員",
        "窗口": "窗口",
        "数据": "數據",
        "说": "説",
        "录入": "錄入",
    },
}


def tuoling(text: str, row: Row) -> bytes:
    """Both scripts and their variants in one text; signs and figures of half and full width."""
    rng = random.Random(row["file"])
    pattern = re.compile("|".join(sorted(OVER, key=len, reverse=True)))
    found = pattern.sub(lambda m: OVER[m[0]] if rng.random() < 0.7 else m[0], text)
    found = re.sub(r"(?<=[一-鿿])[，；：](?=[一-鿿])",
                   lambda m: half_width(m[0]) if rng.random() < 0.4 else m[0], found)  # fmt: skip
    wide = {ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789%"}
    found = re.sub(r"[\d.]+%?", lambda m: m[0].translate(wide) if rng.random() < 0.3 else m[0], found)
    return found.encode()


def shadai(text: str, row: Row) -> bytes:
    """A page saved as text, traditional, its readings astray: bytes without a character show as `?`."""
    title, *body = lines_of(text)
    page = [
        "首页 > 机关党建 > 经验交流",
        "我市春季植树造林动员会召开",
        title,
        *([body.pop(0)] if row["subtitle"] else []),
        f"{row['date']} 17:20:42 来源:{row['source']} 作者:{row['author']}",
        "下载",
        "打印",
        "字号",
        "大 中 小",
        *body,
        "相关链接",
        "责任编辑:安沙",
        "打印本页 关闭窗口",
    ]
    return astray_page("\n".join([*page, ""]), row["file"], Decoder())


def zhaoyuan(text: str, row: Row) -> bytes:
    """A page with entities, pieces of tags, private-use characters, and lines broken in mid-sentence."""
    rng = random.Random(row["file"])
    title, *body = lines_of(text)
    paragraphs = []
    for line in body:
        shown = re.sub(r"(.{46}[\d.%]*)(?!$)", r"\1\n", line)
        shown = shown.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("—", "&mdash;")
        shown = re.sub("，", lambda _: rng.choice(["，"] * 12 + ["&#65292;", "，\ue004"]), shown)
        debris = rng.choice(["", "", "&lt;/span&gt;", "<o:p></o:p>"])
        paragraphs.append(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{shown}{debris}</p>")
    page = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}</title></head><body>
<h1>{title}</h1>
<p>发布时间：{row["date"]} 来源：{row["source"]}</p>
<p>（记者 杨 洁 通讯员 高 原）</p>
{chr(10).join(paragraphs)}
<p>编辑：石 苜</p>
</body></html>
"""
    return page.encode()


# file of the sample, its original, what is done to it
DAMAGED: dict[str, Callable[[str, Row], bytes]] = {
    "02_tangling_county.txt": lambda text, row: glossed_page(text, row["file"]),
    "10_yulan_city.html": yulan,
    "13_heyu_county.html": heyu,
    "18_lupan_county.txt": lupan,
    "22_tinglan_city.txt": tinglan,
    "24_qiyan_city.pdf": qiyan,
    "27_baihao_county.docx": baihao,
    "30_tuoling_county.txt": tuoling,
    "33_shadai_city.txt": shadai,
    "36_zhaoyuan_city.html": zhaoyuan,
}
