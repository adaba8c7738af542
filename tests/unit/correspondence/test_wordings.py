"""An office takes a letter home in Word and brings it back."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document

from huigong.correspondence import wordings
from huigong.correspondence.actions import letters, wording
from huigong.kernel.errors import DomainError
from huigong.notices import queries as notices
from huigong.notices.filling import Head
from huigong.notices.samples import samples
from huigong.notices.templates import Template, book
from huigong.notices.word import letter_from_word, require_fit, word_of
from tests.unit.casework.desk import HRSS, NOW, PERMIT, POLICE, POLICE_OFFICER, TODAY, applicant, lodge
from tests.unit.notices.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("template", book().templates, ids=lambda template: template.id)
def test_the_copy_of_every_notice_can_be_brought_back_as_it_is(template: Template) -> None:
    require_fit(word_of(template), template)


@pytest.mark.parametrize("template", book().templates, ids=lambda template: template.id)
def test_the_copy_says_what_the_notice_says(template: Template) -> None:
    values = {
        row.id: list(row.example) if isinstance(row.example, tuple) else row.example
        for row in template.fields
    }
    head = Head("虚构〔2026〕1号", "虚构局", "虚构一", date(2026, 11, 25))
    made = letter_from_word(word_of(template), template, values, head, paper=template.paper[0])
    said = "".join("".join(run.text for run in part.runs) for part in made.blocks)
    usual = dict(samples(template))[f"{template.id}/usual/a4"]
    for part in usual.blocks:
        text = "".join(run.text for run in part.runs)
        assert text.lstrip("（）0123456789. ").strip() in said


def test_brought_back_it_is_what_goes_out_from_that_day() -> None:
    name, content = wordings.word_copy(POLICE_OFFICER, office=POLICE, template_id="taken-in", on=TODAY)
    assert name == "受理通知书"
    document = Document(BytesIO(content))
    document.paragraphs[3].add_run("（虚构派出所的话）")
    changed = BytesIO()
    document.save(changed)
    begins = TODAY + timedelta(days=1)
    wording.bring_back(
        office=POLICE, template_id="taken-in", content=changed.getvalue(), from_day=begins,
        by=POLICE_OFFICER, now=NOW,
    )  # fmt: skip
    texts = []
    for sequence, day in ((1, NOW), (2, NOW + timedelta(days=1))):
        case_id = lodge(applicant(sequence), service=PERMIT).public_id.hex
        done = letters.issue_with_move(
            move="accept", case_id=case_id, form={}, given={}, by=POLICE_OFFICER, now=day
        )
        texts.append(text_of(notices.content(done.issued[0])))
    assert ["虚构派出所的话" in text for text in texts] == [False, True]
    rows = wordings.wordings(POLICE_OFFICER, on=begins)
    assert {row.template_id: row.since for row in rows}["taken-in"] == begins


def test_another_office_s_letters_are_not_touched() -> None:
    for act in (
        lambda: wordings.word_copy(POLICE_OFFICER, office=HRSS, template_id="taken-in", on=TODAY),
        lambda: wording.bring_back(
            office=HRSS, template_id="taken-in", content=b"", from_day=TODAY, by=POLICE_OFFICER, now=NOW
        ),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "access.denied"


def test_a_day_that_has_passed_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        wording.bring_back(
            office=POLICE, template_id="taken-in", content=b"", from_day=TODAY - timedelta(days=1),
            by=POLICE_OFFICER, now=NOW,
        )  # fmt: skip
    assert refused.value.code == "letter.day_past"
