"""Every text of the pages has its English, and the compiled file says the same as the readable one."""

from __future__ import annotations

import re

import polib

from tests.unit.portals.shared.translation import MO, catalogue, messages

PLACEHOLDER = re.compile(r"%\(\w+\)s")


def translated() -> list[polib.POEntry]:
    return [entry for entry in catalogue() if entry.translated()]


def test_every_text_is_translated() -> None:
    known = {entry.msgid: entry.msgstr or entry.msgstr_plural.get(1, "") for entry in catalogue()}
    missing = {text: sorted(files) for text, files in messages().items() if not known.get(text)}
    assert not missing, "run `python -m tests.unit.portals.shared.translation` and fill in the English"


def test_nothing_is_translated_that_no_page_says() -> None:
    assert {entry.msgid for entry in catalogue()} <= set(messages())


def test_the_compiled_file_is_the_readable_one() -> None:
    compiled = {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in polib.mofile(str(MO))}
    assert compiled == {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in translated()}


def test_translations_keep_what_is_filled_in() -> None:
    for entry in translated():
        english = entry.msgstr or entry.msgstr_plural.get(1, "")
        assert set(PLACEHOLDER.findall(entry.msgid)) == set(PLACEHOLDER.findall(english)), entry.msgid
