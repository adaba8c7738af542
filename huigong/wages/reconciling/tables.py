"""The five tables of a month, as contractors, gates and banks hand them in: what each column is called and holds.

To teach the reader another header, add it here. A header that is not here is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huigong.sheets.heads import plain

LONGEST = {"code": 64, "worker": 40, "card": 32, "serial": 64}
"""Most characters of a cell by its kind; what is longer is no such number."""
LONGEST_NAME = 100
MOST_PAY = 10**9
"""Fen that one line about one person may be, ten million yuan: above it a slip, and sums of lines stay countable."""


class Kind(StrEnum):
    """What the cells of a column hold, and so how they are read; see `cells`."""

    CODE = "code"  # as written, without spaces
    WORKER = "worker"  # the number of an identity paper
    CARD = "card"  # an account
    SERIAL = "serial"  # the number of a bank line
    DAY = "day"
    MONTH = "month"  # 202610
    MONEY = "money"  # fen
    QUANTITY = "quantity"  # days or hours, in ten-thousandths
    NUMBER = "number"  # hours as they stand, where forty million are compared
    YES = "yes"
    RESULT = "result"  # whether the bank paid
    TEXT = "text"
    RAW = "raw"  # to be read later


@dataclass(frozen=True)
class Column:
    """`aliases`: other headers, apart by spaces; `required`: a file without it is not this table."""

    id: str
    name: str
    kind: Kind
    aliases: str = ""
    required: bool = False


@dataclass(frozen=True)
class Table:
    """`name` is what its file or folder is called, `says` what people call it.

    `identity` is the column without which a row is nobody's: sums, titles and signatures have none.
    """

    name: str
    says: str
    columns: tuple[Column, ...]
    identity: str

    @property
    def aliases(self) -> Mapping[str, str]:
        """Header as `plain` writes it → column id."""
        return {
            plain(text): column.id
            for column in self.columns
            for text in (column.name, column.id, *column.aliases.split())
        }

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.id for column in self.columns if column.required)


_PROJECT = Column("project", "项目编号", Kind.CODE, "项目编码 项目代码 工程编号 工程编码", required=True)
_MONTH = Column("month", "月份", Kind.MONTH, "工资月份 所属月份 发放月份 年月 所属期", required=True)
_WORKER = Column(
    "worker",
    "证件号码",
    Kind.WORKER,
    "证件号 身份证号 身份证号码 身份证 公民身份号码 居民身份证号 居民身份证号码",
    required=True,
)
_NAME = Column("name", "姓名", Kind.TEXT, "工人姓名 人员姓名 农民工姓名")
_CARD = Column("card", "银行卡号", Kind.CARD, "工资卡号 卡号 银行账号 工资卡账号 银行账户")

ROSTER = Table(
    "roster",
    "花名册",
    (
        _PROJECT,
        _NAME,
        Column("paper", "证件类型", Kind.TEXT, "证件种类"),
        _WORKER,
        Column("phone", "手机号", Kind.TEXT, "手机号码 手机 联系电话 电话"),
        Column("occupation", "工种", Kind.TEXT, "岗位 岗位工种"),
        Column("team", "班组", Kind.TEXT, "班组名称 所在班组"),
        Column("subcontractor", "分包单位", Kind.TEXT, "分包单位名称 劳务公司 劳务单位 分包企业"),
        Column("starts", "进场日期", Kind.DAY, "进场时间 进场日 入场日期 入场时间", required=True),
        Column("ends", "退场日期", Kind.DAY, "退场时间 退场日 离场日期 离场时间"),
        Column("contract", "合同编号", Kind.TEXT, "劳动合同编号 合同号"),
        Column("pay_form", "计薪方式", Kind.TEXT, "计酬方式 工资形式"),
        Column("rate", "工资标准", Kind.TEXT, "工价 工资单价"),
        Column("bank", "开户行", Kind.TEXT, "开户银行 银行名称"),
        _CARD,
    ),
    "worker",
)
ATTENDANCE = Table(
    "attendance",
    "考勤",
    (
        _PROJECT,
        _WORKER,
        Column("day", "日期", Kind.DAY, "考勤日期 出勤日期 打卡日期", required=True),
        Column("clock_in", "上班时间", Kind.TEXT, "上班打卡 进场打卡 签到时间"),
        Column("clock_out", "下班时间", Kind.TEXT, "下班打卡 出场打卡 签退时间"),
        Column("hours", "工时", Kind.QUANTITY, "工作时长 工时数 小时数 出勤工时", required=True),
    ),
    "worker",
)
PAYROLL = Table(
    "payroll",
    "工资表",
    (
        _PROJECT,
        _MONTH,
        _WORKER,
        _NAME,
        Column("days", "出勤天数", Kind.QUANTITY, "出勤 出勤日数 工日 出勤工日"),
        Column("gross", "应发工资", Kind.MONEY, "应发金额 应发合计 应发"),
        Column("withheld", "扣款", Kind.MONEY, "扣款合计 应扣工资 应扣 扣除"),
        Column(
            "own_share",
            "个人社保",
            Kind.MONEY,
            "社保个人部分 代扣社保 代扣个人社保 个人缴纳社保 个人社保扣款",
        ),
        Column("net", "实发工资", Kind.MONEY, "实发金额 实发合计 实发", required=True),
        _CARD,
        Column("confirmed", "工人确认", Kind.YES, "本人确认 确认 签字确认 是否确认"),
        Column("line_kind", "行类型", Kind.TEXT, "行类别"),
    ),
    "worker",
)
BANK = Table(
    "bank",
    "银行流水",
    (
        _PROJECT,
        _MONTH,
        Column("batch", "批次号", Kind.TEXT, "批次"),
        Column("serial", "流水号", Kind.SERIAL, "交易流水号 交易流水 业务流水号", required=True),
        Column("day", "日期", Kind.DAY, "交易日期 入账日期 发放日期", required=True),
        Column("payer", "付款账号", Kind.CARD, "付款账户 付方账号"),
        Column("card", "收款账号", Kind.CARD, "收款账户 收方账号 收款卡号", required=True),
        Column("name", "收款户名", Kind.TEXT, "收款人 户名 收款人姓名"),
        _WORKER,
        Column("amount", "金额", Kind.MONEY, "交易金额 发放金额", required=True),
        Column("paid", "结果", Kind.RESULT, "交易结果 处理结果 状态", required=True),
        Column("memo", "附言", Kind.TEXT, "摘要 用途"),
    ),
    "worker",
)
PROJECTS = Table(
    "projects",
    "项目表",
    (
        _PROJECT,
        Column("region", "地区", Kind.CODE, "行政区划 行政区划代码 地区代码 所在地区", required=True),
        Column("contractor", "总包单位", Kind.TEXT, "总承包单位 施工总承包单位"),
        Column("pay_day", "发薪日", Kind.DAY, "发薪日期 工资发放日", required=True),
        Column("account", "专户账号", Kind.CARD, "专用账户账号 工资专户账号"),
        Column("opening", "期初余额", Kind.MONEY, "月初余额"),
        Column("transferred", "本月拨付", Kind.MONEY, "本期拨付 本月到账 本月转入"),
        Column("closing", "期末余额", Kind.MONEY, "月末余额"),
        Column("month", "月份", Kind.MONTH, "所属月份 年月"),
        Column("tier", "最低工资档", Kind.TEXT, "最低工资档次 最低工资类别"),
    ),
    "project",
)
TABLES = (PROJECTS, ROSTER, ATTENDANCE, PAYROLL, BANK)
