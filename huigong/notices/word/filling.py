"""Fills the names of a Word document: strict, in a sandbox, nothing read as markup."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from huigong.kernel.days import in_words
from huigong.notices.filling import Head, Values, written_values
from huigong.notices.shapes import FieldKind
from huigong.notices.templates import GIVEN, Template
from huigong.notices.texts import clean


def environment() -> ImmutableSandboxedEnvironment:
    """No filters of ours, no globals, and a name that is not there is an error."""
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    sandbox.globals.clear()
    return sandbox


def context_of(template: Template, values: Values, head: Head) -> dict[str, Any]:
    """Every name that a document may use, as text; lists as lists. Raises `DomainError` (`notice.fields`)."""
    written = written_values(template, values)
    given = dict(zip(GIVEN, (head.number, head.office, in_words(head.day), head.recipient), strict=True))
    lists = {
        row.id: [clean(str(each)) for each in values.get(row.id) or ()]
        for row in template.fields
        if row.kind is FieldKind.LIST
    }
    return {**{name: clean(text) for name, text in {**given, **written}.items()}, **lists}


def fill(content: bytes, context: dict[str, Any]) -> bytes:
    """The document with its names filled in."""
    document = DocxTemplate(BytesIO(content))
    document.render(context, jinja_env=environment(), autoescape=True)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def xml_of(content: bytes) -> str:
    """The body with its marks put together again: Word cuts `{{ 事项 }}` into pieces."""
    document = DocxTemplate(BytesIO(content))
    document.init_docx()
    patched: str = document.patch_xml(document.get_xml())
    return patched
