"""Handing in a month of a project, and what its workers say of it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.audit.subjects import subject_of
from huigong.directory.principals import Principal
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said_within
from huigong.records.models import Record
from huigong.wages.actions import warnings
from huigong.wages.models import Difference, ProjectMonth, WorkerMonth
from huigong.wages.own import own_month
from huigong.wages.reconciling.cells import SCALE
from huigong.wages.reconciling.months import Month
from huigong.wages.reconciling.outcome import Outcome
from huigong.wages.reconciling.reconcile import reconcile
from huigong.wages.reconciling.tables import PROJECTS
from huigong.wages.sites import require_officer
from huigong.wages.uploaded import written_into
from huigong.wages.whose import paper_of

MOST_SAID = 500
_MOST_DAYS = 10_000  # from so many on the column cannot be read back; they are no month of work
_SAME = ("days", "payroll_days", "gross", "net")


@transaction.atomic
def hand_in(
    *,
    by: Principal,
    now: datetime,
    project_id: str,
    month: str,
    files: Mapping[str, tuple[str, bytes]],
) -> ProjectMonth:
    """Reconciles a month of a project and keeps it in the place of the one handed in before.

    `files`: table → name of the file as people know it, and its bytes. What a worker has disputed stays disputed; what
    they confirmed counts as long as the month says the same of them. Raises `DomainError`: `wage.not_your_project`,
    `wage.no_projects_table`, `wage.file`, `wage.too_large`, `wage.other_project`, `wage.month_to_come`, `reconcile.*`.
    """
    project = require_officer(by, project_id, now=now)
    wanted = Month.parse(month)
    if wanted.first > localdate(now):
        raise Invalid("wage.month_to_come", what="这个月还没有到", do="请核对月份", about="month")
    if PROJECTS.name not in files:
        raise Invalid(
            "wage.no_projects_table",
            what="没有项目表",
            do="请传上项目表：专户余额和发薪日写在里面",
            about=PROJECTS.name,
        )
    with tempfile.TemporaryDirectory(prefix="huigong-month-") as scratch:
        inside = written_into(Path(scratch) / "in", files)
        out = Path(scratch) / "out"
        outcome = reconcile(inside, out, month=wanted, region=project.region, detailed=True)
        _require_own(out, project)
        row = _keep(project, wanted, outcome, out, files, by=by, now=now)
    record_event(
        by=by,
        now=now,
        verb="wages.month.handed_in",
        subject=subject_of(row),
        region=row.region,
        data={"month": wanted.text, "files": sorted(files), "digest": row.digest},
    )
    warnings.look_at(row, now=now)
    return row


@transaction.atomic
def answer(
    *,
    by: Principal,
    now: datetime,
    worker_month_id: str,
    agrees: bool,
    said: str = "",
    may_tell: bool = False,
) -> WorkerMonth:
    """What the worker says of what stands about them. A dispute says what is wrong, and whether the employer may know who
    says it.

    Raises `DomainError`: `wage.no_month`, `wage.dispute_unsaid`, `wage.too_long`.
    """
    row = own_month(by, worker_month_id, lock=True)
    words = said_within(said, MOST_SAID, code="wage.too_long", about="said")
    if not agrees and not words:
        raise Invalid(
            "wage.dispute_unsaid", what="没有写哪里不对", do="请写一句，例如：少算了两天", about="said"
        )
    row.answer = WorkerMonth.Answer.CONFIRMED if agrees else WorkerMonth.Answer.DISPUTED
    row.answered_at, row.said, row.may_tell = now, words, may_tell and not agrees
    row.save(update_fields=["answer", "answered_at", "said", "may_tell"])
    record_event(
        by=by,
        now=now,
        verb="wages.month.confirmed" if agrees else "wages.month.disputed",
        subject=subject_of(row),
        region=row.month.region,
        person=by.person_id,
    )
    warnings.look_at(row.month, now=now)
    return row


def _require_own(out: Path, project: Record) -> None:
    """Nobody hands in a month of a project that is not theirs."""
    projects = pq.read_table(out / "projects.parquet", columns=["project"]).column(0).to_pylist()
    others = [each for each in projects if each != project.project]
    if others or not projects:
        raise Invalid(
            "wage.other_project",
            what=say("项目表里的项目编号应当只有“{number}”", number=project.project),
            why="您只能报自己的项目",
            do="请核对项目编号",
            about=PROJECTS.name,
        )


def _keep(
    project: Record,
    month: Month,
    outcome: Outcome,
    out: Path,
    files: Mapping[str, tuple[str, bytes]],
    *,
    by: Principal,
    now: datetime,
) -> ProjectMonth:
    before = (
        ProjectMonth.objects.select_for_update()
        .filter(project=project, month=month.first, current=True)
        .first()
    )
    if before is not None:
        before.current = False
        before.save(update_fields=["current"])
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name][1]).digest())
    row = ProjectMonth.objects.create(
        project=project,
        region=project.region,
        month=month.first,
        digest=digest.hexdigest(),
        accounts=_accounts(out),
        refused={name: dict(reasons) for name, reasons in outcome.reasons.items() if reasons},
        not_judged=dict(outcome.judged.not_judged),
        handed_in_at=now,
        handed_in_by=by.account_id,
    )
    _keep_workers(row, before, out)
    return row


def _accounts(out: Path) -> dict[str, Any]:
    [row] = pq.read_table(out / "projects.parquet").to_pylist()
    pay_day = row.pop("pay_day")
    return {**row, "pay_day": pay_day.isoformat() if pay_day else ""}


def _keep_workers(row: ProjectMonth, before: ProjectMonth | None, out: Path) -> None:
    earlier = {each.number: each for each in before.workers.all()} if before else {}
    told = pq.read_table(out / "workers.parquet").to_pylist()
    workers = [
        _carried(_worker(row, each), earlier.get(each["worker"])) for each in told if _is_of_month(each)
    ]
    by_number = {each.number: each for each in WorkerMonth.objects.bulk_create(workers)}
    Difference.objects.bulk_create(
        Difference(
            month=row,
            worker=by_number.get(each["worker"]),
            kind=each["kind"],
            amount=int(each["amount"] * 100) if each["amount"] is not None else None,
            evidence=each["evidence"],
        )
        for each in pq.read_table(out / "exceptions.parquet").to_pylist()
    )


def _is_of_month(told: Mapping[str, Any]) -> bool:
    return bool(told["attended"] or told["lines"] or told["credited"])


def _worker(row: ProjectMonth, told: Mapping[str, Any]) -> WorkerMonth:
    days = told["payroll_days"]
    return WorkerMonth(
        month=row,
        name=told["name"],
        paper=paper_of(told["paper"], told["worker"]),
        number=told["worker"],
        days=told["days"],
        payroll_days=Decimal(days) / SCALE if days is not None and abs(days) < _MOST_DAYS * SCALE else None,
        gross=told["gross"],
        net=told["net"],
        credited=told["credited"],
        last_day=told["last_day"],
        cards=told["cards"],
        signed=told["confirmed"],
    )


def _carried(new: WorkerMonth, old: WorkerMonth | None) -> WorkerMonth:
    """With what the worker said before: a dispute always, a yes where the month says the same of them."""
    if old is None or old.answer == WorkerMonth.Answer.NONE:
        return new
    same = all(getattr(new, name) == getattr(old, name) for name in _SAME)
    if same or old.answer == WorkerMonth.Answer.DISPUTED:
        new.answer, new.answered_at, new.said = old.answer, old.answered_at, old.said
        new.may_tell = old.may_tell
    return new
