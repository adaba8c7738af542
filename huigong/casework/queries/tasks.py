"""An official's open tasks, the most urgent first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, reduce
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from huigong.casework.access import still_to_do, workable
from huigong.casework.accountability import name_of
from huigong.casework.models import Task
from huigong.casework.parties import count_of_concerned, main_of, short_name
from huigong.casework.procedures.cases import status_in_list
from huigong.casework.queries.assignees import holders
from huigong.casework.queries.counting import MANY, Counting, compiled
from huigong.casework.queries.keyset import START, Key, ordered, read, turned, written
from huigong.casework.queries.wanted import EVERYTHING, TABS, TaskFilter, under
from huigong.casework.shapes import Holder
from huigong.casework.timekeeping import left_in_list, running_clocks
from huigong.casework.tone import TimeLeft
from huigong.directory.principals import Principal
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class TaskRow:
    """A line of the task list; the name is masked. `added_on` is when the person last added something that the office
    has not yet answered by a move."""

    task_id: str
    case_id: str
    number: str
    service_id: str
    service: str
    person: str
    region: str
    office_id: str
    office: str
    kind: str
    kind_name: str
    status_name: str
    holder: Holder
    opened_on: date
    added_on: date | None
    left: TimeLeft


_LAST = (Key("case__number"), Key("public_id", UUID))
SORTS: dict[str, tuple[Key, ...]] = {
    "due": (Key("case__paused", bool), Key("case__due_on", date, nullable=True), *_LAST),
    "newest": (Key("case__opened_on", date, falling=True), *_LAST),
    "oldest": (Key("case__opened_on", date), *_LAST),
    "number": _LAST,
}


# What a line is made of; the rest of the three rows stays where it is, and sealed.
_SHOWN = (
    *("public_id", "kind", "office", "status"),
    *("case", "case__public_id", "case__number", "case__service_id", "case__service_name", "case__region"),
    *("case__procedure", "case__procedure_version", "case__status", "case__is_open"),
    *("case__opened_on", "case__added_on", "case__paused", "case__due_on"),
    *(
        "assignee",
        "assignee__public_id",
        "assignee__username",
        "assignee__display_name",
        "assignee__is_active",
    ),
)


@dataclass(frozen=True)
class TaskPage:
    """Some rows of a list; `after` and `before` are what an address carries for its neighbours, "" where there are none."""

    rows: tuple[TaskRow, ...]
    after: str = ""
    before: str = ""


def mine(viewer: Principal, *, today: date, wanted: TaskFilter = EVERYTHING) -> list[TaskRow]:
    """All open tasks of the viewer's offices, late ones first; five queries for any number of rows."""
    listed = _listed(viewer, wanted, today=today).order_by(*ordered(SORTS["due"], START))
    return _rows(viewer, listed, today=today)


def page_of(
    viewer: Principal,
    *,
    today: date,
    wanted: TaskFilter,
    size: int,
    sort: str = "due",
    after: str = "",
    before: str = "",
) -> TaskPage:
    """`size` of these tasks behind the row that `after` names, or in front of that of `before`; five queries for the
    first page, and up to four more for another.

    `sort` is one of `SORTS`. A row that has moved on since leaves the others where they were.
    """
    keys = SORTS[sort]
    place = read(keys, before, before=True) if before else read(keys, after)
    shown = turned(_listed(viewer, wanted, today=today), keys, place, size=size)
    return TaskPage(
        tuple(_rows(viewer, shown.rows, today=today)),
        after=_at(keys, shown.rows[-1]) if shown.behind else "",
        before=_at(keys, shown.rows[0]) if shown.ahead else "",
    )


def in_turn(
    viewer: Principal, *, today: date, wanted: TaskFilter, sort: str = "due", size: int = 500
) -> Iterator[TaskRow]:
    """Every one of these tasks, `size` at a time from the database: for a copy as long as the list."""
    after, more = "", True
    while more:
        part = page_of(viewer, today=today, wanted=wanted, sort=sort, after=after, size=size)
        yield from part.rows
        after, more = part.after, bool(part.after)


