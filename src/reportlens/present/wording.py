"""Every string of the page and the figures, in Chinese and in English."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from reportlens.analysis.notices import Notice, filled
from reportlens.errors import ReportLensError
from reportlens.present.figure_wording import FIGURE_TEXTS
from reportlens.present.notices import CHINESE
from reportlens.present.section_words import SECTION_TEXTS

LANGUAGES = ("zh", "en")
# Years and offsets: numbers without a comma at the thousands.
_PLAIN = frozenset({"first", "last", "start", "end"})

# key: (Chinese, English). In braces stands what is filled in.
_TEXTS: dict[str, tuple[str, str]] = {
    # The page
    "title": ("党建工作报告分析", "Work reports on Party building"),
    "skip": ("跳到正文", "Skip to the content"),
    "contents": ("目录", "Contents"),
    "summary": (
        "{reports}，{places}，{years}，共 {chars} 字",
        "{reports}, {places}, {years}; {chars} characters",
    ),
    "n_reports": ("{n} 篇报告", "{n} reports"),
    "n_reports_one": ("{n} 篇报告", "{n} report"),
    "n_places": ("{n} 个地方", "{n} places"),
    "n_places_one": ("{n} 个地方", "{n} place"),
    "years": ("{first}—{last} 年", "{first}–{last}"),
    "year": ("{first} 年", "{first}"),
    "years_unknown": ("日期未标明", "dates not stated"),
    "made_by": (
        "由 reportlens {version} 生成。页面中的每个次数都可点到原句，再到文件中的原文。",
        "Made by reportlens {version}. Every count on this page leads to its sentences, and from there to the "
        "passage in the file.",
    ),
    "search": ("筛选", "Filter"),
    "sort_by": ("按“{column}”排序", "Sort by {column}"),
    "rows_shown": ("显示 {n} / {m} 行", "{n} of {m} rows shown"),
    "full_table": ("完整表格：", "Full table: "),
    "rows": ("（{n} 行）", " ({n} rows)"),
    "rows_one": ("（{n} 行）", " ({n} row)"),
    "workbook": ("全部表格（Excel）", "All tables (Excel)"),
    "figure_files": ("图片文件：", "Figure files: "),
    "table_cut": ("此处列出 {n} 行，共 {m} 行。", "{n} of {m} rows are listed here."),
    "none": ("无", "none"),
    "not_stated": ("未标明", "not stated"),
    # The corpus
    "corpus": ("语料概况", "The corpus"),
    "corpus_table": ("各层级的报告", "Reports by level"),
    "level": ("层级", "Level"),
    "reports_column": ("报告（篇）", "Reports"),
    "places_column": ("地方（个）", "Places"),
    "years_column": ("年份", "Years"),
    "chars_column": ("字数", "Characters"),
    "tokens_column": ("词数", "Tokens"),
    "changes_column": ("改动（处）", "Changes"),
    "total": ("合计", "all"),
    "clean": ("文本质量", "How clean the texts are"),
    "script_line": ("字形：{scripts}。", "Script: {scripts}."),
    "list_comma": ("，", ", "),
    "script_item": ("{script} {n} 篇", "{script} {n}"),
    "repairs_line": (
        "整理文本时共改动 {n} 处，每处都记下了位置和理由。",
        "The texts were changed in {n} places before analysis, each recorded with its position and reason.",
    ),
    "repairs_suspect": (
        "另有 {n} 处疑似损坏，未作改动。",
        " A further {n} look damaged and were left as they are.",
    ),
    "removed": ("（删去）", "(removed)"),
    "repairs_none": ("整理文本时没有改动。", "Nothing had to be changed in the texts."),
    "repairs_table": ("整理文本时的改动", "Changes made to the texts"),
    "repair_kind": ("类别", "Kind"),
    "repair_count": ("处数", "Places"),
    "repair_reports": ("涉及报告", "Reports"),
    "repair_example": ("例", "Example"),
    "problems_none": ("来源中没有读不出来的文件。", "No source failed to be read."),
    "problems_line": ("以下 {n} 项没有用上，请核对：", "{n} items could not be used. Please check them:"),
    "problems_line_one": ("以下 {n} 项没有用上，请核对：", "{n} item could not be used. Please check it:"),
    "problems_table": ("未能使用的来源", "Sources that could not be used"),
    "problem_path": ("文件", "File"),
    "problem_stage": ("环节", "Stage"),
    "problem_reason": ("原因", "Reason"),
    # The comparison
    "compare": ("县级与市级用词比较", "County against city"),
    "compare_impossible": (
        "无法比较县级与市级：语料中{missing}。可在报告旁放一个 manifest.csv，写明每篇的 place 和 level。"
        "下面给出全部报告的词语频次。",
        "County and city cannot be compared: there is no {missing} report in the corpus. State place and level of "
        "each report in a manifest.csv beside them. The frequencies of terms are given below instead.",
    ),
    "missing_county": ("没有县级报告", "county"),
    "missing_city": ("没有市级报告", "city"),
    "missing_both": ("没有标明为县级或市级的报告", "county or city"),
    "missing_words": ("县级或市级的报告没有可计的词", "county or city (with words in it)"),
    "compare_basis": (
        "县级 {n1}、{t1} 词，市级 {n2}、{t2} 词（不含标点）。",
        "County: {n1}, {t1} tokens; city: {n2}, {t2} tokens (punctuation left out).",
    ),
    "compare_found": (
        "比较了 {m} 个词语，其中 {k} 个是一方的关键词语：校正多重检验后差异显著（q < 0.05），且不靠单独一篇报告。",
        "Of {m} terms compared, {k} are key terms of one side: they differ after correction for multiple tests "
        "(q < 0.05), and not by one report alone.",
    ),
    "compare_none": (
        "比较了 {m} 个词语，校正多重检验后没有一个差异显著（q < 0.05）。下图只是线索，不能当作结论。",
        "Of {m} terms compared, none differs after correction for multiple tests (q < 0.05). What follows is a "
        "lead, not a finding.",
    ),
    "compare_table": ("县级与市级的词语比较", "Terms of counties and cities compared"),
    "term": ("词语", "Term"),
    "category": ("类别", "Category"),
    "count": ("次数", "Count"),
    "per_10k": ("每万词", "Per 10k"),
    "in_reports": ("篇数", "Reports"),
    "log_ratio": ("对数比", "Log ratio"),
    "interval": ("95 % 区间", "95 % interval"),
    "g2": ("G²", "G²"),
    "q_value": ("q 值", "q"),
    "nothing_to_show": (
        "没有词语达到入选标准（至少出现 {n} 次，且见于用得较多一方的至少 2 篇报告）。",
        "No term has enough evidence (at least {n} occurrences, in at least 2 reports of the side that uses it more).",
    ),
    # Frequencies
    "frequency": ("常用词语", "Common terms"),
    "frequency_table": ("各层级的词语频次", "Term frequency by level"),
    "frequency_table_all": ("词语频次", "Term frequency"),
    "frequency_line": (
        "按总次数从多到少列出前 {n} 个词语，共 {m} 个。",
        "The {n} commonest of {m} terms, by total count.",
    ),
    "frequency_without_level": (
        "另有 {n} 篇未标明层级，未计入。",
        "{n} without a stated level are left out.",
    ),
    "frequency_empty": ("报告中没有词表里的词语。", "No term of the lexicon stands in the reports."),
    # Abbreviations
    "expansions": ("缩略语及其含义", "Abbreviations and their meanings"),
    "expansions_table": ("缩略语及其含义", "Abbreviations and their meanings"),
    "abbreviation": ("缩略语", "Abbreviation"),
    "members": ("含义", "Meaning"),
    "status": ("依据", "Basis"),
    "used_in": ("篇数", "Reports"),
    "expanded": ("文中展开", "spelled out in the text"),
    "lexicon": ("词表", "lexicon"),
    "expansions_none": (
        "报告中没有已知含义的缩略语。",
        "No abbreviation with a known meaning stands in the reports.",
    ),
    # Reports
    "reports": ("报告清单", "The reports"),
    "reports_table": ("报告清单", "The reports"),
    "report_title": ("标题", "Title"),
    "place": ("地方", "Place"),
    "date": ("日期", "Date"),
    "source": ("来源", "Source"),
    "author": ("作者", "Author"),
    "script": ("字形", "Script"),
    "digest": ("文件 SHA-256", "File SHA-256"),
    # Evidence
    "evidence": ("例句", "Evidence"),
    "evidence_line": (
        "上面每个次数链接到这里。例句取自整理后的文本，命中处加底色；展开“原文”可见文件中的原样。",
        "Every count above leads here. Sentences are from the clean text, the hit marked; open “source” to see the "
        "passage as it stands in the file.",
    ),
    "evidence_all": ("全部 {m} 处", "all {m}"),
    "evidence_all_one": ("1 处", "1 occurrence"),
    "evidence_cut": (
        "共 {m} 处，这里列出 {n} 处（尽量取自不同报告）",
        "{n} of {m} shown, from as many reports as possible",
    ),
    "evidence_apart": (
        "另有 {n} 处包含在更长的词语中（如“{example}”），按最长匹配不计入。",
        "A further {n} lie inside longer terms (such as “{example}”) and are not counted (longest match).",
    ),
    "to_evidence": ("{term}，{group}：{n} 处，看例句", "{term}, {group}: {n}, see the sentences"),
    "raw": ("原文", "source"),
    "raw_where": ("{path}，第 {start}–{end} 字符", "{path}, characters {start}–{end}"),
    "back": ("回到表格", "Back to the tables"),
    # Method
    "method": ("方法说明", "How it was counted"),
    "method_counting": (
        "词语按字匹配词表，与分词无关；词表之外，按构词规则认出的提法也算。长词语含短词语时只计最长的一个："
        "三会一课写在“三会一课制度”中时，计入三会一课制度，不计入三会一课。",
        "Terms of the lexicon are matched on characters, whatever the segmentation; terms that rules find by their "
        "form are counted too. Of terms inside one another only the longest is counted: 三会一课 within 三会一课制度 "
        "counts for 三会一课制度, not for 三会一课.",
    ),
    "method_per_10k": (
        "“每万词”是每 10,000 个词（不含标点）中的次数。“篇数”是出现该词语的报告数。",
        "“Per 10k” is per 10,000 tokens without punctuation; “reports” is the number of reports with the term.",
    ),
    "method_log_ratio": (
        "对数比是两方相对频次之比以 2 为底的对数：1 为两倍，2 为四倍，负数表示市级更多；0 次按 0.5 次计。"
        "每方至少 10 篇报告时，95 % 区间由对报告的自助抽样得到；否则假定词与词相互独立，而同一篇报告中的词并不独立，只能参考。",
        "The log ratio is the binary logarithm of the ratio of relative frequencies: 1 is twice, 2 four times, "
        "below zero more in cities; a count of 0 is taken as 0.5. The 95 % interval is a bootstrap over reports where each side has at least ten; "
        "otherwise it takes tokens as independent, which those of one report are not, and is a guide only.",
    ),
    "method_g2": (
        "G² 是两格对数似然。q 值来自以报告为单位的置换检验（报告在两组间重新分配），并对全部词语作 Benjamini–Hochberg "
        "校正。抽样单位是报告，不是词：报告少时，再大的差异也得不到小的 q 值。",
        "G² is the two-cell log-likelihood. q comes from a permutation test over reports, corrected over all terms "
        "(Benjamini–Hochberg). The unit of sampling is the report, not the token: with few reports no difference, "
        "however large, has a small q.",
    ),
    **FIGURE_TEXTS,
}

# Names of groups, kinds and categories. What is not here is shown as it is.
_NAMES: dict[str, tuple[str, str]] = {
    "level:county": ("县级", "county"),
    "level:city": ("市级", "city"),
    "level:province": ("省级", "province"),
    "level:central": ("中央", "central"),
    "level:other": ("其他", "other"),
    "level:all": ("全部", "all"),
    "script:simplified": ("简体", "simplified"),
    "script:traditional": ("繁体", "traditional"),
    "script:mixed": ("繁简混用", "mixed"),
    "repair:gloss": ("夹注的拼音", "inline readings"),
    "repair:mojibake": ("乱码", "mojibake"),
    "repair:html": ("网页标记", "HTML"),
    "repair:furniture": ("网页栏目、版权等杂项", "page furniture"),
    "repair:script": ("繁体或异体字", "traditional or variant forms"),
    "repair:width": ("全角半角", "character width"),
    "repair:invisible": ("不可见字符", "invisible characters"),
    "repair:line": ("断行", "broken lines"),
    "repair:space": ("空白", "white space"),
    "repair:ambiguous": ("简化字有几种写法", "several simplified forms"),
    "repair:suspect": ("疑似损坏，未改", "suspected damage, left as it is"),
    "category:numeral-abbreviation": ("数字缩略语", "numeral abbreviation"),
    "category:institution-mechanism": ("制度机制", "institution, mechanism"),
    "category:slogan-principle": ("口号原则", "slogan, principle"),
    "category:campaign-brand": ("活动品牌", "campaign, brand"),
    "category:regulation": ("党内法规", "regulation"),
    "category:doctrine-meeting": ("理论与会议", "doctrine, meeting"),
    "category:organisation-form": ("组织形式", "form of organisation"),
    "category:work-line": ("工作用语", "work-line word"),
}


class Words:
    """The strings of one language: `words("key", n=3)`, `words.name("level", "county")`.

    A key with `_one` after it is taken for n = 1.
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ReportLensError(f"unknown language '{lang}'. Use one of {', '.join(LANGUAGES)}.")
        self.lang = lang
        column = LANGUAGES.index(lang)
        self.texts: Mapping[str, str] = MappingProxyType(
            {key: pair[column] for key, pair in (_TEXTS | SECTION_TEXTS).items()}
        )
        self.named = tuple(_NAMES)
        self._names = {key: pair[column] for key, pair in _NAMES.items()}

    def __call__(self, key: str, **values: object) -> str:
        if values.get("n") == 1 and f"{key}_one" in self.texts:
            key += "_one"
        filled = {
            name: f"{value:,}" if isinstance(value, int) and name not in _PLAIN else value
            for name, value in values.items()
        }
        return self.texts[key].format(**filled)

    def warning(self, text: str) -> str:
        """A warning of the analysis in the language of the page; other text is shown as it is."""
        if self.lang != "zh" or not isinstance(text, Notice):
            return text
        told = {
            key: self.name("level", value) if isinstance(value, str) else value
            for key, value in text.values.items()
        }
        return filled(CHINESE, text.code, told)

    def name(self, kind: str, value: str) -> str:
        return self._names.get(f"{kind}:{value}", value)


@cache
def words(lang: str) -> Words:
    """The strings of `lang`, zh or en; raises `ReportLensError` for another."""
    return Words(lang)
