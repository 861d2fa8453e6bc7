#!/usr/bin/env python3
"""Build src/reportlens/normalise/data/ambiguous.tsv: characters with two readings in simplified script.

Run from the project's root: python tools/build_ambiguous_characters.py
Each row is a character, one of its two readings (the default first), and the words that decide for it,
with _ for the character. The words of the default reading are those of jieba's dictionary that hold
it and have two to four characters, but for names of persons, together with those listed here.
"""

import pathlib

import jieba

TARGET = pathlib.Path(__file__).parents[1] / "src/reportlens/normalise/data/ambiguous.tsv"
# The last characters of verbs that take 着 in reports (围绕着, 肩负着, 关系着).
BEFORE_ZHE = (
    "沿随向本带朝有在意味临对伴担负怀顶冒迎奔冲盯抓扛踏循依按照就系响约志征挥满溢聚表现定撑动持行演生起"
    "含育载托写证励舞领引护述录递续藏罩配右挨靠守陪牵听看想望等忙急活走做笑哭坐站躺住穿戴拿背挂贴摆放留握"
    "捧耀淌荡漫跟指沉沈执接朝当为过胁碍展处变存拥享受承借藉凭仗扬跳唱喊叫说谈论讲念数算学教管缠绕围跑追赶"
    "飞飘流燃烧闪发散透露映照射关开亮黑红空闲闹吵争斗打拼拉推挤压夹抱搂扶搀挽提拎举撑扎埋躲避防备候盼"
    "期急爱恨怕愁念惦挂惹缺少差欠连合包裹盖铺垫插种长立竖排列堆装盛泡浸浮沉游牢紧咬吃喝抽吸尝试练"
)
# Moves in a game; 着地 would speak against 显著地.
LEFT_OUT = ("一着", "几着", "百着", "着地")
READINGS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "著": (
        ("着", "执_者 _作风 " + " ".join(f"{a}_{b}" for a in "随沿循伴绕" for b in "名作称述者书录文译") + " " + " ".join(f"{c}_" for c in dict.fromkeys(BEFORE_ZHE))),
        (
            "著",
            "名_ 显_ 专_ 编_ 论_ 巨_ 原_ 土_ 卓_ 昭_ 拙_ 遗_ 译_ 合_ 所_ 知_ 较_ 撰_ _名 _作 _称 _述 _者 _书 _录 _文 _译 _《"
            " _有《 _于竹帛",
        ),
    ),
    "乾": (("干", "_部 _乾净 _干净 _事 _得 _好 实_ 苦_"), ("乾", "_坤 _隆 _安 _县 _陵 _元 _嘉 _清 _州 _务 _潭 康_ 雍_ 承_")),
    "藉": (("借", "_此 _以 _由 _着 _著 _机 _助 _口 _势 凭_ _力"), ("藉", "慰_ 狼_ 蕴_ 枕_ 酝_ _藉 藉_")),
    "瞭": (("了", ""), ("瞭", "_望 _哨 _见 _台 _塔")),
    "徵": (("征", "_占 _求 _迁 _拆"), ("徵", "角_羽 魏_ 文_明 清_音")),
    "覆": (
        ("覆", ""),
        ("复", "答_ 反_ 回_ 批_ 函_ 电_ 拜_ 禀_ 敬_ _函 _信 _电 _文 _核 _议 _查 _命 往_"),
    ),
    "沈": (("沈", ""), ("沉", "_着 _著 深_ 低_ 下_ 阴_ 消_ 浮_ _重 _默 _浸 _淀 _痛 _睡 _迷 _稳 _没 _寂 _船 _积 _降 _溺 _沦 _醉 _闷")),
    "夥": (("伙", "_夥 夥_ _伴 大_"), ("夥", "甚_ 颇_ 繁_ 至_ _颐")),
    "祇": (("只", "_是 _有 _能 _要 _会 _不 _好 _得 _见 _限 _为 _因 _在 _用 _供 _靠 _讲 _说 _做 _管 _顾 _争 不_"), ("祇", "神_ 地_ 灵_ 天_")),
}  # fmt: skip


def words_with(character: str) -> list[str]:
    with jieba.get_dict_file() as lines:
        rows = [line.decode().split() for line in lines]
    return [
        word.replace(character, "_")
        for word, count, kind in rows
        if word.count(character) == 1
        and 2 <= len(word) <= 4
        and int(count) > 2
        and not kind.startswith("nr")
        and word not in LEFT_OUT
    ]


def main() -> None:
    lines = ["character\treading\twords"]
    for character, readings in READINGS.items():
        for k, (reading, words) in enumerate(readings):
            known = words_with(reading) if k == 0 else []
            # The dictionary has slips: 见微知着, 成效卓着.
            others = readings[1 - k][1].split()
            chosen = dict.fromkeys(words.split()) | {
                w: None for w in known if not any(other in w for other in others)
            }
            lines.append(f"{character}\t{reading}\t{' '.join(chosen)}")
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
