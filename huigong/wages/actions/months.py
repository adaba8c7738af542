"""Handing in a month of a project, and what its workers say of it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.audit.subjects import subject_of
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said_within
from huigong.records.models import Record
from huigong.registry.lookup import public_uuid
from huigong.wages import keeping
from huigong.wages.actions import warnings
from huigong.wages.models import ProjectMonth, WorkerMonth
from huigong.wages.own import own_month
from huigong.wages.reconciling.months import Month
from huigong.wages.reconciling.outcome import Outcome
from huigong.wages.reconciling.reconcile import reconcile
from huigong.wages.reconciling.tables import PROJECTS
from huigong.wages.sites import require_officer
from huigong.wages.uploaded import one_at_a_time, require_seldom, written_into

MOST_SAID = 500
_MOST_A_DAY = 30  # months that one officer hands in within a day: a year of one project, with corrections
_DAY = timedelta(days=1)
_BEFORE_CONTRACT = timedelta(days=366)  # work begins before the contract that is on record; not by years


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
    they confirmed counts as long as the month says the same of them; whom it says nothing of any more stays as left out.
    The tables are compared before anything is locked, so that others write meanwhile.

    Raises `DomainError`: `wage.not_your_project`, `wage.no_projects_table`, `wage.file`, `wage.too_large`, `wage.busy`,
    `wage.other_project`, `wage.month_to_come`, `wage.month_before`, `wage.same_files`, `wage.too_many_people`,
    `wage.too_often`, `reconcile.*`.
    """
    project = require_officer(by, project_id, now=now)
    wanted = _month(month, project, now)
    if PROJECTS.name not in files:
        raise Invalid(
            "wage.no_projects_table",
            what="没有项目表",
            do="请传上项目表：专户余额和发薪日写在里面",
            about=PROJECTS.name,
        )
    lately = ProjectMonth.objects.filter(handed_in_by=by.account_id, handed_in_at__gt=now - _DAY)
    require_seldom(lately.count(), _MOST_A_DAY)
    digest = _digest(files)
    _require_others(_current(project, wanted), digest)
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="huigong-month-") as scratch:
        inside = written_into(Path(scratch) / "in", files)
        out = Path(scratch) / "out"
        outcome = reconcile(inside, out, month=wanted, region=project.region, detailed=True)
        told = keeping.told(out)
    _require_own(told.projects, project)
    return _kept(project, wanted, outcome, told, digest, sorted(files), by=by, now=now)


@transaction.atomic
def _kept(
    project: Record,
    month: Month,
    outcome: Outcome,
    told: keeping.Told,
    digest: str,
    tables: Sequence[str],
    *,
    by: Principal,
    now: datetime,
) -> ProjectMonth:
    keeping.hold(project)
    before = _current(project, month)
    _require_others(before, digest)
    if before is not None:
        before.current = False
        before.save(update_fields=["current"])
    row = ProjectMonth.objects.create(
        project=project,
        region=project.region,
        month=month.first,
        digest=digest,
        accounts=told.accounts,
        refused={name: dict(reasons) for name, reasons in outcome.reasons.items() if reasons},
        not_judged=dict(outcome.judged.not_judged),
        handed_in_at=now,
        handed_in_by=by.account_id,
    )
    keeping.keep_workers(row, before, told)
    record_event(
        by=by,
        now=now,
        verb="wages.month.handed_in",
        subject=subject_of(row),
        region=row.region,
        data={"month": month.text, "files": list(tables), "digest": row.digest},
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

    Where the month was handed in again since the page was opened, a dispute holds for the row that took the place of the
    one that was seen; a yes holds for nothing that was not seen.

    Raises `DomainError`: `wage.no_month`, `wage.dispute_unsaid`, `wage.too_long`, `wage.changed`.
    """
    words = said_within(said, MOST_SAID, code="wage.too_long", about="said")
    if not agrees and not words:
        raise Invalid(
            "wage.dispute_unsaid", what="没有写哪里不对", do="请写一句，例如：少算了两天", about="said"
        )
    keeping.hold(own_month(by, worker_month_id).month.project)
    row = own_month(by, worker_month_id, lock=True)
    if agrees and row.public_id != public_uuid(worker_month_id):
        raise Conflict(
            "wage.changed",
            what="您打开这一页以后，单位又报了一次",
            why="您认可的是看过的，新报的还没有看",
            do="请看看新的数，再说对不对",
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


def _month(written: str, project: Record, now: datetime) -> Month:
    """The month, between some time before what is on record first of the project and today."""
    wanted = Month.parse(written)
    if wanted.first > localdate(now):
        raise Invalid("wage.month_to_come", what="这个月还没有到", do="请核对月份", about="month")
    if project.began is not None and wanted.last < project.began - _BEFORE_CONTRACT:
        raise Invalid(
            "wage.month_before",
            what=say("{month}项目还没有开始", month=wanted.text),
            why=say("登记的第一件事是{day}", day=project.began),
            do="请核对月份；登记写晚了的，请劳动部门更正登记",
            about="month",
        )
    return wanted


def _current(project: Record, month: Month) -> ProjectMonth | None:
    return ProjectMonth.objects.filter(project=project, month=month.first, current=True).first()


def _digest(files: Mapping[str, tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name][1]).digest())
    return digest.hexdigest()


def _require_others(before: ProjectMonth | None, digest: str) -> None:
    """The same files again are no other version; of a month that was not over they are now a whole one."""
    if before is not None and before.digest == digest and before.is_whole:
        raise Conflict(
            "wage.same_files",
            what="这些文件已经收下了，和上一次报的一模一样",
            do="不用再报；要改的，请改好再报",
            about=PROJECTS.name,
        )


def _require_own(projects: Sequence[str], project: Record) -> None:
    """Nobody hands in a month of a project that is not theirs."""
    others = [each for each in projects if each != project.project]
    if others or not projects:
        raise Invalid(
            "wage.other_project",
            what=say("项目表里的项目编号应当只有“{number}”", number=project.project),
            why="您只能报自己的项目",
            do="请核对项目编号",
            about=PROJECTS.name,
        )
