"""One input variable a fact, named in English as OpenFisca's users do; `COLUMNS` gives the Parquet column."""

from __future__ import annotations

from datetime import date

from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable
from openfisca_country import Person

COLUMNS = {
    "left_home": "离开户籍地",
    "stable_job": "稳定就业",
    "stable_home": "稳定住所",
    "at_school": "连续就读",
    "holds_permit": "持有居住证",
    "rural": "农业户籍",
    "in_training": "参加培训",
    "trained_already": "已领培训补贴",
    "self_employed": "个体经营",
    "minimum_living": "低保",
    "has_children_here": "有随迁子女",
    "has_contract": "签订合同",
    "was_injured": "发生工伤",
    "here_since": "居住起始日期",
    "born_on": "出生日期",
    "months_unemployed": "失业月数",
    "children": "子女数",
    "income": "家庭人均月收入",
    "owed": "拖欠工资",
    "years_insured": "参保年数",
    "city_size": "城区人口万人",
}
NUMBERS = {"months_unemployed", "children", "income", "owed", "years_insured", "city_size"}
DATES = {"here_since", "born_on"}


def _fact(name: str) -> type[Variable]:
    kind = int if name in NUMBERS else date if name in DATES else bool
    body = {"value_type": kind, "entity": Person, "definition_period": DateUnit.ETERNITY, "label": name}
    if kind is date:
        body["default_value"] = date(1900, 1, 1)
    return type(name, (Variable,), body)


VARIABLES = [_fact(name) for name in COLUMNS]
