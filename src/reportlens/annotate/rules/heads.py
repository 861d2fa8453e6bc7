"""Members that a clause goes on about or leads up to: 红色清单 in 红色清单列任务, 活动码 in 支部有活动码."""

from collections.abc import Sequence

from reportlens.annotate.rules.edges import is_word_edge

# What a member does: 红色清单列任务, 蓝色清单记问题.
_DOES = frozenset("列管记写晒载明定督促保抓治盯亮")
# How whoever has a member comes by it: 支部有活动码, 县级领导任链长.
_HAS = frozenset("有设任当用配领持立建挂亮拿发办晒做")
LONGEST_HEAD = 8


def heads_of(names: Sequence[str], key: str) -> Sequence[str]:
    """The names up to `key` where a predicate follows it in each; else the names as they are.

    >>> heads_of(["红色清单列任务", "蓝色清单记问题"], "清单")
    ['红色清单', '蓝色清单']
    >>> heads_of(["组织覆盖到边", "工作覆盖到底"], "覆盖")
    ['组织覆盖到边', '工作覆盖到底']
    """
    ends = [name.find(key) + len(key) for name in names]
    tails = [name[end:] for name, end in zip(names, ends, strict=True)]
    if len(key) < 2 or min(map(len, tails)) < 3:
        return names
    leads = {name[0] for name in names[1:]}
    if leads <= set("以用") or all(tail[0] in _DOES for tail in tails):
        return [name[:end].lstrip("以用") for name, end in zip(names, ends, strict=True)]
    return names


def objects_of(clauses: Sequence[str], key: str) -> list[str] | None:
    """What one verb in all clauses leads up to, if each ends in `key`.

    >>> objects_of(["支部有活动码", "党员有身份码", "窗口有评价码"], "码")
    ['活动码', '身份码', '评价码']
    """
    for verb in sorted(_HAS.intersection(*clauses)):
        places = [clause.rfind(verb, 0, len(clause) - len(key)) for clause in clauses]
        objects = [clause[place + 1 :] for clause, place in zip(clauses, places, strict=True)]
        if verb in key or min(places) < 2 or max(map(len, objects)) > LONGEST_HEAD:
            continue
        if min(map(len, objects)) == len(key) or len(set(objects)) < len(objects):
            continue
        # A dictionary need not know every subject or object.
        edges = sum(
            is_word_edge(c, p) and is_word_edge(c, p + 1) for c, p in zip(clauses, places, strict=True)
        )
        if 2 * edges > len(clauses):
            return objects
    return None
