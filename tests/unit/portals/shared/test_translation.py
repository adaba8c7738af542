"""Every text of the pages has its English, and the compiled file says the same as the readable one."""

from __future__ import annotations

import re
from dataclasses import replace

import polib
import pytest
from django.utils.translation import override

from huigong.casework.procedures import register
from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.standard import STANDARD
from huigong.kernel.timelimits import Measure
from huigong.kernel.timelimits.words import spell_length
from huigong.portals.shared import languages
from huigong.rules.values import MONTHS, show
from tests.unit.portals.shared.translation import MO, catalogue, messages, of_procedures

PLACEHOLDER = re.compile(r"%\(\w+\)s")
COUNTED = re.compile(
    r"\{\w+\} (?:working )?(?:days|months|years|characters|rows|files|people|hours|minutes)\b|\w\(s\)"
)


def translated() -> list[polib.POEntry]:
    return [entry for entry in catalogue() if entry.translated()]


def test_every_text_is_translated() -> None:
    known = {entry.msgid: entry.msgstr or entry.msgstr_plural.get(1, "") for entry in catalogue()}
    missing = {text: sorted(files) for text, files in messages().items() if not known.get(text)}
    assert not missing, "run `python -m tests.unit.portals.shared.translation` and fill in the English"


def test_the_words_of_a_procedure_are_asked_for_whoever_registers_it() -> None:
    """One that a new folder registers, with a status, a next step, a button and a field of its own."""
    words = ("正在调处", "等双方回话", "谈成了", "怎么谈成的")
    first, *others = STANDARD.statuses
    status = replace(first, name=words[0], next_step=words[1])
    move = replace(STANDARD.moves[0], button=words[2], form=(Field("how", words[3], FieldKind.TEXT),))
    dispute = replace(STANDARD, id="dispute", statuses=(status, *others), moves=(move, *STANDARD.moves[1:]))
    register.register(dispute)
    try:
        assert set(words) <= set(of_procedures())
    finally:
        register.forget(dispute.id)
    assert not set(words) & set(of_procedures())


def test_nothing_is_translated_that_no_page_says() -> None:
    assert {entry.msgid for entry in catalogue()} <= set(messages())


def test_the_compiled_file_is_the_readable_one() -> None:
    compiled = {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in polib.mofile(str(MO))}
    assert compiled == {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in translated()}


def test_translations_keep_what_is_filled_in() -> None:
    for entry in translated():
        english = entry.msgstr or entry.msgstr_plural.get(1, "")
        assert set(PLACEHOLDER.findall(entry.msgid)) == set(PLACEHOLDER.findall(english)), entry.msgid


def test_what_the_code_puts_together_says_one_otherwise_than_several() -> None:
    """Never "1 days", and not "day(s)" either."""
    assert not [entry.msgid for entry in translated() if COUNTED.search(entry.msgstr)]


@pytest.mark.parametrize(
    ("said", "english"),
    [
        (spell_length(1, Measure.WORKING_DAY), "1 working day"),
        (spell_length(5, Measure.WORKING_DAY), "5 working days"),
        (show(1, "天"), "1 day"),
        (show(6, MONTHS), "6 months"),
        (show(1, MONTHS), "1 month"),
    ],
)
def test_a_length_is_said_as_people_say_it(said: str, english: str) -> None:
    with override("en"):
        assert languages.said(said) == english
