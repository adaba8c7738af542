"""What a control of a form shows besides its question: files, and what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from huigong.forms.drawn import Control
from huigong.forms.types import Mistake
from huigong.kernel.errors import DomainError
from huigong.portals.shared.languages import said


def has_files(control: Control) -> bool:
    """Whether files are handed in with it, or in one of its rows."""
    inside = (each for line in control.lines for each in line.controls)
    return control.widget == "files" or any(each.widget == "files" for each in inside)


def with_refused(control: Control, refused: Sequence[Mistake]) -> Control:
    """The control with what was refused of it beside it, and of its rows beside theirs."""
    if not refused:
        return control
    mine = tuple(said_of(each.error) for each in refused if each.path == control.path)
    lines = tuple(
        replace(line, controls=tuple(with_refused(each, refused) for each in line.controls))
        for line in control.lines
    )
    return replace(control, mistakes=(*control.mistakes, *mine), lines=lines)


def said_of(error: DomainError) -> tuple[str, str]:
    """What is wrong with why, and what to do, in the reader's language."""
    parts = (said(part).rstrip("。.") for part in (error.what, error.why) if part)
    return _("，").join(parts), said(error.do).rstrip("。.")
