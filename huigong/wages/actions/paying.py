"""Making the bank's file of a project's payroll, and reading what the bank says of it. Neither is kept: people's cards stay with who pays them."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.audit.subjects import subject_of
from huigong.directory.principals import Principal
from huigong.kernel.errors import Invalid
from huigong.wages.paying import payroll, returned, writing
from huigong.wages.paying.payroll import Payroll
from huigong.wages.paying.returned import Returned
from huigong.wages.reconciling.months import Month
from huigong.wages.reconciling.tables import PROJECTS
from huigong.wages.sites import require_officer
from huigong.wages.uploaded import MOST_BYTES, one_at_a_time, written_into

WORKBOOK, SHEET, TABLE, LEFT = "工资表.xlsx", "代发明细.csv", "bank.csv", "没有对上的.csv"


def make(
    *,
    by: Principal,
    now: datetime,
    project_id: str,
    month: str,
    profile: str,
    files: Mapping[str, tuple[str, bytes]],
) -> tuple[Payroll, bytes]:
    """The payroll, and a ZIP with its workbook, the bank's file and the sheet by which the answer is read.

    All of it is made before anything is locked.

    Raises `DomainError`: `wage.not_your_project`, `wage.file`, `wage.too_large`, `wage.busy`, `payroll.*`, `bank_file.*`.
    """
    project = require_officer(by, project_id, now=now)
    wanted = Month.parse(month)
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="huigong-payroll-") as scratch:
        inside = written_into(Path(scratch) / "in", files)
        told = payroll.read(inside, project=project.project, month=wanted)
        name, data = writing.bank_file(told, profile=profile, made_at=now)
        packed = _packed(
            [(name, data), (WORKBOOK, writing.workbook(told)), (SHEET, writing.order_sheet(told))]
        )
    if told.region != project.region:
        raise Invalid(
            "payroll.region",
            what="项目表里的地区和登记的不一样",
            do="请核对项目表的地区",
            about=PROJECTS.name,
        )
    with transaction.atomic():
        record_event(
            by=by,
            now=now,
            verb="wages.payroll.written",
            subject=subject_of(project),
            region=project.region,
            data={
                "month": told.month.text,
                "batch": writing.batch_of(told),
                "people": len(told.pays),
                "net": told.net,
            },
        )
    return told, packed


def take_answer(
    *, by: Principal, now: datetime, project_id: str, profile: str, orders: bytes, answer: bytes
) -> bytes:
    """A ZIP with the table `bank` of what the bank says, and, where there are any, the lines that fit no payment and how many
    payments have no result. Raises `DomainError`: `wage.not_your_project`, `wage.too_large`,
    `wage.busy`, `payroll.orders`, `return_file.*`, `bank_file.no_profile`."""
    project = require_officer(by, project_id, now=now)
    if len(orders) + len(answer) > MOST_BYTES:
        raise Invalid(
            "wage.too_large",
            what="文件加起来太大了",
            why="一次最多 20 MB",
            do="请核对选对了没有",
            about="answer",
        )
    with one_at_a_time():
        if any(row["项目编号"] != project.project for row in returned.orders_of(orders).values()):
            raise Invalid(
                "payroll.orders",
                what="这张代发明细不是这个项目的",
                do="请选这个项目的代发明细",
                about="orders",
            )
        result = returned.returned(orders, answer, region=project.region, profile=profile, on=localdate(now))
        packed = _packed([(TABLE, returned.bank_table(result)), *_left(result)])
    with transaction.atomic():
        record_event(
            by=by,
            now=now,
            verb="wages.payroll.returned",
            subject=subject_of(project),
            region=project.region,
            data={
                "credited": result.credited,
                "failed": result.failed,
                "open": result.open,
                "refused": len(result.refused),
            },
        )
    return packed


def _left(result: Returned) -> list[tuple[str, bytes]]:
    """What has to be asked of the bank; nothing where all of it fits."""
    if not result.refused and not result.open:
        return []
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["回单第几行", "为什么没有对上"])
    sheet.writerows((each.row, each.why) for each in result.refused)
    sheet.writerow(["", f"还没有结果的 {result.open} 笔"])
    return [(LEFT, b"\xef\xbb\xbf" + out.getvalue().encode())]


def _packed(files: Sequence[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return packed.getvalue()
