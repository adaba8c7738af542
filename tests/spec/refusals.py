"""What the reader and the checker refuse, where, and what they propose."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """Text that is not a rule, the error's code, its column, and the name it proposes."""

    text: str
    code: str
    column: int
    suggestion: str = ""


REFUSALS = [
    Refusal("持有居注证", "rule.unknown_fact", 1, "持有居住证"),
    Refusal("持有居住证且稳定就业", "rule.unknown_fact", 1, "持有居住证"),
    Refusal("居住月数 >= 参数:居住月下限", "rule.unknown_parameter", 9, "居住月数下限"),
    Refusal("就业状态 = 个体经商", "rule.unknown_fact", 8, "个体经营"),
    Refusal("居住月数 >=", "rule.unexpected", 8),
    Refusal("(持有居住证 且 稳定就业", "rule.unexpected", 14),
    Refusal("1 < 居住月数 < 6", "rule.unexpected", 10),
    Refusal("若 持有居住证 则 稳定就业", "rule.unexpected", 15),
    Refusal("", "rule.empty", 1),
    Refusal("居住月数 >= 6斤", "rule.number_not_understood", 9),
    Refusal("居住月数 >= 99999999999999999999", "rule.number_too_large", 9),
    Refusal("拖欠工资 > 0.005元", "rule.amount_too_fine", 8),
    Refusal("得分 > 0.0000001", "rule.decimal_too_fine", 6),
    Refusal("出生日期 < 2016-02-30", "rule.no_such_day", 8),
    Refusal("现居住地 = “2201", "rule.not_closed", 8),
    Refusal("持有居住证 ; 稳定就业", "rule.character_not_understood", 7),
    Refusal("满月数(居住起始日期)", "rule.argument_count", 1),
    Refusal("就业状态 属于 (就业状态)", "rule.option_not_constant", 10),
    Refusal("出生日期 > 6", "rule.type_mismatch", 1),
    Refusal("拖欠工资 > 5000", "rule.type_mismatch", 1),
    Refusal("居住月数 > 年龄", "rule.type_mismatch", 1),
    Refusal("就业状态 > 个体经营", "rule.type_mismatch", 1),
    Refusal("现居住地 < “22”", "rule.type_mismatch", 1),
    Refusal("就业状态 = “个体经营”", "rule.type_mismatch", 1),
    Refusal("非 居住月数", "rule.type_mismatch", 3),
    Refusal("居住月数 且 持有居住证", "rule.type_mismatch", 1),
    Refusal("拖欠工资 * 拖欠工资", "rule.type_mismatch", 1),
    Refusal("出生日期 + 1", "rule.type_mismatch", 1),
    Refusal("满月数(居住月数, 判定日期)", "rule.type_mismatch", 5),
    Refusal("最大(持有居住证, 稳定就业)", "rule.type_mismatch", 1),
    Refusal("若 持有居住证 则 1 否则 持有居住证", "rule.type_mismatch", 1),
    Refusal("分段(子女数, 不超过 2 则 1)", "rule.unexpected", 18),
    Refusal("分段(子女数, 其余 1)", "rule.unexpected", 9),
    Refusal("分段(子女数, 不超过2 则 1, 其余 2)", "rule.unexpected", 9),
    Refusal("分段(子女数, 不超过 年龄 则 1, 其余 2)", "rule.bound_not_fixed", 13),
    Refusal("分段(子女数, 不超过 2 则 1, 不满 2 则 2, 其余 3)", "rule.bounds_not_ascending", 23),
    Refusal("分段(子女数, 不超过 2个月 则 1, 其余 2)", "rule.type_mismatch", 13),
    Refusal("月后(居住起始日期)", "rule.argument_count", 1),
    Refusal("月后(居住月数, 1)", "rule.type_mismatch", 4),
    Refusal("月后(居住起始日期, 1.5)", "rule.type_mismatch", 12),
    Refusal("月后(居住起始日期, 30天)", "rule.type_mismatch", 12),
    Refusal("天后(居住起始日期, 居住月数)", "rule.type_mismatch", 12),
    Refusal("天后(居住起始日期, 稳定就业)", "rule.type_mismatch", 12),
    Refusal("期限内(居住起始日期)", "rule.unexpected", 11),
    Refusal("期限内(居住起始日期, 6)", "rule.bar_length", 13),
    Refusal("期限内(居住起始日期, 居住月数)", "rule.bar_length", 13),
    Refusal("期限内(居住起始日期, 6岁)", "rule.bar_length", 13),
    Refusal("期限内(居住起始日期, 参数:居住月数下限)", "rule.bar_unit", 22),
    Refusal("期限内(居住起始日期, 参数:居住月数下限 年)", "rule.type_mismatch", 13),
    Refusal("期限内(居住起始日期, 参数:居住月下限 个月)", "rule.unknown_parameter", 13, "居住月数下限"),
    Refusal("期限内(居住起始日期, 0个月)", "rule.type_mismatch", 13),
    Refusal("期限内(居住起始日期, 1.5年)", "rule.type_mismatch", 13),
    Refusal("期限内(居住月数, 1年)", "rule.type_mismatch", 5),
    Refusal("期限内(居住起始日期, 1年, 判定日期)", "rule.unexpected", 17),
    Refusal("期限内(居住起始日期, 1年, 中断于 居住月数)", "rule.type_mismatch", 21),
    Refusal("期限内(居住起始日期, 1年, 扣除 居住月数)", "rule.type_mismatch", 20),
    Refusal("期限内(居住起始日期, 1年, 扣除 1天, 扣除 2天)", "rule.unexpected", 24),
    Refusal("分段(持有居住证, 不超过 2 则 1, 其余 2)", "rule.type_mismatch", 4),
    Refusal("分段(子女数, 不超过 2 则 1, 其余 500元)", "rule.type_mismatch", 23),
]
