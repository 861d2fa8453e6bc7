"""Every string of the figures, in Chinese and in English."""

# key: (Chinese, English). In braces stands what is filled in.
FIGURE_TEXTS: dict[str, tuple[str, str]] = {
    "figure_keyness": ("{target}与{reference}用词差异", "Terms that set {target} and {reference} apart"),
    "figure_more_in": ("{group}更多", "more in {group}"),
    "figure_times": ("{n} 倍", "×{n}"),
    "figure_equal": ("相同", "equal"),
    "figure_counts": ("次数\n{target}/{reference}", "count\n{target}/{reference}"),
    "figure_key": ("关键词语", "key term"),
    "figure_open": ("差异不显著", "not significant"),
    "figure_bound": ("一方 0 次", "none on one side"),
    "by_tokens": ("以词为单位", "over tokens"),
    "by_reports": ("以报告为单位", "over reports"),
    "figure_keyness_note": (
        "相对频次之比及其 95 % 区间（{interval}；0 次按 0.5 次计，箭头表示超出图外）。入选：至少出现 {n} 次，且见于用得较多一方的至少 {r} 篇报告；按 G² 取每方前 {top} 个。"
        "实心为关键词语：q < 0.05，且不靠单独一篇报告。\n"
        "{target} {n1} 篇、{t1} 词，{reference} {n2} 篇、{t2} 词。",
        "Ratio of relative frequencies with its 95 % interval ({interval}; 0 is taken as 0.5; an arrow: it goes on). Shown: terms with at least {n} occurrences, in at least "
        "{r} of the reports of the side that uses them more; up to {top} a side by G². "
        "Filled: key terms, q < 0.05 and not by one report alone.\n"
        "{target}: {n1} reports, {t1} tokens; {reference}: {n2} reports, {t2} tokens.",
    ),
    "figure_frequency": ("常用词语每万词次数", "Common terms per 10,000 tokens"),
    "figure_alt_keyness": (
        "点图：县级与市级相差最大的词语。数值见下表。",
        "Dot plot of the terms that differ most between county and city. The table below has the numbers.",
    ),
    "figure_alt_frequency": (
        "点图：常用词语每万词的次数。数值见下表。",
        "Dot plot of common terms per 10,000 tokens. The table below has the numbers.",
    ),
    # Figures of places, clusters, years and networks
    "figure_heat": ("各地常用词语每万词次数", "Terms by place, per 10,000 tokens"),
    "figure_heat_scale": ("每万词次数", "per 10,000 tokens"),
    "figure_heat_note": (
        "两个以上地方用到的 {m} 个词语中最常用的 {n} 个；{groups}。{order}颜色按平方根深浅。",
        "The {n} commonest of {m} terms that two places or more use; {groups}. {order}Shades by square root.",
    ),
    "figure_heat_all": ("全部 {h} 个地方", "all {h} places"),
    "figure_heat_some": ("{h} 个地方中词数最多的 {g} 个", "the {g} of {h} places with the most tokens"),
    "figure_heat_numbers": ("格中数字为次数，空格为 0。", "Numbers are counts; an empty cell is 0."),
    "figure_order_similarity": ("用词相近的地方排在一起。", "Places alike stand side by side. "),
    "figure_order_name": ("地方按名称排列。", "Places by name. "),
    "figure_cluster": ("第 {k} 类：{terms}（{reports}）", "{k}: {terms} ({reports})"),
    "figure_cluster_without_terms": ("第 {k} 类（{reports}）", "{k} ({reports})"),
    "figure_tree": ("各篇报告用词的相近程度", "Which reports use like terms"),
    "figure_tree_axis": ("合并时的距离（Ward 法）", "distance at which branches join (Ward)"),
    "figure_tree_note": (
        "越靠左合并，用词越相近。颜色和形状为所属的类，{method}；灰线左边的报告分属几类。",
        "The further left branches join, the more alike they are. Colour and shape are clusters, made by {method}; "
        "left of a grey line there are several.",
    ),
    "figure_kmeans": ("由 K 均值聚类得到，与树的分枝不必一致", "k-means, which need not follow the branches"),
    "figure_agglomerative": ("由这棵树切分得到", "cutting this tree"),
    "figure_tree_cut": (
        "共 {n} 篇，只画出最上面的 {rows} 枝；“等”字行为并作一行的几篇，形状为其中各类。",
        " Of {n} reports only the {rows} topmost branches are drawn; “+” rows are several reports in one, marked "
        "with all their clusters.",
    ),
    "figure_branch": ("{name}等 {n} 篇", "{name} +{n}"),
    "figure_unplaced": (
        "另有 {n} 篇没有与别篇共有的词语，未画出。",
        " A further {n} have no term that another has, and are not drawn.",
    ),
    "figure_unplaced_one": (
        "另有 {n} 篇没有与别篇共有的词语，未画出。",
        " One more has no term that another has, and is not drawn.",
    ),
    "figure_map": ("各篇报告用词的分布", "Reports by the terms they use"),
    "figure_map_axis": ("第 {k} 维（占差异的 {share} %）", "dimension {k} ({share} % of the variation)"),
    "figure_map_note": (
        "对各篇词语的 TF-IDF 向量作奇异值分解（减去均值），取前两维，两轴同一比例尺。距离近则用词相近；其余差异不在图上。"
        "颜色和形状为所属的类，分类用到更多维。",
        "First two dimensions of a singular value decomposition of TF-IDF less its mean, both axes on one scale. Near "
        "means alike; the rest of the variation is not on this map. Colour and shape are clusters, formed in more dimensions.",
    ),
    "figure_unlabelled": ("有 {n} 篇因位置不够没有写名称。", " There was no room for {n} labels."),
    "figure_unlabelled_one": ("有 {n} 篇因位置不够没有写名称。", " There was no room for {n} label."),
    "figure_adoption": ("各词语的采用过程", "How terms spread from place to place"),
    "figure_adoption_axis": (
        "到当年底使用过的地方占比",
        "share of places that have used it by the end of the year",
    ),
    "figure_adoption_note": (
        "线端为使用过的地方数/有日期报告的地方数（最多 {n} 个）。语料中第一次见到不等于当地第一次使用；某年没有报告的地方，"
        "采用可能早于图上所示，最后一年的占比因而只是下限。",
        "At the end of each line: places that have used the term / places with a dated report ({n} at most). The first "
        "use found in the reports is not the first of the place: one without a report in a year may have begun earlier, "
        "so shares are lower bounds.",
    ),
    "figure_adoption_undated": (
        "{n} 个词语另见于没有地方或日期的报告，未计入。",
        " {n} of the terms also stand in reports without a place or date, which are left out.",
    ),
    "figure_adoption_undated_one": (
        "{n} 个词语另见于没有地方或日期的报告，未计入。",
        " One of the terms also stands in reports without a place or date, which are left out.",
    ),
    "figure_network": ("常在同一句中出现的词语", "Terms that share sentences"),
    "figure_network_note": (
        "{m} 个词语中联系最多的 {n} 个，各画{weight}最高的 {k} 条线。点的面积按出现的句数；线越粗{weight}越高。"
        "颜色和形状为群（Louvain 法）；灰线连接不同的群。位置只为看清联系，没有数值含义。",
        "The {n} of {m} terms with the strongest ties, each with the {k} edges of the highest {weight}. Areas: sentences; "
        "thickness: {weight}. Colour and shape are communities (Louvain); grey edges join two. Positions have no unit.",
    ),
    "figure_log_dice": (" logDice ", "logDice"),
    "figure_count": ("共现句数", "count of shared sentences"),
    "figure_community": ("群 {k}：{terms}（{n} 个）", "{k}: {terms} ({n} terms)"),
    "figure_community_one": ("群 {k}：{terms}（{n} 个）", "{k}: {terms} ({n} term)"),
    "figure_other_communities": ("其他群", "other communities"),
}