def number_of(viewer: Principal, *, today: date, wanted: TaskFilter) -> int:
    """How many of these tasks there are; one query, counted to the end."""
    return under(workable(viewer), wanted, viewer=viewer, today=today).order_by().count()


def chosen(viewer: Principal, task_ids: Collection[str], *, today: date) -> list[TaskRow]:
    """Those of these tasks that are open and the viewer's to do, in the order of the list."""
    ids = [public_uuid(task_id) for task_id in task_ids]
    tasks = _with_case(workable(viewer).filter(public_id__in=ids)).order_by(*ordered(SORTS["due"], START))
    return _rows(viewer, tasks, today=today)


def counts(
    viewer: Principal, *, today: date, wanted: TaskFilter = EVERYTHING, at_most: int = MANY
) -> dict[str, int]:
    """Tab → how many tasks it holds, or `at_most + 1` if there are more; one query, whatever the number."""
    return _counting(viewer.rights, today, wanted, at_most).asked()


@lru_cache(maxsize=256)
def _counting(viewer: Principal, today: date, wanted: TaskFilter, at_most: int) -> Counting:
    """The question of `counts`, written once a day for an official and a list."""

    def tab_of(tab: str, tasks: QuerySet[Task]) -> QuerySet[Task]:
        return under(tasks, replace(wanted, tab=tab), viewer=viewer, today=today)

    tabs = {tab: tab_of(tab, workable(viewer)).order_by(*ordered(SORTS["due"][:2], START)) for tab in TABS}
    tabs["mine"] = tabs["mine"].order_by()
    if wanted.of_cases:
        return compiled(tabs, at_most=at_most)
    # The list's own order has what is due first. Of all that is open, and of what few offices have, that may be far
    # behind; another index says where it is.
    to_do = still_to_do(viewer)
    tabs |= {tab: tab_of(tab, to_do).order_by("kind", "office") for tab in ("all", "support")}
    nobodys = tab_of("all", to_do.filter(assignee=None)).order_by("assignee_id")
    return compiled(tabs, sooner={"free": nobodys}, at_most=at_most)


def _listed(viewer: Principal, wanted: TaskFilter, *, today: date) -> QuerySet[Task]:
    return _written(viewer.rights, wanted, today).all()


@lru_cache(maxsize=256)
def _written(viewer: Principal, wanted: TaskFilter, today: date) -> QuerySet[Task]:
    """The query of a list, written once a day for an official. Never asked itself: it would keep its rows."""
    return _with_case(under(workable(viewer), wanted, viewer=viewer, today=today))


def _with_case(tasks: QuerySet[Task]) -> QuerySet[Task]:
    tasks = tasks.select_related("case", "assignee").only(*_SHOWN)
    return tasks.annotate(concerned=count_of_concerned("case_id"))


def _rows(viewer: Principal, tasks: Iterable[Task], *, today: date) -> list[TaskRow]:
    rows = list(tasks)
    prefetch_related_objects(rows, Prefetch("case__clocks", queryset=running_clocks()), main_of("case__"))
    held = holders(viewer, rows, today=today)
    return [_row(task, holder=held[task.pk], today=today) for task in rows]


def _at(keys: Sequence[Key], task: Task) -> str:
    return written(keys, [reduce(getattr, key.path.split("__"), task) for key in keys])


def _row(task: Task, *, holder: Holder, today: date) -> TaskRow:
    case = task.case
    return TaskRow(
        task_id=task.public_id.hex,
        case_id=case.public_id.hex,
        number=case.number,
        service_id=case.service_id,
        service=case.service_name,
        person=short_name(case, concerned=task.concerned),  # type: ignore[attr-defined]
        region=case.region,
        office_id=task.office,
        office=name_of(task.office, today),
        kind=task.kind,
        kind_name=task.get_kind_display(),
        status_name=status_in_list(case).name,
        holder=holder,
        opened_on=case.opened_on,
        added_on=case.added_on,
        left=left_in_list(case.clocks.all(), today=today),
    )
