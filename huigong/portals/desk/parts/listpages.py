"""The page of a list: filters, the table, its pages, and the same rows as a workbook. A section says what is in it:

LIST = ListPage(
    name="obligations", title=_("到期的事"), columns=COLUMNS, find=find,
    permission=Permission.TASK_SUPPORT, verb="obligations.list.exported", nothing=_("没有到期的事。"),
)
urlpatterns = [path("obligations/", LIST.show, name="obligations"),
               path("obligations/export/", LIST.export, name="obligations-export")]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huigong.directory.actions import exports
from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.paging import asked, enough
from huigong.portals.desk.parts.sheets import ExportForm, download
from huigong.portals.desk.parts.tables import Column, drawn, heads, written
from huigong.portals.shared.requests import Request

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Row = TypeVar("Row")
_AT_ONCE = 500


@dataclass(frozen=True)
class Found(Generic[Row]):
    """What a list holds for one address: `rows` in order, `lines` makes those of a part of them, `told` is the list in
    words for the trail. `more` is what the page shows beside it."""

    rows: QuerySet[Any] | Sequence[Any]
    lines: Callable[[Any], Sequence[Row]]
    filters: forms.Form | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def count(self, at_most: int) -> int:
        """How many rows there are, counted no further than that."""
        part = self.rows[:at_most]
        return part.count() if isinstance(part, QuerySet) else len(part)

    @property
    def total(self) -> int:
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    def every(self) -> Iterator[Row]:
        """All lines, some hundred at once."""
        part: list[Any] = []
        rows = self.rows.iterator(chunk_size=_AT_ONCE) if isinstance(self.rows, QuerySet) else iter(self.rows)
        for row in rows:
            part.append(row)
            if len(part) == _AT_ONCE:
                yield from self.lines(part)
                part = []
        yield from self.lines(part)


Find = Callable[..., Found[Row]]
"""Of the viewer, the question of the address (`QueryDict`), a day, and what the address names, what is found; raises
`DomainError` for who may not read it."""


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    """A list of the desk. `name` is its page, `<name>-export` brings the workbook; `here` is the entry of the menu, where
    it is another's."""

    name: str
    title: StrOrPromise
    columns: Sequence[Column[Row]]
    find: Find[Row]
    permission: Permission
    verb: str
    nothing: StrOrPromise
    template: str = "desk/parts/list.html"
    here: str = ""

    @property
    def show(self) -> Callable[..., HttpResponseBase]:
        """The view of the page."""

        @officials_only
        @never_cache
        @require_safe
        def show(request: Request, **named: str) -> HttpResponse:
            return self._page(request, ExportForm(), named)

        return show

    @property
    def export(self) -> Callable[..., HttpResponseBase]:
        """The view of the workbook; without a purpose the page comes back and says so."""

        @officials_only
        @never_cache
        @require_POST
        def export(request: Request, **named: str) -> HttpResponseBase:
            form = ExportForm(request.POST)
            if not form.is_valid():
                return self._page(request, form, named, status=400)
            viewer, now, purpose = request.principal, timezone.now(), form.cleaned_data["purpose"]
            viewer.require(self.permission)
            listed = self.find(viewer, request.GET, timezone.localdate(now), **named)
            exports.record_export(
                by=viewer,
                now=now,
                verb=self.verb,
                permission=self.permission,
                purpose=purpose,
                wanted=listed.told,
                rows=listed.total,
            )
            rows = written(self.columns, listed.every())
            about = {"name": self.name, "viewer": viewer, "purpose": purpose, "now": now}
            return download(str(self.title), [head for head, _kind in heads(self.columns)], rows, **about)

        return export

    def _page(
        self, request: Request, form: ExportForm, named: Mapping[str, str], *, status: int = 200
    ) -> HttpResponse:
        viewer = request.principal
        viewer.require(self.permission)
        given = request.GET.dict()
        listed = self.find(viewer, request.GET, timezone.localdate(), **named)
        pages = asked(given, total=listed.count(enough(given) + 1))
        context = {
            "title": self.title,
            "nothing": self.nothing,
            "filters": listed.filters,
            "filtered": bool(pages.rest),
            "heads": heads(self.columns),
            "lines": drawn(self.columns, listed.lines(listed.rows[pages.first : pages.first + pages.size])),
            "pages": pages,
            "export": form,
            "export_to": reverse(f"desk:{self.name}-export", kwargs=dict(named)),
            "asked": request.GET.urlencode(),
            "list_page": reverse(f"desk:{self.name}", kwargs=dict(named)),
            **listed.more,
        }
        return page(request, self.template, self.here or self.name, context, status=status)
