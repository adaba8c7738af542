"""A made-up month: workers, their days, pay and bank lines, with one worker in two hundred for each kind of fault.

The same numbers give the same month, and the counts of every kind are known beforehand.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

MONTH, REGION = "2026-10", "21"
CREW = 300  # workers of a project
_EVERY = 200
_DAYS = 27  # attended by everybody, the first of the month on
_FAULTS = (
    "worked_not_on_payroll",
    "payroll_without_work",
    "days_differ",
    "not_paid",
    "paid_short",
    "paid_late",
    "other_card",
    "shared_card",
    "shared_card",
    "below_minimum",
    "unregistered",
    "no_contract",
    "left_unsettled",
    "two_sites",
    "unsigned",
)
_OFF = 50  # one project in so many has an account that does not close
_UNREADABLE = 5000  # one worker in so many has a line of attendance without a day


def expected(workers: int) -> dict[str, int]:
    """How often each kind holds."""
    planted = [sum(1 for _ in range(number + 1, workers, _EVERY)) for number in range(len(_FAULTS))]
    counts: dict[str, int] = {}
    for fault, count in zip(_FAULTS, planted, strict=True):
        counts[fault] = counts.get(fault, 0) + count
    sites = counts["two_sites"]
    counts["two_sites"] = 2 * sites  # named on both
    counts["worked_not_on_payroll"] += sites  # nobody knows them on the second
    counts["unregistered"] += sites
    counts["not_paid"] += counts["left_unsettled"]
    counts["account_mismatch"] = sum(1 for _ in range(0, workers // CREW, _OFF))
    return counts


def write(folder: Path, workers: int) -> None:
    """Five tables of `workers` people as Parquet, attendance in files of some millions of lines."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE people AS {_people(workers)}")
        for name, query in _tables().items():
            (folder / name).mkdir(parents=True, exist_ok=True)
            connection.execute(f"CREATE OR REPLACE {'TABLE' if name == 'bank' else 'VIEW'} {name} AS {query}")
            connection.execute(f"COPY {name} TO '{folder / name / 'part.parquet'}' (FORMAT parquet)")


def _people(workers: int) -> str:
    faults = " ".join(f"WHEN {number} THEN '{fault}'" for number, fault in enumerate(_FAULTS, start=1))
    return (
        f"SELECT i, i // {CREW} AS site, '2107' || lpad(i::VARCHAR, 13, '0') || (i % 10) AS worker, "
        "'6222' || lpad((CASE WHEN fault = 'shared_card' THEN i // 2 * 2 ELSE i END)::VARCHAR, 15, '0') AS card, fault, "
        "CASE WHEN fault = 'below_minimum' THEN 2000.00 ELSE 5000 + (i * 7919 % 400000) / 100.0 END::DECIMAL(12, 2) AS net "
        f"FROM (SELECT i, CASE i % {_EVERY} {faults} END AS fault FROM range({workers}) AS numbers(i))"
    )


def _tables() -> dict[str, str]:
    """Bank before projects, whose balances follow from it."""
    project = "'P' || lpad(site::VARCHAR, 6, '0')"
    return {
        "roster": f"SELECT {project} AS 项目编号, '甲禾' AS 姓名, '居民身份证' AS 证件类型, worker AS 证件号码, "
        "CASE WHEN fault = 'unregistered' THEN DATE '2026-10-02' ELSE DATE '2026-03-01' END AS 进场日期, "
        "CASE WHEN fault = 'left_unsettled' THEN DATE '2026-10-31' END AS 退场日期, "
        "CASE WHEN fault IS DISTINCT FROM 'no_contract' THEN 'HT' || i END AS 合同编号, card AS 银行卡号 FROM people",
        "attendance": f"SELECT {project} AS 项目编号, worker AS 证件号码, DATE '2026-10-01' + day::INTEGER AS 日期, "
        "'07:00' AS 上班时间, '17:00' AS 下班时间, 9.0::DECIMAL(4, 1) AS 工时 "
        f"FROM people, range({_DAYS}) AS numbers(day) WHERE fault IS DISTINCT FROM 'payroll_without_work' "
        "UNION ALL SELECT 'P' || lpad((CASE site WHEN 0 THEN 1 ELSE site - 1 END)::VARCHAR, 6, '0'), worker, DATE '2026-10-01', '07:00', '17:00', 9.0 "
        "FROM people WHERE fault = 'two_sites' "
        f"UNION ALL SELECT {project}, worker, NULL, '07:00', '17:00', 9.0 FROM people WHERE i % {_UNREADABLE} = 77",
        "payroll": f"SELECT {project} AS 项目编号, '{MONTH}' AS 月份, worker AS 证件号码, '甲禾' AS 姓名, "
        f"(CASE WHEN fault = 'days_differ' THEN {_DAYS} - 1.5 ELSE {_DAYS} END)::DECIMAL(4, 1) AS 出勤天数, "
        "net AS 应发工资, 0::DECIMAL(12, 2) AS 扣款, net AS 实发工资, card AS 银行卡号, "
        "CASE WHEN fault = 'unsigned' THEN '否' ELSE '是' END AS 工人确认 "
        "FROM people WHERE fault IS DISTINCT FROM 'worked_not_on_payroll'",
        "bank": f"SELECT {project} AS 项目编号, '{MONTH}' AS 月份, 'B1' AS 批次号, 'L' || i AS 流水号, "
        "CASE WHEN fault = 'paid_late' THEN DATE '2026-11-17' ELSE DATE '2026-11-10' END AS 日期, "
        "'9000' || lpad(site::VARCHAR, 8, '0') AS 付款账号, "
        "CASE WHEN fault = 'other_card' THEN '6228' || card[5:] ELSE card END AS 收款账号, '甲禾' AS 收款户名, "
        "worker AS 证件号码, (net - CASE WHEN fault = 'paid_short' THEN 0.01 ELSE 0 END)::DECIMAL(12, 2) AS 金额, "
        "'成功' AS 结果, '' AS 附言 FROM people "
        "WHERE fault IS NULL OR fault NOT IN ('worked_not_on_payroll', 'not_paid', 'left_unsettled')",
        "projects": f"SELECT {project} AS 项目编号, '210702' AS 地区, '虚构筑城有限公司' AS 总包单位, "
        "DATE '2026-11-16' AS 发薪日, '9000' || lpad(site::VARCHAR, 8, '0') AS 专户账号, "
        "5000000::DECIMAL(14, 2) AS 期初余额, 0::DECIMAL(14, 2) AS 本月拨付, "
        f"(5000000 - paid - CASE WHEN site % {_OFF} = 0 THEN 0.01 ELSE 0 END)::DECIMAL(14, 2) AS 期末余额, '一档' AS 最低工资档 "
        f"FROM (SELECT DISTINCT site FROM people) JOIN (SELECT 项目编号, sum(金额) AS paid FROM bank GROUP BY 项目编号) "
        f"ON 项目编号 = {project}",
    }
