"""The list of indicators, one with its places and its past, and a published number as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.kernel.errors import DomainError
from huigong.portals.desk.figures.drawing import columns, in_figures
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts import csvs
from huigong.portals.desk.parts.clauses import link
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request
from huigong.statistics import actions, queries
from huigong.statistics.queries import Shown


class AskedForm(forms.Form):
    """Of which place and month; what cannot be read is left out."""

    region = forms.RegexField(r"^\d{6}$", required=False)
    month = forms.DateField(required=False, input_formats=["%Y-%m"])

    def month_or_none(self) -> date | None:
        self.is_valid()
        month: date | None = self.cleaned_data.get("month")
        return month

    def region_or(self, other: str) -> str:
        self.is_valid()
        return self.cleaned_data.get("region") or other


class PublishForm(forms.Form):
    """Why a number that stands is published otherwise."""

    reason = forms.CharField(
        label=gettext_lazy("修订原因"),
        required=False,
        max_length=actions.MOST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@officials_only
@never_cache
@require_safe
def index(request: Request) -> HttpResponse:
    rows = queries.listed(request.principal, now=timezone.now())
    context = {
        "rows": [(row, in_figures(row.indicator, row.latest.total if row.latest else None)) for row in rows]
    }
    return page(request, "desk/figures/index.html", "figures", context)


@officials_only
@never_cache
def show(request: Request, indicator: str) -> HttpResponse:
    """As it stands now; sent, it is published."""
    asked = AskedForm(request.POST or request.GET)
    region = asked.region_or(queries.place_of(request.principal))
    form, status = PublishForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.publish(
                by=request.principal,
                now=timezone.now(),
                indicator=indicator,
                region=region,
                month=asked.month_or_none(),
                reason=form.cleaned_data["reason"],
            )
        except DomainError as error:
            status = beside(error, form)
        else:
            return redirect(reverse("desk:figure-published", args=[row.public_id.hex]))
    shown = queries.shown(
        request.principal, indicator, region=region, month=asked.month_or_none(), now=timezone.now()
    )
    return page(request, "desk/figures/figure.html", "figures", _context(shown, form), status=status)


@officials_only
@never_cache
@require_safe
def published(request: Request, public_id: str) -> HttpResponse:
    indicator, row = queries.publication(request.principal, public_id)
    context = {
        "indicator": indicator,
        "row": row,
        "total": in_figures(indicator, row.total),
        "places": [(place, in_figures(indicator, place.cell)) for place in row.places],
    }
    return page(request, "desk/figures/published.html", "figures", context)


@officials_only
@never_cache
@require_safe
def export(request: Request, public_id: str) -> HttpResponse:
    """The published table as CSV: no person is in it, so nothing is asked."""
    indicator, row = queries.publication(request.principal, public_id)
    table: list[Sequence[object]] = [
        [_("指标"), _("第一天"), _("最后一天"), _("地区代码"), _("地区"), *_heads(indicator.is_share)]
    ]
    for place in row.places:
        numbers = place.cell or ("", "", "")
        shown = numbers if indicator.is_share else (numbers[0], numbers[2])
        table.append([indicator.head.name, row.first, row.last, place.code, place.name, *shown])
    answer = HttpResponse("".join(csvs.lines(table)), content_type=csvs.MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{indicator.id}-{row.last}.csv"'
    return answer


def _heads(share: bool) -> Sequence[str]:
    return [_("符合"), _("不符合"), _("不清楚")] if share else [_("数量"), _("不清楚")]


def _context(shown: Shown, form: PublishForm) -> dict[str, object]:
    indicator = shown.indicator
    return {
        "shown": shown,
        "indicator": indicator,
        "total": in_figures(indicator, shown.total),
        "places": [(place, in_figures(indicator, place.cell)) for place in shown.places],
        "past": [(row, in_figures(indicator, row.total)) for row in shown.published],
        "columns": columns(indicator, [row.total for row in shown.published]),
        "clauses": [link(clause) for clause in indicator.head.clauses],
        "stands": any(row.last == shown.span.last for row in shown.published),
        "form": form,
    }
