"""The same kinds in plain pandas, as somebody would write them down first: nothing refused, nothing cleaned.

`python plain.py FOLDER PAYDAY MINIMUM WORKING_DAYS`, in an environment of its own; prints JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-not-found]

KEY = ["项目编号", "证件号码"]
FIRST, LAST = pd.Timestamp("2026-10-01"), pd.Timestamp("2026-10-31")


def read(folder: Path, name: str, columns: list[str]) -> Any:
    return pd.read_parquet(folder / name, columns=columns)


def main(folder: Path, pay_day: str, minimum: float, working: int) -> dict[str, int]:
    roster = read(folder, "roster", [*KEY, "进场日期", "退场日期", "合同编号", "银行卡号"])
    attendance = read(folder, "attendance", [*KEY, "日期", "工时"]).dropna(subset=["日期"])
    payroll = read(folder, "payroll", [*KEY, "出勤天数", "应发工资", "实发工资", "工人确认"])
    bank = read(folder, "bank", [*KEY, "日期", "收款账号", "金额", "结果"])
    attendance["日期"] = pd.to_datetime(attendance["日期"])
    roster["进场日期"] = pd.to_datetime(roster["进场日期"])
    roster["退场日期"] = pd.to_datetime(roster["退场日期"]).fillna(pd.Timestamp("2199-12-31"))
    bank = bank[bank["结果"] == "成功"]
    days = attendance[attendance["工时"] > 0].drop_duplicates([*KEY, "日期"])
    worked = days.groupby(KEY).size().rename("attended")
    paid = payroll.groupby(KEY).agg(
        days=("出勤天数", "sum"), net=("实发工资", "sum"), signed=("工人确认", lambda s: (s == "是").all())
    )
    credited = bank.groupby(KEY).agg(credited=("金额", "sum"), last=("日期", "max"))
    both = pd.concat([worked, paid, credited], axis=1)
    both["attended"] = both["attended"].fillna(0)
    both["credited"] = both["credited"].fillna(0)
    net, got = both["net"].astype(float), both["credited"].astype(float)
    listed = both["net"].notna()
    counts = {
        "worked_not_on_payroll": int(((both["attended"] > 0) & ~listed).sum()),
        "payroll_without_work": int((listed & (both["attended"] == 0)).sum()),
        "days_differ": int(
            (
                listed & (both["attended"] > 0) & ((both["days"].astype(float) - both["attended"]).abs() > 1)
            ).sum()
        ),
        "not_paid": int(((net > 0) & (got <= 0)).sum()),
        "paid_short": int(((got > 0) & (got < net - 0.001)).sum()),
        "paid_late": int(
            ((got >= net - 0.001) & (pd.to_datetime(both["last"]) > pd.Timestamp(pay_day))).sum()
        ),
        "below_minimum": int(((both["attended"] >= working) & (net < minimum)).sum()),
        "unsigned": int(((both["signed"] == False) & ((net > 0) | (got > 0))).sum()),  # noqa: E712
    }
    own = bank.merge(
        roster[["证件号码", "银行卡号"]].drop_duplicates(),
        how="left",
        left_on=["证件号码", "收款账号"],
        right_on=["证件号码", "银行卡号"],
    )
    counts["other_card"] = int(own[own["银行卡号"].isna()].drop_duplicates(KEY).shape[0])
    holders = bank.groupby("收款账号")["证件号码"].nunique()
    counts["shared_card"] = int(
        bank[bank["收款账号"].isin(holders[holders > 1].index)].drop_duplicates(KEY).shape[0]
    )
    held = days.merge(roster, how="left", on=KEY)
    inside = (held["进场日期"] <= held["日期"]) & (held["日期"] <= held["退场日期"])
    held["covered"], held["signed"] = inside, inside & held["合同编号"].notna()
    by_day = held.groupby([*KEY, "日期"])[["covered", "signed"]].any()
    counts["unregistered"] = by_day[~by_day["covered"]].reset_index().drop_duplicates(KEY).shape[0]
    counts["no_contract"] = (
        by_day[by_day["covered"] & ~by_day["signed"]].reset_index().drop_duplicates(KEY).shape[0]
    )
    ends = roster.groupby(KEY)["退场日期"].max()
    left = both.join(ends.rename("ends"))
    gone = left["ends"] <= LAST
    counts["left_unsettled"] = int((gone & ((net > got) | ((left["attended"] > 0) & ~listed))).sum())
    long = attendance.groupby([*KEY, "日期"])["工时"].sum().reset_index()
    long = long[long["工时"] >= 8]
    sites = long.groupby(["证件号码", "日期"])["项目编号"].transform("nunique")
    counts["two_sites"] = long[sites > 1].drop_duplicates(KEY).shape[0]
    projects = read(folder, "projects", ["项目编号", "期初余额", "本月拨付", "期末余额"]).set_index(
        "项目编号"
    )
    spent = bank.groupby("项目编号")["金额"].sum()
    off = (
        projects["期初余额"] + projects["本月拨付"] - spent.reindex(projects.index).fillna(0)
        != projects["期末余额"]
    )
    counts["account_mismatch"] = int(off.sum())
    return counts


if __name__ == "__main__":
    began = time.perf_counter()
    kinds = main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": time.perf_counter() - began, "peak": peak, "kinds": kinds}))
