"""Strings of the sections of the page that need several reports, in Chinese and in English."""

# key: (Chinese, English). In braces stands what is filled in.
SECTION_TEXTS: dict[str, tuple[str, str]] = {
    "impossible": ("这一部分无法给出：{reason}", "This part cannot be given: {reason}"),
    "missing_clusters": (
        "有共同提法的报告不足 4 篇，或者各篇用词全部相同。",
        "fewer than 4 reports share terms, or all reports use the same terms alike.",
    ),
    "missing_formula": (
        "只有一篇报告，看不出哪些表述与他处相同。",
        "there is only one report, and formula is what several share.",
    ),
    "passage_of": ("{place}，看原句", "{place}, see the sentence"),
    # Clusters
    "clusters": ("报告聚类", "Clusters of reports"),
    "clusters_line": (
        "按提法的异同，{n} 篇报告分为 {k} 类。平均轮廓系数 {silhouette}（随机分配词语时为 {chance}，p = {p}）；"
        "去掉五分之一的报告再聚，调整兰德指数平均为 {stability}（1 为完全一致）。",
        "By the terms they use {n} reports form {k} clusters. Mean silhouette {silhouette} ({chance} when terms are dealt "
        "out by chance, p = {p}); with a fifth of the reports left out the adjusted Rand index is {stability} on average "
        "(1: the same clusters).",
    ),
    "clusters_table": ("各类及其特征提法", "Clusters and the terms that set them apart"),
    "cluster_number": ("类", "Cluster"),
    "cluster_terms": ("特征提法", "Distinctive terms"),
    "cluster_reports": ("报告", "Reports"),
    "silhouette": ("轮廓系数", "Silhouette"),
    "stability": ("稳定性", "Stability"),
    "cluster_none": ("未归类", "none"),
    "alt_map": (
        "报告分布图：每点是一篇报告，位置相近表示用词相近。",
        "Map of the reports: what lies together uses the same terms.",
    ),
    "alt_dendrogram": ("报告聚类树。", "Tree of the reports by the terms they share."),
    # Formula
    "formula": ("通用表述与本地内容", "National formula and local content"),
    "formula_line": (
        "连续 8 个字以上逐字见于至少 {needed} 个地方的报告，就算通用表述。各篇报告平均有 {mean} 是通用表述，"
        "最少 {least}，最多 {most}。",
        "Wording of 8 characters and more that at least {needed} places share counts as formula. It makes up {mean} of a "
        "report on average, {least} at least and {most} at most.",
    ),
    "formula_table": ("各篇报告的通用表述", "Formula in each report"),
    "formula_share": ("通用表述占比", "Share of formula"),
    "sentences_column": ("句数", "Sentences"),
    "shared_column": ("与他处相同的句子", "Sentences shared"),
    "widespread": ("流传最广的句子", "The most widespread sentences"),
    "widespread_none": (
        "没有两个以上地方都用的句子。",
        "No sentence stands in the reports of two places.",
    ),
    "widespread_line": (
        "见于 {places} 个地方的 {reports} 篇报告：",
        "in {reports} reports of {places} places: ",
    ),
    "alt_heat_map": (
        "热图：各地常用提法每万词次数。",
        "Heat map: common terms of each place per 10,000 words.",
    ),
    # Spread
    "adoption": ("提法的传播", "How terms spread"),
    "adoption_line": (
        "下列提法在较晚的报告中用得更多。曲线从语料中最早的一篇起算，不是从提法最早出现起算。",
        "These terms stand in later reports more than in earlier ones. A curve begins with the first report of the "
        "corpus, not with the first use in the world.",
    ),
    "adoption_none": (
        "没有一个提法在较晚的报告中明显用得更多，或者报告的年份太少。",
        "No term is clearly used more in later reports, or the reports are of too few years.",
    ),
    "adoption_table": ("提法首次见于各地的时间", "When each place first used the term"),
    "adoption_first": ("最早见于", "First"),
    "adoption_places": ("采用的地方", "Places"),
    "alt_adoption": (
        "阶梯图：采用各提法的地方占比逐年变化。",
        "Step curves: the share of places that use each term by year.",
    ),
    "network": ("哪些提法常在一起", "Which terms stand together"),
    "alt_network": (
        "网络图：常在同一句中出现的提法。",
        "Network of terms that share sentences.",
    ),
    # The ledger
    "ledger": ("数字台账", "The ledger of figures"),
    "ledger_line": (
        "{n} 处数字中，有 {items} 个事项两个以上地方用同样的单位写到。数字照录原文，“余”“多”“近”为约数，各地口径不同，不相加。",
        "Of {n} figures {items} items are counted by two places or more in the same unit. Figures stand as written; some "
        "are bounds, and places count differently: nothing is added up.",
    ),
    "ledger_none": (
        "没有两个以上地方用同样单位写到的事项。",
        "No item is counted by two places in the same unit.",
    ),
    "ledger_table": ("各地同一事项的数字", "Figures for the same item side by side"),
    "ledger_item": ("事项", "Item"),
    "ledger_verb": ("动作", "Action"),
    "ledger_unit": ("单位", "Unit"),
    "ledger_figures": ("各地数字", "Figures"),
    # Profiles
    "profiles": ("各地概况", "Profiles of places"),
    "profiles_line": (
        "每个地方的做法（摘自报告原句，按主题排列）、本地提法、与同级其他地方相比用得多的提法和最相近的地方。",
        "What each place does (sentences of its reports, by theme), its coinages, what it uses more than its peers, and "
        "the places nearest to it.",
    ),
    "profiles_none": ("没有一篇报告标明地方。", "No report has a place."),
    "profile_reports": ("{n} 篇报告", "{n} reports"),
    "profile_reports_one": ("{n} 篇报告", "{n} report"),
    "profile_terms": ("比{peers}用得多", "Used more than by {peers}"),
    "peers_county": ("其他县级地方", "other counties"),
    "peers_city": ("其他市级地方", "other cities"),
    "peers_province": ("其他省级地方", "other provinces"),
    "peers_all": ("其他地方", "other places"),
    "profile_coinages": ("本地提法", "Coinages"),
    "profile_nearest": ("相近的地方", "Nearest places"),
    "profile_more": ("{term}（{count} 次，别处 {peers} 次）", "{term} ({count}; elsewhere {peers})"),
    "profile_near": ("{place}（{cosine}）", "{place} ({cosine})"),
    "profile_shared": ("共有：", "in common: "),
    "profile_practices": ("做法", "Practices"),
    "profile_nothing": (
        "报告中没有可以单独摘出的做法。",
        "The reports hold no practice that can be quoted by itself.",
    ),
    "used_by": ("使用的地方", "Places"),
    "passages": ("出处", "Passages"),
    "passages_line": (
        "数字台账、缩略语和流传语句的出处。",
        "Where the figures, meanings and widespread sentences above stand.",
    ),
    "raw_same": ("与整理后的文本相同", "the same as the clean text"),
    "brief_file": (
        "综述草稿（Word，每句有出处，可用 reportlens audit 核对）",
        "Draft brief (Word; every sentence with its source, proved by reportlens audit)",
    ),
    "method_formula": (
        "通用表述按连续 8 个字（不计标点，数字视为相同）逐字比较，至少一成且至少两个地方都有的才算；未标明地方的报告，每篇算一个地方。",
        "Formula is found word for word in runs of 8 characters (punctuation left out, figures taken as alike) that a "
        "tenth of the places have, and two at least; a report without a place counts as a place.",
    ),
    "method_clusters": (
        "聚类：提法的 TF-IDF 经奇异值分解后用 KMeans；类数按轮廓系数和稳定性选定。只在一篇报告中出现的提法不参与。",
        "Clusters: KMeans on the TF-IDF of terms after a singular value decomposition; their number by silhouette and "
        "stability. Terms of one report alone take no part.",
    ),
    "method_profiles": (
        "做法是按规则从报告中挑出的句子：能单独成句，多半不是通用表述，含有数字、机制、品牌或简称；主题按句中提法和标题判断，可能有误。",
        "Practices are sentences chosen by rule: they stand alone, are mostly no formula, and hold a figure, a mechanism, "
        "a campaign or an abbreviation. Their theme is judged by terms and headings and may be wrong.",
    ),
}
