"""Facts, constants, parameters, comparisons and membership."""

from datetime import date

from huigong.rules.nodes import Choice, Compare, Constant, FactReference, JudgementDate, Member, Parameter
from tests.spec.table import NO, NOT_KNOWN, YES, Table, decimal, row

TABLES = [
    Table(
        FactReference,
        "事实：写它的名称",
        "没有填、填了“不知道”，都是还不清楚。",
        "持有居住证",
        [row(YES, 持有居住证=True), row(NO, 持有居住证=False), row(NOT_KNOWN, 持有居住证=None)],
    ),
    Table(
        FactReference,
        "推算的事实",
        "直接填了就用填的；没填就由别的事实推算，这里由居住起始日期推算。",
        "居住月数",
        [
            row(7, 居住月数=7, 居住起始日期=date(2016, 1, 1)),
            row(5, 居住月数=None, 居住起始日期=date(2016, 1, 1)),
            row(NOT_KNOWN, 居住月数=None, 居住起始日期=None),
        ],
    ),
    Table(
        FactReference,
        "家人的事实",
        "名称里用一个点连接，例如监护人的居住证；和别的事实一样要先登记，类型和本人的那一个相同。本人的答案不顶家人的。",
        "监护人.持有居住证",
        [
            row(YES, **{"监护人.持有居住证": True}),
            row(NO, **{"监护人.持有居住证": False}),
            row(NOT_KNOWN, **{"监护人.持有居住证": None}),
            row(NOT_KNOWN, 持有居住证=True),
        ],
    ),
    Table(
        FactReference,
        "户里的人数",
        "家庭户登记可以数出来的总数，由 counted 登记；登记里没有这个人，就是还不清楚，不当作 0。",
        "子女数 >= 2",
        [row(YES, 子女数=2), row(NO, 子女数=0), row(NOT_KNOWN, 子女数=None)],
    ),
    Table(Constant, "是和否", "固定的答案。", "是", [row(YES)]),
    Table(Constant, "整数", "可以带万、亿，可以带单位：个月、年、岁、天、人、次。", "400万", [row(4000000)]),
    Table(Constant, "金额", "写元或万元，里面按分计算，不会有小数误差。", "9600.5元", [row(960050)]),
    Table(Constant, "小数和百分数", "最多六位小数。", "60%", [row(decimal("0.6"))]),
    Table(Constant, "日期", "写成年-月-日，月和日都是两位。", "2016-06-01", [row(date(2016, 6, 1))]),
    Table(Constant, "文字", "放在“”里面；里面要写”，就连写两个。", "“220000”", [row("220000")]),
    Table(
        JudgementDate,
        "判定日期：问的是哪一天的情况",
        "总是知道的。过去的任何一天都可以重算。",
        "判定日期 >= 2016-01-01",
        [row(YES, on=date(2016, 1, 1)), row(NO, on=date(2015, 12, 31))],
    ),
    Table(
        Parameter,
        "参数：法规里会变的数",
        "按判定日期取当时有效的值；那一天没有值，就是还不清楚，理由里会写明。",
        "居住月数 >= 参数:居住月数下限",
        [
            row(YES, 居住月数=6),
            row(NO, 居住月数=5),
            row(NOT_KNOWN, 居住月数=None),
            row(NOT_KNOWN, 居住月数=6, on=date(2015, 12, 31)),
        ],
    ),
    Table(
        Parameter,
        "小数参数：比例、费率",
        "和小数一样用；写成 60% 的，取值是 0.6。",
        "得分 >= 参数:补贴比例",
        [
            row(YES, 得分=decimal("0.6")),
            row(NO, 得分=decimal("0.599999")),
            row(NOT_KNOWN, 得分=None),
            row(NOT_KNOWN, 得分=decimal("0.6"), on=date(2015, 12, 31)),
        ],
    ),
    Table(
        Parameter,
        "日期参数",
        "政策从哪天起、到哪天止。",
        "居住起始日期 >= 参数:政策起点",
        [
            row(YES, 居住起始日期=date(2016, 1, 1)),
            row(NO, 居住起始日期=date(2015, 12, 31)),
            row(NOT_KNOWN, 居住起始日期=None),
        ],
    ),
    Table(
        Parameter,
        "选项参数",
        "选项要和事实的选项相同，或者是其中的几个。",
        "就业状态 = 参数:优先状态",
        [row(YES, 就业状态="已登记失业"), row(NO, 就业状态="个体经营"), row(NOT_KNOWN, 就业状态=None)],
    ),
    Table(
        Parameter,
        "文字参数",
        "完全相同才算相等。",
        "现居住地 = 参数:试点地区",
        [row(YES, 现居住地="锦州市"), row(NO, 现居住地="锦州"), row(NOT_KNOWN, 现居住地=None)],
    ),
    Table(
        Parameter,
        "是否参数",
        "还没有开展的，写“否”；没有取值的，是还不清楚。",
        "持有居住证 或 参数:已全面开展",
        [
            row(YES, 持有居住证=True),
            row(NO, 持有居住证=False),
            row(NOT_KNOWN, 持有居住证=None),
            row(NOT_KNOWN, 持有居住证=False, on=date(2015, 12, 31)),
        ],
    ),
    Table(
        Compare,
        "比大小：= ≠ < <= > >=",
        "≤、≥、!= 和全角符号也可以。整数和小数可以比，单位不同不能比，金额要写明元。",
        "居住月数 >= 6个月",
        [row(YES, 居住月数=6), row(NO, 居住月数=5), row(NOT_KNOWN, 居住月数=None)],
    ),
    Table(
        Compare,
        "比金额",
        "金额和金额比。",
        "拖欠工资 > 5000元",
        [row(NO, 拖欠工资=500000), row(YES, 拖欠工资=500001), row(NOT_KNOWN, 拖欠工资=None)],
    ),
    Table(
        Compare,
        "比选项",
        "选项和文字只能用 = 和 ≠。",
        "就业状态 ≠ 已登记失业",
        [row(NO, 就业状态="已登记失业"), row(YES, 就业状态="个体经营"), row(NOT_KNOWN, 就业状态=None)],
    ),
    Table(
        Member,
        "属于：在几个之中",
        "反过来写“不属于”。括号里只能写固定的值。",
        "就业状态 属于 (已登记失业, 个体经营)",
        [
            row(YES, 就业状态="个体经营"),
            row(NO, 就业状态="单位就业"),
            row(NOT_KNOWN, 就业状态=None),
        ],
    ),
    Table(
        Choice,
        "选项：写选项的名称",
        "选项是登记事实时列出的，写错会提示最像的一个。",
        "就业状态 = 单位就业",
        [row(YES, 就业状态="单位就业"), row(NO, 就业状态="个体经营"), row(NOT_KNOWN, 就业状态=None)],
    ),
    Table(
        Compare,
        "比文字",
        "一字不差才相等。",
        "现居住地 = “220102”",
        [row(YES, 现居住地="220102"), row(NO, 现居住地="220103"), row(NOT_KNOWN, 现居住地=None)],
    ),
]
