"""The board of three zeros: each with its last day, its cases as a bar and a table, and the months that prove it or are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huigong.directory.actions import exports
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.kernel.money import Fen, format_yuan
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts import csvs
from huigong.portals.desk.parts.bars import bar
from huigong.portals.desk.parts.looking import place_name
from huigong.portals.desk.parts.sheets import ExportForm, mark_of
from huigong.portals.desk.parts.tables import Cell, Column, drawn, heads, written
from huigong.portals.desk.safeguards.answers import outcome
from huigong.portals.shared.languages import said
from huigong.portals.shared.requests import Request
from huigong.portals.shared.selects import FlatSelect
from huigong.safeguards.callbacks.queries import latest
from huigong.safeguards.zeros.board import (
    FIRST_YEAR,
    ArrearsCase,
    Board,
    Course,
    Stand,
    Zero,
    board,
    regions_of,
)
from huigong.safeguards.zeros.coverage import Gap, Owing
from huigong.wages.sites import Record, sites

HERE, VERB = "zeros", "safeguards.zeros.exported"
MOST_LINES = 200
_CHIPS = {Stand.PROVEN: "yes", Stand.UNPROVEN: "near", Stand.RUNNING: "info", Stand.LAPSED: "late"}
_BARS = {
    Course.CLEARED: "bar-yes",
    Course.LATE: "bar-near",
    Course.RUNNING: "bar-used",
    Course.OPEN: "bar-paused",
    Course.LAPSED: "bar-late",
}


class BoardForm(forms.Form):
    """Which region and which year."""

    region = forms.ChoiceField(label=gettext_lazy("地区"), required=False, widget=FlatSelect)
    year = forms.TypedChoiceField(
        label=gettext_lazy("年度"), required=False, coerce=int, empty_value=None, widget=FlatSelect
    )

    def __init__(self, given: QueryDict, *, offered: Sequence[str], on: date) -> None:
        super().__init__(given)
        self.fields["region"].choices = [(code, place_name(code, full=True)) for code in offered]  # type: ignore[attr-defined]
        self.fields["year"].choices = [(year, str(year)) for year in range(on.year, FIRST_YEAR - 1, -1)]  # type: ignore[attr-defined]
        self.is_valid()


@dataclass(frozen=True)
class Line:
    """A line of the CSV file: what of which zero, where, since when, and why."""

    zero: str
    what: str
    which: str
    region: str
    when: str
    why: str


CASES = (
    Column[ArrearsCase](
        gettext_lazy("办件"), lambda row: Cell(row.number, to=reverse("desk:case", args=[row.id])), "number"
    ),
    Column[ArrearsCase](gettext_lazy("地区"), lambda row: regions.find(row.region).name),
    Column[ArrearsCase](gettext_lazy("立案日"), lambda row: row.opened_on.isoformat(), "number"),
    Column[ArrearsCase](
        gettext_lazy("清零期限"), lambda row: row.due.isoformat() if row.due else "—", "number"
    ),
    Column[ArrearsCase](
        gettext_lazy("怎么样"),
        lambda row: Cell(row.course.label, chip="late" if row.course is Course.LAPSED else "info"),
    ),
)
LINES = (
    Column[Line](gettext_lazy("清零目标"), lambda row: row.zero),
    Column[Line](gettext_lazy("什么"), lambda row: row.what),
    Column[Line](gettext_lazy("哪一件、哪个项目"), lambda row: row.which),
    Column[Line](gettext_lazy("地区"), lambda row: row.region),
    Column[Line](gettext_lazy("立案日或者月份"), lambda row: row.when),
    Column[Line](gettext_lazy("为什么不算清零"), lambda row: row.why),
)


@officials_only
@never_cache
@require_safe
def show(request: Request) -> HttpResponse:
    """The zeros of a region."""
    return _page(request, ExportForm())


@officials_only
@never_cache
@require_POST
def export(request: Request) -> HttpResponseBase:
    """Everything that is not zero, as CSV; without a purpose the page comes back and says so."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    viewer, now, purpose = request.principal, timezone.now(), form.cleaned_data["purpose"]
    _form, shown = _asked(request)
    rows = list(lines(shown))
    exports.record_export(
        by=viewer,
        now=now,
        verb=VERB,
        permission=Permission.DUTY_BOARD_READ,
        purpose=purpose,
        wanted={"region": shown.region, "year": str(shown.year)},
        rows=len(rows),
    )
    table = [
        [mark_of(viewer, purpose, now=now)],
        [head for head, _kind in heads(LINES)],
        *written(LINES, rows),
    ]
    answer = HttpResponse("".join(csvs.lines(table)), content_type=csvs.MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="zeros-{shown.region}-{shown.year}.csv"'
    return answer


def lines(shown: Board) -> Iterator[Line]:
    """All that stands between the board and its zeros, and for how many months each is proven."""
    for zero in shown.zeros:
        name = said(zero.goal.name)
        yield Line(name, said(zero.stand.label), "", place_name(shown.region), "", proof(zero))
        for case in zero.cases:
            yield Line(
                name,
                _("办件"),
                case.number,
                regions.find(case.region).name,
                case.opened_on.isoformat(),
                said(case.course.label),
            )
        months: list[Gap | Owing] = [*zero.coverage.owing, *zero.coverage.gaps]
        for month in months:
            place = regions.find(month.project.region).name
            what = _("还欠着的月份") if isinstance(month, Owing) else _("没有证明的月份")
            yield Line(name, what, month.project.project, place, f"{month.month:%Y-%m}", why(month))


def why(month: Gap | Owing) -> str:
    """What a month lacks or owes, in words."""
    if isinstance(month, Gap):
        return "、".join(said(each.label) for each in month.lacking)
    told = (
        (month.owed, _("欠 %s") % format_yuan(Fen(month.owed))),
        (month.off_payroll, _("%s 人干了活没上工资表") % month.off_payroll),
        (month.disputed, _("%s 人不认可工资表") % month.disputed),
        (month.left_out, _("%s 人报过以后又没有报") % month.left_out),
    )
    return "、".join(words for holds, words in told if holds)


def proof(zero: Zero) -> str:
    """For what the zero is proven, and for what it is not."""
    known = zero.coverage
    if not known.wanted:
        return _("这些月份没有登记在建的项目，证明不了")
    return _(
        "%(first)s 到 %(last)s，%(projects)s 个项目 %(wanted)s 个月份，资料齐全的 %(complete)s 个，缺 %(missing)s 个"
    ) % {
        "first": f"{known.first:%Y-%m}",
        "last": f"{known.last:%Y-%m}",
        "projects": known.projects,
        "wanted": known.wanted,
        "complete": known.complete,
        "missing": len(known.gaps),
    }


def limit(zero: Zero) -> str:
    """By when, in words; that nobody has set it, where nobody has."""
    if zero.by is not None:
        return _("%s 以前") % zero.by.isoformat()
    if zero.length is not None:
        return _("从立案起 %(length)s 个%(unit)s") % {"length": zero.length, "unit": said(zero.unit)}
    return _("当地没有定期限，看不出超没超期")


def _asked(request: Request) -> tuple[BoardForm, Board]:
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.DUTY_BOARD_READ)
    offered, on = regions_of(viewer), timezone.localdate(now)
    form = BoardForm(request.GET, offered=offered, on=on)
    wanted = request.GET.get("region", "")
    region = wanted if regions.known(wanted) else _home(viewer, offered)
    return form, board(viewer, region, form.cleaned_data.get("year") or on.year, now=now)


