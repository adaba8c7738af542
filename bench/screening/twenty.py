"""Twenty rules in the language, and made-up people for them. `openfisca_country` says the same in OpenFisca."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from huigong.rules.facts import FactDictionary
from huigong.rules.nodes import Node
from huigong.rules.parameters import ParameterDeclaration
from huigong.rules.parse import parse_expression
from huigong.rules.values import UNKNOWN, Answer, Type

ON: Final = date(2016, 6, 1)
SEED: Final = 20160601

FACTS = FactDictionary.loads(
    """
离开户籍地: {type: bool, question: 离开户籍地了吗？}
稳定就业: {type: bool, question: 有稳定工作吗？}
稳定住所: {type: bool, question: 有固定住处吗？}
连续就读: {type: bool, question: 在读书吗？}
持有居住证: {type: bool, question: 有居住证吗？}
农业户籍: {type: bool, question: 是农村户口吗？}
参加培训: {type: bool, question: 参加培训了吗？}
已领培训补贴: {type: bool, question: 领过补贴吗？}
个体经营: {type: bool, question: 自己做生意吗？}
低保: {type: bool, question: 有低保吗？}
有随迁子女: {type: bool, question: 带孩子吗？}
签订合同: {type: bool, question: 签合同了吗？}
发生工伤: {type: bool, question: 受工伤了吗？}
居住起始日期: {type: date, question: 哪天开始住？}
出生日期: {type: date, question: 哪天出生？}
居住月数: {type: int, measure: 月, question: 住几个月了？, derived: "满月数(居住起始日期, 判定日期)"}
年龄: {type: int, measure: 岁, question: 多大了？, derived: "周岁(出生日期, 判定日期)"}
失业月数: {type: int, measure: 月, question: 登记失业几个月了？}
子女数: {type: int, measure: 人, question: 几个孩子？}
家庭人均月收入: {type: int, measure: 分, question: 家里每人每月多少钱？}
拖欠工资: {type: int, measure: 分, question: 欠多少工资？}
参保年数: {type: int, measure: 年, question: 参保几年了？}
城区人口万人: {type: int, question: 城区多少万人？}
"""
)
PARAMETERS: Final[dict[str, tuple[str, int]]] = {
    "居住月数下限": ("月", 6),
    "选民登记月数": ("月", 12),
    "扣减限额": ("分", 960000),
    "招用限额": ("分", 520000),
    "低收入线": ("分", 150000),
    "寄宿补助": ("分", 125000),
}
DECLARED = {name: ParameterDeclaration(name, Type.INT, measure) for name, (measure, _) in PARAMETERS.items()}

CONDITIONS: Final[dict[str, str]] = {
    "permit": "离开户籍地 且 居住月数 >= 参数:居住月数下限 且 (稳定就业 或 稳定住所 或 连续就读)",
    "health": "持有居住证 或 居住月数 >= 参数:居住月数下限",
    "training": "农业户籍 且 参加培训 且 非 已领培训补贴 且 年龄 >= 16 且 年龄 < 60",
    "startup": "个体经营 且 (低保 或 失业月数 >= 6)",
    "hiring": "签订合同 且 失业月数 >= 12",
    "loan": "农业户籍 且 个体经营 且 年龄 <= 60岁",
    "housing": "稳定就业 且 非 稳定住所 且 家庭人均月收入 < 参数:低收入线",
    "settlement": "稳定就业 且 稳定住所 且 (城区人口万人 <= 50 或 参保年数 >= 若 城区人口万人 <= 100 则 3年 否则 5年)",
    "schooling": "有随迁子女 且 (持有居住证 或 稳定就业)",
    "boarding": "有随迁子女 且 家庭人均月收入 * 3 < 参数:低收入线 * 2",
    "election": "居住月数 >= 参数:选民登记月数 且 年龄 >= 18",
    "injury": "发生工伤 且 签订合同",
    "arrears": "拖欠工资 > 0元",
    "legal_aid": "拖欠工资 > 0元 或 发生工伤",
    "pension": "年龄 >= 60 且 参保年数 >= 15",
    "young": "年龄 >= 16 且 年龄 <= 24 且 非 连续就读 且 非 稳定就业",
    "large_family": "子女数 >= 3 且 家庭人均月收入 <= 参数:低收入线",
}
AMOUNTS: Final[dict[str, str]] = {
    "startup_amount": "若 个体经营 且 (低保 或 失业月数 >= 6) 则 参数:扣减限额 否则 0元",
    "boarding_amount": "若 有随迁子女 且 家庭人均月收入 * 3 < 参数:低收入线 * 2 则 参数:寄宿补助 * 子女数 否则 0元",
    "advance_amount": "向下取整(最小(拖欠工资, 参数:招用限额) * 60%)",
}
# How each base fact is spread over the people: SQL over {h}, a number that is as good as random.
SPREAD: Final[dict[str, str]] = {
    **{name: "{h} % 10 < 6" for name, fact in FACTS.items() if fact.type is Type.BOOL},
    "居住起始日期": "DATE '2016-06-01' - CAST({h} % 2000 AS INTEGER)",
    "出生日期": "DATE '2016-06-01' - CAST({h} % 27000 AS INTEGER)",
    "失业月数": "CAST({h} % 30 AS INTEGER)",
    "子女数": "CAST({h} % 5 AS INTEGER)",
    "家庭人均月收入": "CAST({h} % 600000 AS INTEGER)",
    "拖欠工资": "CAST(CASE WHEN {h} % 4 = 0 THEN {h} % 2000000 ELSE 0 END AS INTEGER)",
    "参保年数": "CAST({h} % 30 AS INTEGER)",
    "城区人口万人": "CAST({h} % 900 AS INTEGER)",
}


def parameters(name: str, on: date, /) -> Answer:
    """The value of a parameter, the same on every day."""
    return PARAMETERS[name][1] if name in PARAMETERS else UNKNOWN


def rules() -> dict[str, Node]:
    """The twenty rules by name."""
    return {name: parse_expression(text, facts=FACTS) for name, text in (CONDITIONS | AMOUNTS).items()}


def write_people(path: Path, count: int) -> None:
    """`count` people, all facts known (OpenFisca has no "not known"), the same ones every time."""
    columns = [
        f'{sql.format(h=f"(hash(i * 64 + {place}, {SEED}) >> 8)")} AS "{name}"'
        for place, (name, sql) in enumerate(SPREAD.items())
    ]
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT i AS id, {', '.join(columns)} FROM range({count}) people(i)) TO '{path}' (FORMAT parquet)"
        )
