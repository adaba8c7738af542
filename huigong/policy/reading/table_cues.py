"""The words that head the columns of a table of duties (任务分工表)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from huigong.policy.reading.cues import Cue, any_of, worded
from huigong.policy.reading.roles import LABELS

# What each column holds; the probe of these tables puts the word above a column and reads the row.
SERIAL_HEADS = worded("number", "{}", "序号|编号|项次|次序|条目|条款|条款号|条")
TASK_HEADS = (
    *worded(
        "task",
        "{}",
        "任务|内容|事项|措施|举措|重点工作|主要工作|工作项目|分工内容|目标任务|工作要求|政策要点|具体要求|项目|指标|指标名称|主要指标|考核指标",
    ),
    Cue("(?:重点|主要|工作|具体|目标|任务|政策|改革|整改|落实|分解|服务|建设|创建|督办|督查|实事|民生){1,3}(?:任务|内容|事项|措施|举措|项目|要求|要点|分解|目标)", "具体工作任务", "task"),
)  # fmt: skip
# How much is to be reached, and in what it is counted: 目标值 12, 单位 万人.
VALUE_HEADS = worded(
    "value", "{}", "目标值|指标值|目标数|任务数|计划数|计划值|年度目标值|任务目标值|目标数量"
)
MEASURE_HEADS = worded("measure", "{}", "单位|计量单位|指标单位")
GROUP_HEADS = worded("group", "{}", "类别|分类|领域|方面|板块|大类|工作类别|任务类别|类型|一级任务|工作领域")
TIME_HEADS = worded(
    "time",
    "{}",
    "完成时限|完成时间|完成期限|时限|时限要求|时间节点|时间安排|时间要求|完成时间节点|进度安排|进度要求|截止时间|办结时限|时间进度|工作时限|落实时限|办理时限|完成日期",
)
OTHER_HEADS = worded(
    "rest", "{}", "备注|责任人|责任领导|牵头领导|分管领导|联系人|联系电话|依据|文件依据|说明|落实情况"
)
ROLE_HEADS = tuple(Cue(cue.form, cue.form, cue.means) for cue in LABELS if cue.means not in ("rest", "time"))
# Lines above a table that name it.
CAPTIONS = (
    Cue("附[件表] ?[0-9一二三四五六七八九十]{0,3}[：:]?", "附件2", ""),
    Cue(
        "[^，。；]{2,50}(?:表|清单|台账|分工|分解)(?:[（(][^（()）]{1,20}[）)])?",
        "云中市服务工作任务分工表",
        "",
    ),
    Cue("[（(]?单位[：:][^，。]{1,12}[）)]?", "单位：万元", ""),
)
BRACKETED = re.compile(r"[（(〔\[【][^（()）〔〕\[\]【】]*[)）〕\]】]?")
UNSPOKEN = re.compile(r"[\s*＊：:]")
LEVEL_BEFORE = re.compile("^(?:省级|市级|县级|区级|省直|市直)")
_KINDS = tuple(
    (kind, re.compile(rf"(?:{any_of(table)})"))
    for kind, table in (
        ("number", SERIAL_HEADS),
        ("value", VALUE_HEADS),
        ("measure", MEASURE_HEADS),
        ("time", TIME_HEADS),
        ("rest", OTHER_HEADS),
        ("group", GROUP_HEADS),
        ("task", TASK_HEADS),
    )
)
_ROLES = {cue.form: cue.means for cue in ROLE_HEADS}
LONGEST_HEAD = 40


@lru_cache(maxsize=4096)
def head_of(cell: str) -> str:
    """What a column holds by its head: number, task, group, time, rest, a part (lead, plain, …), or ""."""
    if len(cell) > LONGEST_HEAD:
        return ""
    words = LEVEL_BEFORE.sub("", BRACKETED.sub("", UNSPOKEN.sub("", cell)))
    for part in (words, *re.split("[及和、/或与]", words)):
        if part in _ROLES:
            return _ROLES[part]
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(words)), "")


def is_duty_header(row: Sequence[str]) -> bool:
    """Whether a row heads a table of duties: who answers, and at least one other known column."""
    kinds = [head_of(cell) for cell in row if cell.strip()]
    return (
        len(kinds) > 1
        and any(kind in _PARTS for kind in kinds)
        and any(kind and kind not in _PARTS for kind in kinds)
    )


_PARTS = frozenset(_ROLES.values())
