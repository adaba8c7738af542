"""The pages of the packs' forms under addresses of their own, for tests only: the draft lies in the session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path, reverse

from huigong import forms
from huigong.config.urls import urlpatterns as product
from huigong.forms.drafts import Draft
from huigong.forms.filling import fill
from huigong.forms.lodging import Lodged
from huigong.forms.screens import CHECK, Layout, groups
from huigong.portals.shared.screens.desk import Desk
from huigong.portals.shared.screens.pages import check_page, dense_page, paper_page, worker_page

ON = date(2026, 6, 1)


def desk_of(request: HttpRequest, form_id: str, *, dense: bool = False) -> Desk:
    """A desk whose draft is kept in the session, sealed like everything there."""
    form = forms.book().form(form_id, on=ON)
    kept = request.session.get(f"draft-{form_id}")
    draft = Draft.from_json(kept) if kept else Draft.begun(form, on=ON)

    def save(changed: Draft) -> None:
        request.session[f"draft-{form_id}"] = changed.to_json()

    def address(screen: str) -> str:
        if dense or not screen:
            return reverse("gallery:home")
        return (
            reverse("gallery:check", args=[form_id])
            if screen == CHECK
            else reverse("gallery:screen", args=[form_id, screen])
        )

    def sent(lodged: Lodged) -> HttpResponse:
        request.session["lodged"] = lodged.canonical(form)
        return HttpResponseRedirect(reverse("gallery:sent"))

    return Desk(form, draft, {}, ON, save, address, sent)


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse(", ".join(forms.book().ids))


def begin(request: HttpRequest, form_id: str) -> HttpResponse:
    desk = desk_of(request, form_id)
    first = groups(fill(desk.form, desk.draft, on=ON))[0][0].field.id
    return HttpResponseRedirect(desk.address(first))


def sent(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.session.get("lodged", ""), content_type="application/json")


def _check(request: HttpRequest, form_id: str) -> HttpResponse:
    return check_page(request, desk_of(request, form_id))


def _dense(layout: Layout) -> Callable[..., HttpResponse]:
    return lambda request, form_id: dense_page(request, desk_of(request, form_id, dense=True), layout=layout)


def _screen(request: HttpRequest, form_id: str, screen: str) -> HttpResponse:
    return worker_page(request, desk_of(request, form_id), screen)


def _paper(request: HttpRequest, form_id: str) -> HttpResponse:
    return paper_page(request, desk_of(request, form_id))


pages = [
    path("", home, name="home"),
    path("sent/", sent, name="sent"),
    path("<slug:form_id>/", begin, name="begin"),
    path("<slug:form_id>/check/", _check, name="check"),
    path("<slug:form_id>/dense/", _dense(Layout.DESK), name="dense"),
    path("<slug:form_id>/paper/", _paper, name="paper"),
    path("<slug:form_id>/q/<str:screen>/", _screen, name="screen"),
]
urlpatterns = [path("gallery/", include((pages, "gallery"))), *product]
