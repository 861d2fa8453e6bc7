"""Lines of a report that look like page furniture: wherever they stand, they stay."""

import pytest

from reportlens.normalise import normalise

TITLE = "青溪县机关党建工作情况"
BODY = [
    "近年来，青溪县坚持把机关党的建设摆在重要位置，以党支部标准化规范化建设为抓手，推动基层党组织全面过硬。",
    "县直机关各党支部严格落实“三会一课”制度，全年开展主题党日活动120次，覆盖党员1500多名。",
]
HEADINGS = [
    "附件管理有讲究",
    "第3期培训班",
    "目录清单化管理",
    "导读员制度",
    "秘密在支部",
    "信息化建设",
    "工作动态管理",
    "内部挖潜",
    "急件快办",
    "关键在人",
    "关键词：担当",
    "关键词：实干、为民",
    "作者队伍建设",
    "密级管理",
    "主题词宣讲",
    "评论员文章",
    "留言板上的民声",
    "第2版图",
    "特急办理",
    "关注民生",
    "客户端里办实事",
    "订阅民情",
    "回复率百分百",
    "搜索红色记忆",
    "电话那头",
    "◆抓学习",
    "■ 抓作风",
    "◆ 建好队伍",
    "★特色亮点",
    "三大行动",
    "新变化",
    "好班子",
    "强引领",
    "暖民心",
    "广告进社区",
    "编印党员读本",
    "摘报民情",
    "发文：严控数量",
    "送学：上门辅导",
    "报：上级要求什么就报什么",
    "参考文献查阅室",
    "本期看点多",
    "摘要式汇报",
    "名单附后",
    "文件柜里的党课",
    "简报上墙",
    "总第一名的支部",
    "编者的话",
    "报到即上岗",
]
SENTENCES = [
    "报：既报喜也报忧，各支部汇报工作不许遮掩问题，县委组织部每季度抽查一次。",
    "送：送政策、送服务、送温暖，机关党员走进社区。",
    "发：发挥机关党组织作用，发动党员干部。",
    "送：送到村组、送到农户。",
    "存：存在问题逐一整改，整改结果报县委。",
    "抄送：做到不抄送无关单位。",
    "印发：印发学习资料500份，发到每个支部。",
    "附件：是管理台账的重要组成部分，各支部要妥善保管。",
    "第3期“书记讲坛”由县委书记主讲，共有320名党员参加。",
    "关键词：服务。窗口党员承诺限时办结，群众少跑腿。",
    "全部评论均由社区党员志愿者逐条回复，群众十分满意。",
    "网友评论：党员干部冲在前，我们心里很踏实。",
    "作者简介牌挂在书架上，党员可以按图索骥借阅图书。",
    "基金项目由支部把关，每一笔支出都在公示栏里公开。",
    "本网站使用率逐年提升，已成为党员学习的主要平台。",
    "支持200余名返乡党员创业，带动就业1300人。",
    "◆聚焦主责主业，推动机关党建与业务工作同频共振；",
    "内部资料由专人保管，涉密文件一律入柜，做到万无一失。",
    "总第100期党员夜校结业，学员自发写下学习体会。",
    "参考文献",
    "[1]我们先后查阅资料200份。",
    "2021年3月4日印发学习资料500份。",
    "县总工会主办 县妇联承办的联谊会吸引了200人。",
    "转载不断，点赞如潮，党员志愿服务队的故事传遍全县。",
    "责任编辑部的党员带头值夜班，把好每一期内刊的质量关。",
    "报：报什么、怎么报，各单位要心中有数。",
    "第5期、第6期简报集中刊发了基层支部的做法，反响很好。",
    "中图分类号该怎么填，资料室的党员手把手教会了大家。",
    "（一）目录管理。建立党员发展材料目录，逐项核对。",
    "收藏革命文物320件，分享红色故事96个。",
]


def without_blanks(line: str) -> str:
    return "".join(line.split())


def lost(lines: list[str], body: list[str]) -> list[str]:
    kept = {without_blanks(line) for line in normalise("\n".join(lines)).text.split("\n")}
    return [line for line in body if without_blanks(line) not in kept]


@pytest.mark.parametrize("line", [*HEADINGS, *SENTENCES])
def test_it_stays_below_the_title_in_the_middle_and_at_the_end(line: str) -> None:
    for lines in ([TITLE, line, *BODY], [TITLE, BODY[0], line, BODY[1]], [TITLE, *BODY, line]):
        assert lost(lines, lines) == []


@pytest.mark.parametrize("line", HEADINGS)
def test_a_heading_stays_on_a_page_with_furniture(line: str) -> None:
    page = ["首页 > 党建", TITLE, "2021-03-04 08:15 来源：青溪日报", line, *BODY, "打印 关闭"]
    assert lost(page, [TITLE, line, *BODY]) == []


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_stays_above_a_signature(line: str) -> None:
    assert lost([TITLE, *BODY, line, "中共青溪县委", "2021年3月4日"], [TITLE, *BODY, line]) == []


@pytest.mark.parametrize("line", [*HEADINGS, *SENTENCES])
def test_it_stays_in_a_briefing(line: str) -> None:
    masthead = ["机关党建简报", "第3期", "青溪县委直属机关工委 2021年3月4日"]
    closing = ["报：县委常委。", "送：县直各单位。", "（共印50份）"]
    body = [TITLE, BODY[0], line, BODY[1]]
    assert lost([*masthead, *body, *closing], body) == []
    assert lost([*masthead, TITLE, *BODY, line, *closing], [TITLE, *BODY, line]) == []
