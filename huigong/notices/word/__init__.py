"""Letters that an office edits in Word: checked when they are uploaded, filled in, then walked into our own letter.

    require_fit(content, template)                     # at upload
    word_of(template)                                  # the copy that an office begins from
    letter_from_word(content, template, values, head, paper=Paper.A4)

What is printed is set from the very document that was filled in; nothing of Word is needed to print it.
The subset is small: text, tables, bold, size, alignment and pictures in the line. Everything else is
refused at upload, so that nothing of a letter is ever dropped in silence.
"""

from __future__ import annotations

from huigong.notices.filling import Head, Values
from huigong.notices.letters import Letter, Paper
from huigong.notices.templates import Template
from huigong.notices.word.checking import require_fit
from huigong.notices.word.filling import context_of, fill
from huigong.notices.word.walking import walk
from huigong.notices.word.writing import word_of

__all__ = ["letter_from_word", "require_fit", "word_of"]


def letter_from_word(
    content: bytes, template: Template, values: Values, head: Head, *, paper: Paper
) -> Letter:
    """The letter of an office's own document. Raises `DomainError` (`notice.fields`)."""
    return Letter(
        name=template.name,
        number=head.number,
        day=head.day,
        blocks=walk(fill(content, context_of(template, values, head))),
        office=head.office,
        signed=False,
        numbered=False,
        paper=paper,
    )