def _home(viewer: Principal, offered: Sequence[str]) -> str:
    own = {grant.region for grant in viewer.grants_for(Permission.DUTY_BOARD_READ)}
    return next((code for code in offered if code in own), offered[0])


def _page(request: Request, form: ExportForm, *, status: int = 200) -> HttpResponse:
    asked, shown = _asked(request)
    asked.initial = {"region": shown.region, "year": shown.year}
    context = {
        "filters": asked,
        "board": shown,
        "region": place_name(shown.region, full=True),
        "zeros": [_drawn(zero) for zero in shown.zeros],
        "proofs": _proofs(shown),
        "heads": heads(CASES),
        "export": form,
        "export_to": reverse("desk:zeros-export"),
        "asked": request.GET.urlencode(),
        "most": MOST_LINES,
        **_answers(shown),
    }
    return page(request, "desk/safeguards/zeros.html", HERE, context, status=status)


def _answers(shown: Board) -> dict[str, Any]:
    """The newest sample of call-backs of the region up to the year's end; nothing where none was drawn."""
    result = latest(shown.region, until=date(shown.year, 12, 31))
    return outcome(result) if result else {"result": None}


def _drawn(zero: Zero) -> dict[str, Any]:
    counts = [(course.label, zero.counts[course], _BARS[course]) for course in _BARS]
    gaps = zero.coverage.gaps
    return {
        "zero": zero,
        "chip": _CHIPS[zero.stand],
        "limit": limit(zero),
        "proof": proof(zero),
        "counts": [(label, count) for label, count, _kind in counts],
        "parts": bar(*((kind, count) for _label, count, kind in counts)),
        "covered": bar(
            ("bar-yes", zero.coverage.complete), ("bar-late", len(gaps)), whole=zero.coverage.wanted
        ),
        "cases": drawn(CASES, zero.cases[:MOST_LINES]),
        "hidden": zero.remaining - len(zero.cases),
        "total": ngettext("%s 项还不是零", "%s 项还不是零", zero.not_zero) % zero.not_zero,
    }


def _proofs(shown: Board) -> list[dict[str, Any]]:
    """The months that prove something, or do not: once for all zeros that rest on the same months."""
    spans = {(zero.coverage.first, zero.coverage.last): zero.coverage for zero in shown.zeros}
    return [
        {
            "first": known.first,
            "last": known.last,
            "owing": _named(known.owing, shown.on),
            "gaps": _named(known.gaps, shown.on),
            "hidden": max(len({each.project for each in known.gaps}) - MOST_LINES, 0),
        }
        for known in spans.values()
        if known.gaps or known.owing
    ]


def _named(months: Iterable[Gap | Owing], on: date) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each project with its page, and what is missing or owed there with the months of which that is so."""
    lines: dict[Record, dict[str, list[str]]] = {}
    for each in months:
        lines.setdefault(each.project, {}).setdefault(why(each), []).append(f"{each.month:%Y-%m}")
    shown = list(lines)[:MOST_LINES]
    return [
        (
            site.name,
            reverse("desk:wage-site", args=[site.id]),
            [(reason, "、".join(named)) for reason, named in lines[record].items()],
        )
        for record, site in zip(shown, sites(shown, on=on), strict=True)
    ]
