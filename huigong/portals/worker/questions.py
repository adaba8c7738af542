"""How one screen of the interview is asked on a page, and how what came back is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from huigong.catalogue.audience import BIRTH
from huigong.catalogue.choosing import choice_words
from huigong.catalogue.screens import Screen
from huigong.kernel.days import end_of_month
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import Sentence
from huigong.portals.shared.factfields import Asked
from huigong.portals.shared.fields import as_mistake
from huigong.rules.bounds import require_possible
from huigong.rules.facts import read_back, written_value
from huigong.rules.nodes import Fact
from huigong.rules.values import NEVER, UNKNOWN, Answer, Between, Unknown

SKIP, CHOICE, PLACE = "skip", "choice", "place"
_FEW = 7  # boxes that are seen at one look
_IMPOSSIBLE = ("facts.too_small", "facts.too_large", "facts.too_early", "facts.not_yet")


class Question(forms.Form):
    """One fact as a form of one field, `answer`.

    How it is asked is `Asked`'s; a date has three boxes. A pressed "I do not know" is UNKNOWN, a pressed
    choice of the screen is its range.
    """

    answer = forms.CharField(required=False, max_length=2000, strip=True)

    def __init__(
        self,
        screen: Screen,
        data: QueryDict | None = None,
        *,
        given: Answer = UNKNOWN,
        facts: Mapping[str, Fact] | None = None,
        known: Mapping[str, Answer] | None = None,
        places: Sequence[str] = (),
    ) -> None:
        """`facts` and `known` (the other answers) say what the answer can be at all; `places` are those said before, by name."""
        super().__init__(data)
        self.screen, self.fact = screen, screen.facts[0]
        self.asked = Asked(self.fact)
        self.given = given
        self.facts = facts
        self.known = known or {}
        self.places = [each for each in places if each != self.shown] if self.fact.is_region else []

    @property
    def shown(self) -> str:
        """What stands in the box: what was typed, else the answer given before."""
        if self.is_bound:
            return self.data.get("answer", "")
        return "" if isinstance(self.given, Between) else self.asked.shown(self.given)

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """A date's three boxes as (name, label, what stands in it)."""
        if self.is_bound:
            shown = [self.data.get(name, "") for name in ("year", "month", "day")]
        elif isinstance(self.given, date) and not self.never_given:
            shown = [str(self.given.year), str(self.given.month), str(self.given.day)]
        elif isinstance(self.given, Between) and isinstance(first := self.given.least, date):
            is_month = self._read(f"{first:%Y-%m}-") == self.given
            shown = [str(first.year), str(first.month), ""] if is_month else ["", "", ""]
        else:
            shown = ["", "", ""]
        labels = (_("年"), _("月"), _("日"))
        return list(zip(("year", "month", "day"), labels, shown, strict=True))

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Ranges to choose from, as (what is sent, what the button says, whether it was chosen before)."""
        today = timezone.localdate()
        return [
            (written_value(self.fact, each), choice_words(self.fact, each, today), each == self.given)
            for each in self.screen.choices
        ]

    @property
    def never_given(self) -> bool:
        """Whether the answer given before is that it never happened."""
        return bool(self.fact.never) and self.given == NEVER

    @property
    def mistake(self) -> str:
        """What is wrong with the answer, "" where nothing is."""
        return next((str(message) for message in self.errors.get("answer", ())), "") if self.is_bound else ""

    @property
    def said(self) -> dict[Fact, Answer]:
        """The answer of a question that was found valid."""
        return {self.fact: self.cleaned_data["answer"]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if SKIP in self.data:
            return {"answer": UNKNOWN}
        written = self.data.get(PLACE, "") if self.places else ""
        written = written or cleaned.get("answer", "")
        if self.asked.kind == "date" and not (written and written == self.fact.never):
            written = self._date_written()
        chosen = self.data.get(CHOICE, "") if self.asked.kind in ("number", "date") else ""
        if not chosen and (lacking := self._lacking(written)):
            self.add_error("answer", ValidationError(lacking))
            return cleaned
        try:
            value = read_back(self.fact, chosen) if chosen else self._read(written)
            for day in (value.least, value.most) if isinstance(value, Between) and not chosen else (value,):
                self._require_possible(day)
        except DomainError as error:
            self.add_error("answer", self._said_plainly(error))
            return cleaned
        if isinstance(value, Unknown):
            self.add_error("answer", ValidationError(_("请先回答；不知道的话，点“不知道，跳过”。")))
        return {"answer": value}

    def _require_possible(self, value: Answer) -> None:
        if self.facts is not None:
            today = timezone.localdate()
            require_possible(self.facts, {self.fact.name: value}, today=today, known=self.known)

    def _read(self, written: str) -> Answer:
        """What was typed; a month without its day is all of its days that have been, or can be."""
        month = self._month(written)
        if month is None:
            return self.asked.read(written)
        first, today = month, timezone.localdate()
        last = end_of_month(first)
        if self.fact.bounds.in_past and first <= today:
            last = min(last, today)
        return Between.of((first, last))

    def _month(self, written: str) -> date | None:
        """The first day of a month that was written without a day; None for anything else."""
        year, _, rest = written.partition("-")
        month, _, day = rest.partition("-")
        if self.asked.kind != "date" or day or not (year.isdecimal() and month.isdecimal()):
            return None
        try:
            return date(int(year), int(month), 1)
        except ValueError:
            return None

    def _lacking(self, written: str) -> str:
        """What is still to be written of a day, "" where nothing is."""
        if self.asked.kind != "date" or not written or written == self.fact.never:
            return ""
        parts = dict(zip((_("年"), _("月"), _("日")), written.split("-"), strict=False))
        lacking = [label for label, part in parts.items() if not part]
        if not lacking:
            return ""
        month = self._month(written)
        if month is None or not self.month_will_do:
            return _("还没有写%(lacking)s，请一起写上。") % {"lacking": "、".join(lacking)}
        if isinstance(self.given, Between) and self.given.least >= month:
            return _("这个月里是哪一天有差别，请连日一起写；不记得的，点“不清楚，跳过”。")
        return ""

    @property
    def month_will_do(self) -> bool:
        """Whether a month may be answered without its day. One's own birth everybody can look up."""
        return self.asked.kind == "date" and self.fact.name != BIRTH

    def _said_plainly(self, error: DomainError) -> ValidationError:
        """The rules language names the fact and its notation; here the question itself stands above."""
        if error.code in _IMPOSSIBLE:
            facts = self.facts or {}
            what, do = _in_phrases(error.what, facts), _in_phrases(error.do, facts)
            return as_mistake(Invalid(code=error.code, about=error.about, what=what, do=do))
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


