"""The sentences of a brief that are made of counted numbers, and its headings, in Chinese and in English."""

from collections.abc import Mapping

# key: (Chinese, English). Numbers are filled in as they are: an audit reads them again.
TEXTS: Mapping[str, tuple[str, str]] = {
    "title": ("机关党建工作情况综述", "Party building in government departments: a survey of reports"),
    "title_theme": ("机关党建工作情况综述（{theme}）", "Party building in government departments: {theme}"),
    "draft": ("（代拟稿）", "(Draft)"),
    "section": ("{n}、{text}", "{n}. {text}"),
    "subsection": ("（{n}）{text}", "({n}) {text}"),
    "overview": ("总体情况", "Overview"),
    "overview_reports": (
        "本稿依据{reports}篇报告写成，共{chars}字，涉及{places}个地方，其中县级报告{counties}篇、市级报告{cities}篇。",
        "This draft rests on {reports} reports of {chars} characters about {places} places: "
        "{counties} county reports and {cities} city reports.",
    ),
    "overview_reports_no_place": (
        "本稿依据{reports}篇报告写成，共{chars}字，报告均未标明地方。",
        "This draft rests on {reports} reports of {chars} characters; none of them names its place.",
    ),
    "overview_years": ("报告的时间为{first}年至{last}年。", "The reports date from {first} to {last}."),
    "overview_year": ("报告的时间均为{first}年。", "The reports date from {first}."),
    "overview_undated": ("有{n}篇报告未标明日期。", "{n} reports are not dated."),
    "overview_lost": (
        "另有{n}个来源未能读取，未计入。",
        "A further {n} sources could not be read and are not counted.",
    ),
    "overview_terms": (
        "见于报告篇数最多的提法是：{items}。",
        "The terms that stand in most reports are: {items}.",
    ),
    "overview_counting": (
        "提法嵌套时只计最外层的一个：三会一课写在“三会一课制度”中时，计入三会一课制度，不计入三会一课。篇数、次数均同此。",
        "Of terms inside one another only the outermost is counted: 三会一课 within 三会一课制度 counts for 三会一课制度, "
        "not for 三会一课, in all numbers of occurrences and of reports.",
    ),
    "overview_term": ("{term}（{n}篇）", "{term} ({n})"),
    "overview_formula": (
        "至少{needed}个地方连续8个字以上逐字相同的算通用表述，平均占一篇报告的{mean}%，最少的占{least}%，最多的占{most}%。",
        "Wording of 8 characters and more that at least {needed} places share makes up {mean}% of a report on average, {least}% at least and "
        "{most}% at most.",
    ),
    "practices": ("各地做法", "What places do"),
    "practices_line": (
        "以下各句摘自整理后的报告文本（繁体已转简体，拼音等杂质已除），一字未改，句末为出处编号，出处见附件。每个主题下每个地方至多摘一句，重复的提法只摘一次。",
        "The sentences below are quoted word for word from the clean texts (in simplified characters, without readings); the number after each names its source in the annex. Of each "
        "place one sentence a theme is taken at most, and nothing that repeats another.",
    ),
    "theme_line": (
        "{reports}篇报告、{places}个地方的{sentences}句话写到这方面的具体做法，摘录{shown}句。",
        "{sentences} sentences of {reports} reports about {places} places tell of it; {shown} are quoted.",
    ),
    "theme_line_no_place": (
        "{reports}篇报告的{sentences}句话写到这方面的具体做法，摘录{shown}句。",
        "{sentences} sentences of {reports} reports tell of it; {shown} are quoted.",
    ),
    "no_practices": ("报告中没有可以摘录的做法。", "There is no practice in the reports that can be quoted."),
    "figures": ("主要数字", "Figures"),
    "figures_line": (
        "下表并列{n}项两个以上地方都写到的数字，照录原文。各地口径不同，“余”“多”“近”等为约数，未作加总。",
        "The table sets side by side {n} items that two places or more give figures for, as they stand. Places count "
        "differently and some figures are bounds: nothing is added up.",
    ),
    "no_figures": (
        "没有两个以上地方都写到的同类数字。",
        "No two places give figures for the same thing in the same unit.",
    ),
    "figures_table": ("各地数字对照", "Figures side by side"),
    "subject": ("事项", "Item"),
    "verb": ("动作", "Action"),
    "place": ("地方", "Place"),
    "year": ("年份", "Year"),
    "figure": ("数字", "Figure"),
    "note": ("出处", "Source"),
    "compare": ("县级与市级比较", "Counties and cities compared"),
    "compare_line": (
        "县级{n1}篇报告{t1}词，市级{n2}篇报告{t2}词。比较{m}个提法，校正多重检验后差异显著且不靠单独一篇报告的有{k}个。",
        "{n1} county reports of {t1} words, {n2} city reports of {t2} words. Of {m} terms compared {k} differ after "
        "correction for multiple tests, and not by one report alone.",
    ),
    "compare_impossible": (
        "语料中没有同时包括县级和市级报告，不作比较。",
        "There are no reports of both counties and cities, so nothing is compared.",
    ),
    "compare_table": ("县级与市级差异显著的提法", "Terms that differ between counties and cities"),
    "compare_cut": (
        "表中列出其中{n}个，按差异大小排列。",
        "The table lists {n} of them, the largest difference first.",
    ),
    "term": ("提法", "Term"),
    "county": ("县级每万词次数", "County, per 10,000 words"),
    "city": ("市级每万词次数", "City, per 10,000 words"),
    "county_reports": ("县级篇数", "County reports"),
    "city_reports": ("市级篇数", "City reports"),
    "meanings": ("各地提法及其含义", "Abbreviations and their meanings"),
    "meanings_line": (
        "报告中写明含义的简称有{n}个，含义照录原文。同一简称在各地含义可能不同，不作合并。",
        "The reports spell out {n} abbreviations, given here as they stand. The same label may mean different things "
        "in different places, and none are merged.",
    ),
    "meanings_cut": (
        "表中列出{n}个，用得多的在前。",
        "The table lists {n}, the most used first.",
    ),
    "meanings_table": ("简称及其含义", "Abbreviations and their meanings"),
    "abbreviation": ("简称", "Abbreviation"),
    "members": ("含义", "Meaning"),
    "annex": ("附件", "Annex"),
    "sources": ("引文出处", "Sources"),
    "sources_line": (
        "“位置”是该段文字在文件中的起止字符；“文件校验码”是文件 SHA-256 的前12位。",
        "“Position” counts characters of the file; “Digest” is the beginning of its SHA-256.",
    ),
    "number": ("编号", "No."),
    "report": ("报告", "Report"),
    "report_id": ("报告编号", "Report id"),
    "position": ("位置", "Position"),
    "digest": ("文件校验码", "Digest"),
    "comma": ("、", ", "),
    "colon": ("：", ": "),
}
