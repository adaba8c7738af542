"""A whole step that several forms share, and the service that a form is for."""

from __future__ import annotations

from pathlib import Path

from huigong.forms.services import read_services
from huigong.kernel.packs import Report
from tests.unit.forms.packs import DOCUMENT, ON, read, write

LIBRARY = """
    fields:
      - {id: 手机, type: text, ask: 您的手机号？}
      - {id: 站点, type: text, ask: 哪个站点？}
    parts:
      - id: 您
        title: 您自己
        fields:
          - {use: 手机, required: true}
          - {use: 站点}
"""
FORM = """
    id: joining
    name: 入站
    from: 2026-01-01
    services: [join]
    clauses: ["#第一条"]
    parts:
      - use: 您
        title: 骑手
        fields:
          - {use: 站点, ask: 想去哪个站点？, required: true}
          - {id: 哪天来, type: date, ask: 哪天来？, clauses: [100000/x#第九条]}
"""


def test_a_shared_step_is_said_in_the_words_of_the_form_and_added_to(tmp_path: Path) -> None:
    book, errors = read(tmp_path, {"100000/fields.yaml": LIBRARY, f"{DOCUMENT}/forms/form.yaml": FORM})
    assert not errors, "\n".join(map(str, errors))
    form = book.form("joining", on=ON)
    (part,) = form.parts
    assert (part.id, part.title) == ("您", "骑手")
    assert [(field.id, field.ask, field.required is not None) for field in part.fields] == [
        ("手机", "您的手机号？", True),
        ("站点", "想去哪个站点？", True),
        ("哪天来", "哪天来？", False),
    ]


def test_a_field_rests_on_the_clauses_of_its_form_unless_it_names_others(tmp_path: Path) -> None:
    book, _ = read(tmp_path, {"100000/fields.yaml": LIBRARY, f"{DOCUMENT}/forms/form.yaml": FORM})
    fields = book.form("joining", on=ON).fields
    assert fields["手机"].clauses == (f"{DOCUMENT}#第一条",)
    assert fields["哪天来"].clauses == ("100000/x#第九条",)


def test_a_step_that_nobody_shares_is_told(tmp_path: Path) -> None:
    text = FORM.replace("use: 您\n", "use: 你\n")
    _, errors = read(tmp_path, {"100000/fields.yaml": LIBRARY, f"{DOCUMENT}/forms/form.yaml": text})
    assert any("公用分步里没有它" in f"{error.what}{error.why}" and error.line == 8 for error in errors)


def test_the_nearest_region_says_which_form_a_service_has(tmp_path: Path) -> None:
    city = FORM.replace("id: joining", "id: joining-here").replace("use: 您", "id: 您")
    files = {
        "100000/fields.yaml": LIBRARY,
        f"{DOCUMENT}/forms/form.yaml": FORM,
        "510400/couriers/forms/form.yaml": city,
        "100000/without_form.yaml": "services: {greet: 不用申请}",
    }
    report = Report()
    forms = read_services(write(tmp_path, files), report)
    assert not list(report)
    assert [forms.form("join", region=region) for region in ("100000", "210000", "510421")] == [
        "joining",
        "joining",
        "joining-here",
    ]
    assert forms.form("greet", region="510421") == ""
    assert forms.why_without("greet", region="510421") == "不用申请"
    assert forms.why_without("join", region="510421") == ""


def test_a_region_says_which_of_its_services_take_a_form_from_above(tmp_path: Path) -> None:
    files = {
        "100000/fields.yaml": LIBRARY,
        f"{DOCUMENT}/forms/form.yaml": FORM,
        "510400/with_form.yaml": "services: {night-school: joining, day-school: jioning}",
        "210000/without_form.yaml": "services: {night-school: 去就行}",
    }
    report = Report()
    forms = read_services(write(tmp_path, files), report)
    assert forms.form("night-school", region="510421") == "joining"
    assert forms.form("night-school", region="210000") == ""
    assert forms.why_without("night-school", region="210700") == "去就行"
    assert forms.why_without("night-school", region="510421") == ""
    assert forms.fields("joining") and forms.since("joining")
    (error,) = report
    assert "“jioning”，这里和上级都没有" in f"{error.what}{error.why}"
    assert "是不是“joining”" in error.do


def test_two_forms_of_one_region_do_not_name_one_service(tmp_path: Path) -> None:
    twin = FORM.replace("id: joining", "id: twin")
    files = {
        "100000/fields.yaml": LIBRARY,
        f"{DOCUMENT}/forms/a.yaml": FORM,
        f"{DOCUMENT}/forms/b.yaml": twin,
    }
    report = Report()
    read_services(write(tmp_path, files), report)
    assert [error.code for error in report] == ["form.two_for_service"]
