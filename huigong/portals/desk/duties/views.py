"""The duty board: each clause, the offices responsible, its services, and the outcome of the cases."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone

from huigong.casework.queries import orphans, owners
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix
from huigong.kernel import regions
from huigong.oversight import queries
from huigong.oversight.queries import BoardDuty, BoardRow
from huigong.oversight.tally import Tally
from huigong.policy.documents import ROLES, PackDocument
from huigong.policy.packs import library
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.bars import Part, bar
from huigong.portals.desk.parts.looking import query_of
from huigong.portals.desk.parts.paging import asked
from huigong.portals.shared.requests import Request

MOST_ALARMS = 200


@dataclass(frozen=True)
class Line:
    """A clause on the board: who leads, who supports, and the bar of its cases."""

    row: BoardRow
    leading: tuple[BoardDuty, ...]
    supporting: tuple[BoardDuty, ...]
    parts: tuple[Part, ...]


@officials_only
def show(request: Request) -> HttpResponse:
    viewer = request.principal
    viewer.require(Permission.DUTY_BOARD_READ)
    offered = boards(viewer)
    document_id = request.GET.get("document") or (offered[0].id if offered else "")
    today = timezone.localdate()
    board = queries.duty_board(viewer, document_id, today=today) if document_id else None
    rows = board.rows if board else ()
    longest = max((whole(row.cases) for row in rows), default=0)
    pages = asked(request.GET, total=queries.busy_offices(viewer))
    loads = queries.office_workload(viewer, today=today, page=pages.here, size=pages.size)
    heaviest = max((load.cases.open for load in loads), default=0)
    context = {
        "board": board,
        "offered": [(each, regions.find(each.region).name) for each in offered],
        "wanted": document_id,
        "total_parts": parts_of(board.total, whole(board.total)) if board else (),
        "lines": [line(row, longest) for row in rows],
        "with_services": sum(1 for row in rows if row.services),
        "pages": pages,
        "loads": [(load, parts_of(load.cases, heaviest, closed=False)) for load in loads],
        "reads_cases": viewer.can(Permission.CASE_READ),
        "reads_library": viewer.can(Permission.LIBRARY_READ),
        "here": query_of(board.document.region, today) if board else "",
        "today": today,
    }
    return page(request, "desk/duties/board.html", "duty-board", context)


@officials_only
def unowned(request: Request) -> HttpResponse:
    """Open cases and tasks that no living person answers for, and who is proposed; worked out when somebody looks.

    Whoever manages accounts sees offices and numbers; only who reads cases may open one.
    """
    viewer, today = request.principal, timezone.localdate()
    reads = viewer.can(Permission.CASE_READ)
    posts, total = owners.first_unowned(viewer, today=today, most=MOST_ALARMS)
    alarms = orphans(viewer, today=today) if reads else ()
    context = {
        "posts": posts,
        "alarms": alarms[:MOST_ALARMS],
        "total": len(alarms) + total,
        "most": MOST_ALARMS,
        "reads": reads,
    }
    here = "duty-board" if viewer.can(Permission.DUTY_BOARD_READ) else "unowned"
    return page(request, "desk/duties/unowned.html", here, context)


def boards(viewer: Principal) -> list[PackDocument]:
    """Documents that give duties to offices, those of the viewer's own region first."""
    held = viewer.regions(Permission.DUTY_BOARD_READ)
    documents = [
        each
        for each in library().documents.values()
        if each.level != "nation" and any(clause.duties for clause in each.clauses)
    ]
    return sorted(documents, key=lambda each: (region_prefix(each.region) not in held, each.region, each.id))


def line(row: BoardRow, longest: int) -> Line:
    return Line(
        row=row,
        leading=tuple(duty for duty in row.duties if ROLES[duty.role].leading),
        supporting=tuple(duty for duty in row.duties if not ROLES[duty.role].leading),
        parts=parts_of(row.cases, longest),
    )


def whole(cases: Tally) -> int:
    return cases.open + cases.approved + cases.refused


def parts_of(cases: Tally, longest: int, *, closed: bool = True) -> tuple[Part, ...]:
    """Late, near, paused and other open cases, then (when `closed`) what was granted and refused."""
    other = cases.open - cases.late - cases.near - cases.paused
    ended = (("bar-yes", cases.approved), ("bar-no", cases.refused)) if closed else ()
    return bar(
        ("bar-late", cases.late),
        ("bar-near", cases.near),
        ("bar-paused", cases.paused),
        ("bar-used", other),
        *ended,
        whole=longest,
    )
