"""What every template keeps, whoever wrote it: forms that cannot be forged, nothing inline, no dead words."""

from __future__ import annotations

import re

from tests.architecture.house import short, templates
from tests.architecture.test_names import EMPTY_NAMES

FORM = re.compile(r"<form\b[^>]*>(.*?)</form>", re.DOTALL)
SWITCH = re.compile(r"url .shared:(mode|language)")
POSTS = re.compile(r"<form\b[^>]*\bmethod=\"post\"", re.IGNORECASE)
INLINE = re.compile(r"\sstyle=\"|\son[a-z]+=\"|<style\b|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE)
PICTURE = re.compile(r"<img\b(?![^>]*\balt=)", re.IGNORECASE)
LONGEST_LINE = 120
BLOCK = re.compile(
    r"<(?:p|div|[uod]l|li|d[td]|h[1-6]|section|article|header|footer|nav|main|form|fieldset|legend|label|button"
    r"|select|textarea|table|thead|tbody|t[rdh]|details|summary|figure|blockquote|pre)\b"
)
UNSAFE = re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off")


def test_every_form_that_changes_something_carries_its_token() -> None:
    for path in templates():
        for form in FORM.finditer(path.read_text()):
            # The switches of letters and language change a preference only; see portals/shared/views.py.
            if POSTS.search(form.group()) and not SWITCH.search(form.group()):
                assert "{% csrf_token %}" in form.group(), short(path)


def test_nothing_is_inline() -> None:
    """The content security policy would silently drop it."""
    for path in templates():
        assert not INLINE.search(path.read_text()), short(path)


def test_every_picture_has_words() -> None:
    for path in templates():
        assert not PICTURE.search(path.read_text()), short(path)


def test_nothing_escapes_escaping() -> None:
    for path in templates():
        assert not UNSAFE.search(path.read_text()), short(path)


def test_no_loop_variable_is_named_after_nothing() -> None:
    """As in Python: `office`, `row`, `answer`, never `found` or `one`."""
    for path in templates():
        bound = re.findall(r"{% for ([\w, ]+) in ", path.read_text())
        assert not EMPTY_NAMES & {name.strip() for names in bound for name in names.split(",")}, short(path)


def test_lines_stay_short() -> None:
    """Icons are drawings, not text."""
    for path in templates():
        if "icon" in path.parts:
            continue
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            assert len(line) <= LONGEST_LINE, f"{short(path)}:{number} has {len(line)} characters"


def test_no_line_opens_two_elements() -> None:
    """A change of one word is a change of one line; what stands within a text (a link, a number, a chip) may."""
    crowded = [
        f"{short(path)}:{number}"
        for path in templates()
        if "icon" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(BLOCK.findall(line)) > 1
    ]
    assert crowded == []
