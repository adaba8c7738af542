"""Small made-up months: a clean project, and helpers that write it as CSV. Nobody in it is real."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from huigong.kernel.calendar import WorkCalendar
from huigong.wages.reconciling.months import Month
from huigong.wages.reconciling.outcome import Outcome, as_json
from huigong.wages.reconciling.reconcile import reconcile

Row = dict[str, Any]
World = dict[str, list[Row]]
HEADERS = {
    "roster": "项目编号 姓名 证件类型 证件号码 手机号 工种 班组 分包单位 进场日期 退场日期 合同编号 计薪方式 工资标准 开户行 银行卡号",
    "attendance": "项目编号 证件号码 日期 上班时间 下班时间 工时",
    "payroll": "项目编号 月份 证件号码 姓名 出勤天数 应发工资 扣款 个人社保 实发工资 银行卡号 工人确认 行类型",
    "bank": "项目编号 月份 批次号 流水号 日期 付款账号 收款账号 收款户名 证件号码 金额 结果 附言",
    "projects": "项目编号 地区 总包单位 发薪日 专户账号 期初余额 本月拨付 期末余额 最低工资档",
}
MONTH = Month.parse("2026-10")
WORKDAYS = [
    day
    for day in (date(2026, 10, 1) + timedelta(days=step) for step in range(31))
    if WorkCalendar.published().day(day).working
]
A, B, C = "210799199001010015", "210799199001010023", "21079919900101004X"
CARDS = {A: "6222000000000000001", B: "6222000000000000002", C: "6222000000000000003"}
PAY_DAY = "2026-11-16"


def person(
    worker: str, *, project: str = "P1", starts: str = "2026-03-01", ends: str = "", contract: str = "HT1"
) -> Row:
    return {
        "项目编号": project,
        "姓名": "甲禾",
        "证件号码": worker,
        "进场日期": starts,
        "退场日期": ends,
        "合同编号": contract,
        "银行卡号": CARDS[worker],
    }


def days(worker: str, on: Iterable[str | date], *, project: str = "P1", hours: str = "9") -> list[Row]:
    return [{"项目编号": project, "证件号码": worker, "日期": str(day), "工时": hours} for day in on]


def pay(
    worker: str, *, project: str = "P1", net: str = "6000.00", count: str | None = None, **more: str
) -> Row:
    return {
        "项目编号": project,
        "月份": "2026-10",
        "证件号码": worker,
        "姓名": "甲禾",
        "出勤天数": str(len(WORKDAYS)) if count is None else count,
        "应发工资": net,
        "实发工资": net,
        "工人确认": "是",
        **more,
    }


def credit(
    worker: str, amount: str = "6000.00", *, on: str = "2026-11-10", project: str = "P1", **more: str
) -> Row:
    return {
        "项目编号": project,
        "月份": "2026-10",
        "流水号": more.pop("serial", f"L-{project}-{worker}-{amount}-{on}"),
        "日期": on,
        "收款账号": CARDS[worker],
        "证件号码": worker,
        "金额": amount,
        "结果": "成功",
        **more,
    }


def site(project: str = "P1", *, closing: str = "88000.00", region: str = "210702", **more: str) -> Row:
    return {
        "项目编号": project,
        "地区": region,
        "发薪日": PAY_DAY,
        "专户账号": "9000001",
        "期初余额": "100000.00",
        "本月拨付": "0",
        "期末余额": closing,
        "最低工资档": "一档",
        **more,
    }


def clean() -> World:
    """One project, two workers on every working day, paid in time and in full."""
    return {
        "projects": [site()],
        "roster": [person(A), person(B)],
        "attendance": [*days(A, WORKDAYS), *days(B, WORKDAYS)],
        "payroll": [pay(A), pay(B)],
        "bank": [credit(A), credit(B)],
    }


def changed(world: World, table: str, worker: str, **cells: str) -> World:
    """The same with these cells in every row of a worker."""
    other = deepcopy(world)
    for row in other[table]:
        if row.get("证件号码") == worker or table == "projects":
            row.update(cells)
    return other


def write(world: Mapping[str, list[Row]], folder: Path, *, encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in world.items():
        with (folder / f"{table}.csv").open("w", newline="", encoding=encoding) as file:
            writer = csv.DictWriter(file, HEADERS[table].split(), restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def run(
    folder: Path,
    *,
    month: str = "2026-10",
    region: str = "21",
    as_of: date | None = None,
    session: Any = None,
) -> Outcome:
    """`session`: a Spark to compare on."""
    wanted = Month.parse(month)
    return reconcile(folder, folder / "out", month=wanted, region=region, as_of=as_of, session=session)


def kinds(outcome: Outcome) -> dict[str, int]:
    """How often each kind holds that holds at all."""
    return {code: count for code, count in outcome.judged.kinds.items() if count}


def exceptions(folder: Path) -> list[Row]:
    rows: list[Row] = pq.read_table(folder / "out" / "exceptions.parquet").to_pylist()
    return rows


def summary(folder: Path, outcome: Outcome) -> Row:
    """What was printed and what was written are the same."""
    written: Row = json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))
    assert written == as_json(outcome)
    return written
