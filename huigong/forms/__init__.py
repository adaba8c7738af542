"""Declared fields: what is asked, of whom, in which words, when, and what is checked.

    form = forms.book().form("wage-complaint", on=today, region="210702")
    draft = Draft.begun(form, on=today)
    draft = draft.said(form.fields["欠薪总额"], {"": "3万"})
    lodged = lodge(form, draft, facts={}, on=today)

Packs declare forms (`forms/*.yaml`), shared fields (`fields.yaml`) and code lists
(`codes/*.yaml`). One declaration gives the screen, the check, the print, the JSON with
its schema, and the columns of a spreadsheet. Nothing here knows a framework or a database.
"""

from __future__ import annotations

from huigong.forms.shelf import Book, book

__all__ = ["Book", "book"]
