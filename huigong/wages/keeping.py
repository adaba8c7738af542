"""What is kept of a month that was handed in: a row a worker, with what they said of the one before, and the differences.

Whoever stood in an earlier version and is in the new one no more stays, as left out: nobody disappears by being left out of a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings

from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say
from huigong.records.models import Record
from huigong.wages.models import Difference, ProjectMonth, WorkerMonth
from huigong.wages.reconciling.cells import SCALE
from huigong.wages.reconciling.tables import ROSTER
from huigong.wages.whose import paper_of

_MOST_DAYS = 10_000  # from so many on the column cannot be read back; they are no month of work
_SAME = ("days", "payroll_days", "gross", "net")
_LEFT = ("name", "paper", "number", *_SAME, "credited", "last_day", "cards", "signed", "told_before")
_SAID = ("answer", "answered_at", "said", "may_tell")
_EARLIER = "上次报的："
_VERSIONS = 2  # times the people of a month, with those whom the new version leaves out


@dataclass(frozen=True)
class Told:
    """What a month says: of its projects, of the five accounts, and a row a worker and a difference (see `reconciling.details`)."""

    projects: Sequence[str]
    accounts: Mapping[str, Any]
    workers: Sequence[Mapping[str, Any]]
    differences: Sequence[Mapping[str, Any]]


def told(out: Path) -> Told:
    """From the files of the comparison. Raises `Invalid` (`wage.too_many_people`)."""
    projects = pq.read_table(out / "projects.parquet").to_pylist()
    workers = [each for each in pq.read_table(out / "workers.parquet").to_pylist() if _is_of_month(each)]
    _require_possible(len(workers), settings.WAGE_PEOPLE)
    differences = pq.read_table(out / "exceptions.parquet").to_pylist()
    accounts = dict(projects[0]) if projects else {}
    pay_day = accounts.pop("pay_day", None)
    return Told(
        [each["project"] for each in projects],
        {**accounts, "pay_day": pay_day.isoformat() if pay_day else ""},
        workers,
        differences,
    )


def hold(project: Record) -> None:
    """Until the transaction ends nobody else hands in a month of the project or answers to one."""
    Record.objects.select_for_update().get(pk=project.pk)


def keep_workers(row: ProjectMonth, before: ProjectMonth | None, said: Told) -> None:
    """Keeps what a month says of each worker, and whom it says nothing of though the one before did."""
    earlier = {_whose(each): each for each in before.workers.all()} if before else {}
    new = [_worker(row, each) for each in said.workers]
    workers = [_carried(each, earlier.pop(_whose(each), None)) for each in new]
    left = {old.pk: _left_out(row, old) for old in earlier.values()}
    _require_possible(len(workers) + len(left), _VERSIONS * settings.WAGE_PEOPLE)
    by_number = {each.number: each.pk for each in WorkerMonth.objects.bulk_create([*workers, *left.values()])}
    Difference.objects.bulk_create([*_differences(row, said, by_number), *_left_differences(row, left)])


def _differences(row: ProjectMonth, said: Told, by_number: Mapping[str, int]) -> Iterator[Difference]:
    for each in said.differences:
        yield Difference(
            month_id=row.pk,
            worker_id=by_number.get(each["worker"]),
            kind=each["kind"],
            amount=int(each["amount"] * 100) if each["amount"] is not None else None,
            evidence=each["evidence"],
        )


def _left_differences(row: ProjectMonth, left: Mapping[int, WorkerMonth]) -> Iterator[Difference]:
    """What was not right with who is left out is not right still; the lines are those of the version that had them."""
    for each in Difference.objects.filter(worker__in=list(left)).order_by("pk"):
        yield Difference(
            month_id=row.pk,
            worker_id=left[each.worker_id or 0].pk,
            kind=each.kind,
            amount=each.amount,
            evidence=f"{_EARLIER}{each.evidence.removeprefix(_EARLIER)}",
        )


def _whose(row: WorkerMonth) -> str:
    """By what a worker of one version is the one of another."""
    return row.number


def _is_of_month(said: Mapping[str, Any]) -> bool:
    return bool(said["attended"] or said["lines"] or said["credited"])


def _worker(row: ProjectMonth, said: Mapping[str, Any]) -> WorkerMonth:
    days = said["payroll_days"]
    return WorkerMonth(
        month_id=row.pk,
        name=said["name"],
        paper=paper_of(said["paper"], said["worker"]),
        number=said["worker"],
        days=said["days"],
        payroll_days=Decimal(days) / SCALE if days is not None and abs(days) < _MOST_DAYS * SCALE else None,
        gross=said["gross"],
        net=said["net"],
        credited=said["credited"],
        last_day=said["last_day"],
        cards=said["cards"],
        signed=said["confirmed"],
    )


def _carried(new: WorkerMonth, old: WorkerMonth | None) -> WorkerMonth:
    """With what the worker said before: a dispute always, a yes where the month says the same of them; and with the most that
    they were given before, as far as they have not said yes to less."""
    if old is not None:
        agreed = old.answer == WorkerMonth.Answer.CONFIRMED
        new.told_before = old.net if agreed else max(old.told_before or 0, old.net or 0)
    if old is None or old.answer == WorkerMonth.Answer.NONE:
        return new
    same = not old.left_out and all(getattr(new, name) == getattr(old, name) for name in _SAME)
    if same or old.answer == WorkerMonth.Answer.DISPUTED:
        _repeat(new, old)
    return new


def _left_out(row: ProjectMonth, old: WorkerMonth) -> WorkerMonth:
    """The row of somebody whom the new version leaves out: as it was said last, with their dispute.

    A yes was to what stood there, and none to its going; only who agreed to being left out has agreed still.
    """
    left = WorkerMonth(month_id=row.pk, left_out=True, **{name: getattr(old, name) for name in _LEFT})
    if old.left_out or old.answer == WorkerMonth.Answer.DISPUTED:
        _repeat(left, old)
    return left


def _repeat(row: WorkerMonth, old: WorkerMonth) -> None:
    for name in _SAID:
        setattr(row, name, getattr(old, name))


def _require_possible(people: int, most: int) -> None:
    if people > most:
        raise Invalid(
            "wage.too_many_people",
            what=say("一个项目一个月里有{people}个人，这里最多收{most}个", people=people, most=most),
            why="上一次报过、这一次没有了的人也算在里面",
            do="请核对是不是传错了表；真有这么多人的，请找当地的系统管理员",
            about=ROSTER.name,
        )
