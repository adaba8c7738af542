"""Checks on pages: what stops is said beside its field, what needs a reason can be given one, on both pages that send."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from huigong.forms.drafts import Draft
from huigong.forms.lodging import Lodged
from huigong.portals.shared.screens.desk import Desk
from huigong.portals.shared.screens.pages import check_page, dense_page
from tests.unit.forms.packs import ON, form_of, simple

DAYS = (
    "{id: 来, type: date, ask: 哪天来？}",
    "{id: 走, type: date, ask: 哪天走？, checks: [{id: 先来后走, level: LEVEL, rule: 走 >= 来, says: 走得比来得早}]}",
)
WRONG = {"来": "2026-02-01", "走": "2026-01-01"}


class Kept:
    """A draft in a variable, and what was sent of it."""

    def __init__(self, folder: Path, level: str) -> None:
        self.form = form_of(folder, simple(*(field.replace("LEVEL", level) for field in DAYS)))
        self.draft = Draft.begun(self.form, on=ON)
        self.lodged: Lodged | None = None

    def save(self, draft: Draft) -> None:
        self.draft = draft

    def sent(self, lodged: Lodged) -> HttpResponse:
        self.lodged = lodged
        return HttpResponse("sent")

    def desk(self) -> Desk:
        return Desk(self.form, self.draft, {}, ON, self.save, lambda screen: f"/{screen}", self.sent)

    def dense(self, data: dict[str, str] | None = None, *, told: bool = False) -> str:
        request = asked(data, "/?told=1" if told else "/")
        return dense_page(request, self.desk()).content.decode()

    def check(self, data: dict[str, str]) -> str:
        return check_page(asked(data, "/"), self.desk()).content.decode()


def asked(data: dict[str, str] | None, path: str) -> HttpRequest:
    factory = RequestFactory()
    return factory.get(path) if data is None else factory.post(path, data)


def test_what_stops_is_said_beside_its_field(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "stop")
    kept.dense({**WRONG, "send": "all"})
    assert kept.lodged is None
    page = kept.dense(told=True)
    assert page.count("走得比来得早") == 2, "in the list on top and beside the field"
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("page", ["dense", "check"])
def test_what_needs_a_reason_is_sent_with_one(tmp_path: Path, page: str) -> None:
    kept = Kept(tmp_path, "reason")
    kept.dense({**WRONG, "send": "all"})
    assert kept.lodged is None
    assert 'name="reason:先来后走"' in (kept.dense(told=True) if page == "dense" else kept.check({}))
    given = {"reason:先来后走": "登记时写反了"}
    if page == "dense":
        kept.dense({**WRONG, **given, "send": "all"})
    else:
        kept.check(given)
    assert kept.lodged is not None
    assert kept.lodged.reasons == {"先来后走": "登记时写反了"}


def test_a_reason_is_kept_only_for_what_asks_for_one(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "reason")
    kept.check({f"reason:x{number}": "字" * 500 for number in range(50)})
    assert not kept.draft.reasons
