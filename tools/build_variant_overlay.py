#!/usr/bin/env python3
"""Build src/reportlens/normalise/data/overlay.tsv: variant characters that OpenCC's t2s leaves alone.

Run from the project's root: python tools/build_variant_overlay.py
A character goes in if it is not in GB 2312, t2s does not give it a form that is, and one of these does:
OpenCC's tables for Hong Kong, Taiwan and Japan (関 → 关), Unicode's compatibility decomposition
(U+F92C → 郎), or a list below. One character for one, so that conversion
never changes a length.
"""

import pathlib
import unicodedata

import opencc

BY_HAND = {
    "陜": ("陕", "U+965C, written for U+965D 陝 by fonts and converters"),
    "䜩": ("宴", "what t2s makes of 讌, a variant of 宴"),
}
# Each variant with its standard form: from the first table of variants (1955), older printed forms (淸, 尙, 吿)
# and forms used outside the mainland (妳, 牠, 衹). Those that stand in names (甦, 邨, 仝) are not among them.
VARIANTS = (
    "偺咱 迺乃 脗吻 徧遍 雰氛 砲炮 涖莅 牠它 妳你 搥捶 朶朵 畧略 畱留 夘卯 竚伫 竝并 "
    "倂并 籐藤 觔斤 韮韭 慙惭 憇憩 痲麻 盌碗 瞇眯 稭秸 窰窑 耡锄 艸草 蔴麻 蘂蕊 蕋蕊 "
    "虵蛇 蚘蛔 蠭蜂 衖弄 裠裙 覩睹 詶酬 豓艳 賸剩 躭耽 躶裸 輭软 遯遁 醻酬 鉏锄 阯址 "
    "隄堤 饍膳 騐验 驘骡 鴈雁 鵶鸦 鼈鳖 嶋岛 槼规 凴凭 凖准 冺泯 劵券 厰厂 廻回 廼乃 "
    "廐厩 彊强 徃往 愽博 懽欢 捄救 揑捏 攷考 旾春 曡叠 朙明 桮杯 楳梅 槪概 槕桌 檾苘 "
    "毘毗 沍冱 濶阔 烖灾 煖暖 熈熙 燄焰 牋笺 犂犁 狥徇 猨猿 甎砖 疎疏 疉叠 矁瞅 硏研 "
    "碁棋 稾稿 穉稚 筩筒 籢奁 紥扎 絏绁 緐繁 翄翅 臕膘 莭节 葠参 蓡参 衂衄 襃褒 諠喧 "
    "譌讹 賷赍 踡蜷 蹔暂 躱躲 逈迥 鄕乡 鈆铅 鑛矿 閙闹 隂阴 隣邻 霛灵 頴颖 顋腮 餧喂 "
    "髥髯 麤粗 鼇鳌 齩咬 僊仙 呑吞 吿告 淸清 靑青 尙尚 氷冰 啣衔 鬪斗 鬭斗 伕夫 姪侄 "
    "倣仿 珮佩 啗啖 揹背 搾榨 搆构 傚效 勗勖 毬球 瘉愈 撢掸 暱昵 踫碰 銲焊 嬝袅 燐磷 "
    "繙翻 糢模 鎗枪 餽馈 藷薯 瓖镶 勦剿 跼局 衹只"
)
TARGET = pathlib.Path(__file__).parents[1] / "src/reportlens/normalise/data/overlay.tsv"


def in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    simplify = opencc.OpenCC("t2s").convert
    tables = {name: opencc.OpenCC(name).convert for name in ("hk2s", "tw2s", "jp2t")}
    rows = {}
    for point in [*range(0x3400, 0xA000), *range(0xF900, 0xFB00)]:
        character = chr(point)
        if in_gb2312(character) or in_gb2312(simplify(character)):
            continue
        for name, convert in tables.items():
            standard = simplify(convert(character))
            if len(standard) == 1 and standard != character and in_gb2312(standard):
                rows[character] = (standard, f"opencc {name}")
                break
        else:
            standard = simplify(unicodedata.normalize("NFKC", character))
            if len(standard) == 1 and standard != character:
                rows[character] = (standard, "NFKC")
    listed = {simplify(pair[0]): (pair[1], "list of variants") for pair in VARIANTS.split()}
    rows = {variant: row for variant, row in listed.items() if row[0] != variant <= "\uffff"} | rows | BY_HAND
    lines = [f"{variant}\t{standard}\t{source}\n" for variant, (standard, source) in sorted(rows.items())]
    TARGET.write_text("variant\tstandard\tsource\n" + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()
