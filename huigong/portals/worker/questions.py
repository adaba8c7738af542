"""How one fact is asked on a page, and how what came back is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from huigong.kernel.errors import DomainError
from huigong.portals.shared.factfields import Asked
from huigong.portals.shared.fields import as_mistake
from huigong.rules.bounds import require_possible
from huigong.rules.nodes import Fact
from huigong.rules.values import NEVER, UNKNOWN, Answer, Unknown

SKIP = "skip"
_IMPOSSIBLE = ("facts.too_small", "facts.too_large", "facts.too_early", "facts.not_yet")


class Question(forms.Form):
    """One fact as a form of one field, `answer`.

    How it is asked is `Asked`'s; a date has three boxes. A pressed "I do not know" is UNKNOWN.
    """

    answer = forms.CharField(required=False, max_length=2000, strip=True)

    def __init__(
        self,
        fact: Fact,
        data: QueryDict | None = None,
        *,
        given: Answer = UNKNOWN,
        facts: Mapping[str, Fact] | None = None,
        known: Mapping[str, Answer] | None = None,
    ) -> None:
        """`facts` and `known` (the other answers) say what the answer can be at all."""
        super().__init__(data)
        self.fact, self.asked = fact, Asked(fact)
        self.given = given
        self.facts = facts
        self.known = known or {}

    @property
    def shown(self) -> str:
        """What stands in the box: what was typed, else the answer given before."""
        if self.is_bound:
            return self.data.get("answer", "")
        return self.asked.shown(self.given)

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """A date's three boxes as (name, label, what stands in it)."""
        if self.is_bound:
            shown = [self.data.get(name, "") for name in ("year", "month", "day")]
        elif isinstance(self.given, date) and not self.never_given:
            shown = [str(self.given.year), str(self.given.month), str(self.given.day)]
        else:
            shown = ["", "", ""]
        labels = (_("年"), _("月"), _("日"))
        return list(zip(("year", "month", "day"), labels, shown, strict=True))

    @property
    def never_given(self) -> bool:
        """Whether the answer given before is that it never happened."""
        return bool(self.fact.never) and self.given == NEVER

    @property
    def mistake(self) -> str:
        """What is wrong with the answer, "" where nothing is."""
        return next((str(message) for message in self.errors.get("answer", ())), "") if self.is_bound else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if SKIP in self.data:
            return {"answer": UNKNOWN}
        written = cleaned.get("answer", "")
        if self.asked.kind == "date" and not (written and written == self.fact.never):
            written = self._date_written()
        try:
            value = self.asked.read(written)
            if self.facts is not None:
                today = timezone.localdate()
                require_possible(self.facts, {self.fact.name: value}, today=today, known=self.known)
        except DomainError as error:
            self.add_error("answer", self._said_plainly(error))
            return cleaned
        if isinstance(value, Unknown):
            self.add_error("answer", ValidationError(_("请先回答；不知道的话，点“不知道，跳过”。")))
        return {"answer": value}

    def _said_plainly(self, error: DomainError) -> ValidationError:
        """The rules language names the fact and its notation; here the question itself stands above."""
        if error.code in _IMPOSSIBLE:
            return as_mistake(error)
        match self.asked.kind:
            case "date":
                return ValidationError(_("没有这一天。请看看年、月、日有没有写错。"))
            case "number":
                return ValidationError(_("请只写数字，例如 6。"))
            case _:
                return as_mistake(error)

    def _date_written(self) -> str:
        parts = [self.data.get(name, "").strip() for name in ("year", "month", "day")]
        return "-".join(parts) if any(parts) else ""
