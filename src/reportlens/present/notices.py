"""The warnings of the analysis in Chinese."""

from collections.abc import Mapping
from types import MappingProxyType

# By the codes of `reportlens.analysis.notices`; in braces stand the same values.
CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "no_terms": "所比较的报告中没有可计数的词语，表格为空。",
        "few_reports": "{group}只有 {n} 篇报告：看到的差异可能只是个别报告的特点。",
        "few_reports_in_groups": "有 {n} 组不足 {least} 篇报告（{groups}）：看到的差异可能只是个别报告的特点。",
        "lopsided": "{group}的词数是{other}的 {times:.0f} 倍：{other}没有的词语，可能只是因为文本太少。",
        "same_counts": (
            "“{report}”与“{other}”的各词语次数完全相同。若一篇是另一篇的副本，请删去：重复的文本会重复计数。"
        ),
        "more_same_counts": (
            "“{report}”与“{other}”的各词语次数完全相同，这样的报告另有 {n} 对。若一篇是另一篇的副本，请删去："
            "重复的文本会重复计数。"
        ),
        "bootstrap_of_few": (
            "对数比的区间只依据 {n_target} 篇与 {n_reference} 篇报告，不足 {least} 篇时偏窄。"
        ),
        "without_stratum": "有 {n} 篇报告不属于任何层（如“{report}”），它们之间相互比较。",
        "no_common_stratum": "没有一层同时有两组的报告，无法同类相比，分层对数比为空。",
        "no_counterpart": "有 {n} 篇报告在同一层中没有可比的报告，对置换检验不起作用。",
        "few_arrangements": (
            "各组分别有 {sizes} 篇报告，分组方式太少，置换检验的 p 不会小于 {p:.2g}，任何差异都不可能达到 {level} "
            "的显著水平。请增加报告。"
        ),
        "few_arrangements_for_one_term": (
            "各组分别有 {sizes} 篇报告，分组方式太少，置换检验的 p 不会小于 {p:.2g}；{terms} 个词语中若只有一个有差异，"
            "校正后达不到 q < {level}。请增加报告。"
        ),
        "few_draws": (
            "置换 {n} 次，p 不会小于 {p:.2g}，任何差异都不可能达到 {level} 的显著水平。请增加置换次数。"
        ),
        "few_draws_for_one_term": (
            "置换 {n} 次，p 不会小于 {p:.2g}；{terms} 个词语中若只有一个有差异，校正后达不到 q < {level}。"
            "请增加置换次数，或减少词语。"
        ),
        "no_cluster": "有 {n} 篇报告与其他报告没有共同的词语，不归入任何一类（类 0）。",
        "few_to_cluster": "只有 {n} 篇报告：聚类只说明其中哪些相近，不能看作报告的类型。",
        "no_structure": "平均轮廓系数为 {silhouette:.2f}，低于 {least} 即没有明显结构：这些报告没有清楚的类别。",
        "clear_by_chance": "把词语随机分给各篇报告，也能得到同样清楚的类别（p = {p:.2f}）。",
        "chance_unknown": (
            "{clusters} 个类无法与随机情形比较（只用 {n} 篇报告试算，其中不同的有 {different} 篇），轮廓系数没有 p 值。"
        ),
        "no_stable_number": (
            "分成几类都不稳定：去掉五分之一的报告，调整兰德指数为 {stability:.2f}（至少应为 {least}）。"
        ),
        "unstable": "类别不稳定：去掉五分之一的报告，调整兰德指数为 {stability:.2f}（至少应为 {least}）。",
        "stability_unknown": (
            "{clusters} 个类的稳定性无从得知：去掉五分之一的报告后，不同的报告少于类数。请减少类数。"
        ),
        "not_drawn": "有 {n} 篇报告一次也没有抽到，所在类的稳定性无从得知。请增加抽样次数。",
        "other_starts": "换一个起点，得到的类别就不同（调整兰德指数 {rand:.2f}）。",
        "no_topic": "有 {n} 篇报告与其他报告没有共同的词语，不属于任何主题。",
        "few_for_topics": "{n} 篇报告分 {topics} 个主题：每个主题不足 {least} 篇时，主题只是个别报告。",
        "unstable_topics": "主题 {topics} 不稳定：去掉五分之一的报告，词语就会改变。",
        "few_occurrences": "“{term}”只出现 {n} 处：它的搭配词只是个别段落的。",
        "copies": (
            "有 {n} 对报告的文字至少一半相同（如“{report}”与“{other}”）：副本在每次比较中都会重复计数。"
        ),
        "no_two_places": "没有两个不同的地方：比较的是各篇报告，而不是各地。",
        "without_place": "有 {n} 篇报告没有标明地方，各作一地计算。",
        "without_place_or_date": "有 {n} 篇用到“{term}”的报告没有地方或日期，未计入。",
    }
)
