"""What the screen of a draft shows beside its forms: who the offices are, and what is kept now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huigong.directory import offices
from huigong.policy.documents import ROLES
from huigong.policy.reading.departments import split_names
from huigong.policy.shapes import DraftView
from huigong.portals.desk.drafts.forms import ClauseForm


@dataclass(frozen=True)
class NamedOffice:
    """An office as entered: who that is today, or what in the office book looks like it."""

    role: str
    name: str
    today: str
    near: tuple[str, ...]


def named_offices(form: ClauseForm, draft: DraftView) -> Iterator[NamedOffice]:
    """The offices as the form has them; `near` only for those that the book does not know."""
    for word in ROLES:
        for name in split_names(str(form[word].value() or "")).names:
            answer = offices.resolve(name, draft.region, on=draft.issued_on, today=timezone.localdate())
            known = answer.then or answer.now or answer.members
            today = "、".join(office.marked for office in answer.now) if not answer.members else ""
            yield NamedOffice(word, name, today, () if known else offices.near(name, draft.region))


def head_in_words(head: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The head that is kept now, label and words, to compare with what was typed."""
    labels = {
        "title": _("题名"),
        "number": _("文号"),
        "issuer": _("发文机关"),
        "issued_on": _("成文日期"),
    }
    return _labelled(head, labels)


def clause_in_words(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The clause that is kept now, label and words, to compare with what was typed."""
    labels = {"heading": _("小标题"), "chapter": _("所在的章"), "summary": _("概述")}
    duties = content.get("duties", {})
    roles = [(_(role.label), "、".join(duties[word])) for word, role in ROLES.items() if word in duties]
    targets = "；".join(target["text"] for target in content.get("targets", ()))
    return [*_labelled(content, labels), *roles, *([(_("目标"), targets)] if targets else [])]


def _labelled(content: Mapping[str, Any], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(label, str(content[key])) for key, label in labels.items() if content.get(key)]
