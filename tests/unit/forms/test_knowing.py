"""What is known is not asked again, and stays the person's own to correct."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from huigong.forms.drafts import Draft
from huigong.forms.filling import fill
from huigong.forms.kinds import Source
from huigong.forms.knowing import Known, prefilled, shareable
from huigong.forms.lodging import Lodged, lodge
from huigong.forms.screens import check_list, groups
from tests.unit.forms.packs import ON, form_of, read, simple

FACTS = {
    "月收入": Known(500_000, Source.VERIFIED, date(2026, 12, 31)),
    "家乡": Known("210700", Source.SHARED),
    "工种": Known("司机", Source.SHARED),
}
FIELDS = (
    "{id: 挣多少, type: money, ask: 挣多少？, fact: 月收入}",
    "{id: 老家, type: place, ask: 老家？, fact: 家乡}",
    "{id: 想做什么, type: text, ask: 想做什么？}",
)


def test_what_an_office_knows_is_not_asked_and_stands_in_the_list_with_its_source(tmp_path: Path) -> None:
    form = form_of(tmp_path, simple(*FIELDS))
    draft = prefilled(Draft.begun(form, on=ON), form, facts=FACTS)
    filled = fill(form, draft, on=ON)
    assert [group[0].field.id for group in groups(filled)] == ["想做什么"]
    ((_, rows),) = check_list(filled, draft).parts
    assert [(row.path, row.lines, row.source) for row in rows] == [
        ("挣多少", ("5,000 元",), "已经核实"),
        ("老家", ("地区：辽宁省锦州市",), "部门共享"),
    ]


def test_what_is_known_no_longer_is_asked(tmp_path: Path) -> None:
    form = form_of(tmp_path, simple(*FIELDS))
    draft = prefilled(Draft.begun(form, on=ON), form, facts=FACTS)
    assert [group[0].field.id for group in groups(fill(form, draft, on=date(2027, 1, 1)))] == [
        "挣多少",
        "想做什么",
    ]


def test_what_the_person_said_is_not_overwritten(tmp_path: Path) -> None:
    form = form_of(tmp_path, simple(*FIELDS))
    draft = Draft.begun(form, on=ON).with_typed("挣多少", {"": "4000"})
    assert prefilled(draft, form, facts=FACTS).typed("挣多少") == {"": "4000"}


def test_an_option_that_the_form_does_not_offer_is_asked(tmp_path: Path) -> None:
    jobs = "id: 工种表\ncodes:\n  - {code: 骑手, name: 骑手}\n"
    form_text = simple("{id: 干什么, type: code, codes: 工种表, ask: 做什么？, fact: 工种}")
    book, errors = read(tmp_path, {"100000/codes/jobs.yaml": jobs, "100000/x/forms/f.yaml": form_text})
    assert not errors
    form = book.form("simple", on=ON)
    assert not prefilled(Draft.begun(form, on=ON), form, facts=FACTS).said


def test_a_code_list_that_the_fact_does_not_know_is_refused(tmp_path: Path) -> None:
    jobs = "id: 工种表\ncodes:\n  - {code: 木工, name: 木工}\n"
    form_text = simple("{id: 干什么, type: code, codes: 工种表, ask: 做什么？, fact: 工种}")
    _, errors = read(tmp_path, {"100000/codes/jobs.yaml": jobs, "100000/x/forms/f.yaml": form_text})
    assert "没有“木工”这样的选项" in str(errors[0])


def test_what_was_sent_with_one_form_stands_in_the_next(tmp_path: Path) -> None:
    library = "fields:\n  - {id: 手机, type: text, ask: 您的手机号？}\n"
    first, second = (
        simple("{use: 手机}"),
        simple("{use: 手机, id: 电话}").replace("id: simple", "id: second", 1),
    )
    book, errors = read(
        tmp_path,
        {"100000/fields.yaml": library, "100000/x/forms/a.yaml": first, "100000/x/forms/b.yaml": second},
    )
    assert not errors
    one_form, other = book.form("simple", on=ON), book.form("second", on=ON)
    lodged = lodge(one_form, Draft.begun(one_form, on=ON).with_typed("手机", {"": "13900000001"}), on=ON)
    assert isinstance(lodged, Lodged)
    draft = prefilled(Draft.begun(other, on=ON), other, facts={}, shared=shareable(one_form, lodged.answers))
    assert draft.typed("电话") == {"": "13900000001"}