def _in_phrases(text: str, facts: Mapping[str, Fact]) -> str:
    """The sentence with what a worker calls the facts in it, in place of their names."""
    if not isinstance(text, Sentence):
        return text
    parts = {key: facts[part].phrase if part in facts else part for key, part in text.parts.items()}
    return Sentence.of(text.pattern, parts, joined=text.joined)


class Boxes(forms.Form):
    """Several yes-or-no facts with a box each: what is not ticked is a no, a pressed "I do not know" is UNKNOWN.

    `shown` names the facts that the page showed, so that what it did not show stays open.
    """

    shown = forms.MultipleChoiceField()
    box = forms.MultipleChoiceField(required=False)
    skip = forms.CharField(required=False)
    none = forms.CharField(required=False)

    def __init__(
        self, screen: Screen, data: QueryDict | None = None, *, given: Mapping[str, Answer] | None = None
    ) -> None:
        super().__init__(data)
        self.screen, self.given = screen, given or {}
        names = [(fact.name, fact.name) for fact in screen.facts]
        for name in ("shown", "box"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = names

    @property
    def rows(self) -> list[tuple[Fact, str, bool]]:
        """(fact, what stands beside its box, whether it is ticked)."""
        ticked = [name for name, said in self.given.items() if said is True]
        if isinstance(self.data, QueryDict) and self.is_bound:
            ticked = self.data.getlist("box")
        return [(fact, says, fact.name in ticked) for fact, says in self.screen.options]

    @property
    def common(self) -> list[tuple[Fact, str, bool]]:
        """The rows that stand at once; all where there are few."""
        together = self.screen.together
        few = together is None or len(self.rows) <= _FEW
        return (
            self.rows
            if few or together is None
            else [row for row in self.rows if row[0].name not in together.rarely]
        )

    @property
    def rare(self) -> list[tuple[Fact, str, bool]]:
        """The rows behind them, of what few have."""
        common = self.common
        return [row for row in self.rows if row not in common]

    @property
    def rare_open(self) -> bool:
        """Whether any of those is ticked, so that it must be seen."""
        return any(ticked for _, _, ticked in self.rare)

    @property
    def explained(self) -> list[tuple[str, str]]:
        """What stands beside a box, and who counts too; together below the boxes, which stay short."""
        return [(says, fact.help) for fact, says in self.screen.options if fact.help]

    @property
    def mistake(self) -> str:
        """What is wrong, "" where nothing is."""
        return (
            next((str(said) for each in self.errors.values() for said in each), "") if self.is_bound else ""
        )

    @property
    def said(self) -> dict[Fact, Answer]:
        """An answer for each fact of a screen that was found valid."""
        given = self.cleaned_data
        return {
            fact: UNKNOWN if given["skip"] else fact.name in given["box"] and not given["none"]
            for fact in self.screen.facts
            if fact.name in given["shown"]
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not (given.get("box") or given.get("none") or given.get("skip")) and not self.errors:
            raise ValidationError(
                _("请至少选一样；一样都没有的，点“%(none)s”。") % {"none": self.screen.none}
            )
        return given
