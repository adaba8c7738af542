"""The form that is filled in for a service: begun from what is known, kept in the visit, lodged as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.conf import settings

from huigong import forms
from huigong.catalogue.entries import PublicService
from huigong.catalogue.interview import interview
from huigong.catalogue.services import catalogue
from huigong.directory.principals import Principal
from huigong.files.queries import FileView
from huigong.forms.attaching import with_files
from huigong.forms.drafts import Draft, said_of
from huigong.forms.fields import Form
from huigong.forms.filling import Filled, fill, values
from huigong.forms.kinds import Kind, Role, Source
from huigong.forms.knowing import (
    Known,
    prefilled,
    shareable,
    taken,
    with_card,
    with_granted,
    without_own_proposals,
)
from huigong.forms.lodging import Lodged, Problems, lodge
from huigong.forms.noticing import SEXES
from huigong.forms.stating import stated, whose
from huigong.forms.types import At, type_of
from huigong.forms.values import Person, Place
from huigong.kernel import days
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.identity import ResidentId, normalise_phone
from huigong.kernel.regions import lineage
from huigong.portals.shared.screens.keeper import ids_of
from huigong.portals.worker import apart, attached, findings, guide
from huigong.portals.worker.findings import Finding, LastChance
from huigong.portals.worker.visit import Visit
from huigong.registry import queries as registry
from huigong.registry.acting import Authority
from huigong.rules.values import UNKNOWN, Answer, Between, Unknown

_SEXES = {said: sex.value for sex, said in SEXES.items()}


@dataclass(frozen=True)
class Filling:
    """A service's form for one visitor. `kept` is what they filled in, `draft` with what is known besides; `facts` are
    what rules know of them, `on` the day of asking;
    `files` those that were sent for it, by the path of their field."""

    service: PublicService
    form: Form
    kept: Draft
    draft: Draft
    facts: Mapping[str, Answer]
    on: date
    files: Mapping[str, tuple[FileView, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        visit: Visit,
        service_id: str,
        *,
        viewer: Principal,
        now: datetime,
        on: date,
        acting: Authority | None = None,
    ) -> Filling | None:
        """None for a service without a form; `acting` is the authority of whoever fills it in for somebody. Raises
        `DomainError` (`catalogue.no_service`)."""
        service = catalogue().get(service_id, guide.region_of(visit), on)
        if not service.form:
            return None
        kept = visit.draft_of(service_id)
        if kept is None or kept.form != service.form:
            kept = Draft(service.form, guide.region_of(visit), on)
        form = forms.book().form(kept.form, on=kept.began, region=kept.region)
        known = _known(visit, on)
        if _of_another(form, kept, on):
            known = _said_for_another(known, form)
        known = _with_what_follows(known, visit, on)
        elsewhere = apart.facts_of_the_first(visit, form)
        known = {name: each for name, each in known.items() if name not in elsewhere}
        shared = taken(form, apart.said(visit, form), on=on)
        draft = prefilled(kept, form, facts=known, shared=shared)
        draft = _with_applicant(draft, form, viewer=viewer, now=now)
        if acting and form.granted_to not in kept.said:
            of = acting.person
            draft = with_granted(draft, form, name=of.name, number=of.resident_number)
        draft = with_card(draft, form, on=on)
        if (place := _matter_of(form, draft, on)) and place != draft.region:
            # What the region whose matter it is adds is asked too, also where its place was said before.
            form = forms.book().form(kept.form, on=kept.began, region=place)
            kept, draft = replace(kept, region=place), replace(draft, region=place)
        files = attached.held(visit, service_id)
        draft = with_files(draft, form, ids_of(files))
        facts = guide.values_of(visit, on)
        draft = without_own_proposals(draft, form, kept=kept, facts=facts, on=on)
        return cls(service, form, kept, draft, facts, on, files)

    @property
    def needs_place(self) -> bool:
        """Whether the visitor must say first which place's office it goes to: the form does not ask."""
        return not self.form.where

    def filled(self) -> Filled:
        """The form read as it stands."""
        return fill(self.form, self.draft, facts=self.facts, on=self.on)

    def lodge(self) -> Lodged | Problems:
        """What would be sent now, or what keeps it from being sent."""
        return lodge(self.form, self.draft, facts=self.facts, on=self.on)

    def region(self, lodged: Lodged) -> str:
        """The region whose matter it is by the answers; "" where the form does not ask."""
        sent = lodged.answers.get(self.form.where)
        return sent.value.region if sent and isinstance(sent.value, Place) else ""

    @property
    def told_place(self) -> str:
        """The region whose matter it is as far as the draft says; "" where it does not."""
        return _matter_of(self.form, self.draft, self.on)

    def ends(self, visit: Visit) -> LastChance | None:
        """The last day to hand it in by what was filled in so far, from today on; None where there is none, or it is over."""
        finding = self.found(visit)
        return finding.ends if finding else None

    def found(self, visit: Visit) -> Finding | None:
        """What the service is to the visitor by what was filled in so far; None where the place does not offer it."""
        read = {id: each.value for id, each in self.filled().fields.items() if each.shown}
        said = {
            guide.facts()[name]: value
            for name, value in stated(self.form, read, on=self.on).items()
            if value is not UNKNOWN
        }
        there = visit.at(self.told_place or visit.region).learning(said)
        if catalogue().find(self.service.id, guide.region_of(there), self.on) is None:
            return None
        return findings.finding(there, self.service.id, self.on)

    def keeping(self, changed: Draft, visit: Visit) -> Visit:
        """The visit as it is now, with what `changed` says otherwise than the draft did; what another page kept meanwhile stays.

        The form becomes that of the region whose matter it is, so that what the region adds is asked as well.
        """
        before = visit.draft_of(self.service.id)
        base = before if before is not None and before.form == self.form.id else self.kept
        said = {id: each for id, each in changed.said.items() if self.draft.said.get(id) != each}
        kept = replace(base, said={**base.said, **said}, reasons={**base.reasons, **changed.reasons})
        read = fill(self.form, kept, on=self.on)
        if place := _matter_of(self.form, kept, self.on):
            kept = replace(kept, region=place)
        last = self.on + settings.ANSWERS_KEPT
        told = apart.keyed(visit, self.form, shareable(read, said, until=last))
        return visit.drafting(self.service.id, kept).sharing(told)

    def leaving_for(self, service_id: str, visit: Visit) -> Visit:
        """The visit with what the unfinished form settles of the visitor and its place, on the way to the service that is
        theirs; unchanged where the form is about somebody else."""
        read = {id: each.value for id, each in self.filled().fields.items() if each.shown}
        if whose(self.form, read, on=self.on) is not None:
            return visit
        if self.told_place and visit.region in ("", *lineage(self.told_place)):
            visit = visit.at(self.told_place)
        toward = catalogue().find(service_id, guide.region_of(visit), self.on)
        where = (
            {toward.place_fact: self.told_place} if toward and toward.place_fact and self.told_place else {}
        )
        said = where | {
            name: value
            for name, value in stated(self.form, read, on=self.on).items()
            if value is not UNKNOWN and name not in self._anew
        }
        return guide.corrected_by(
            visit, {guide.facts()[name]: value for name, value in said.items()}, self.on
        )

    def asking_on(self, lodged: Lodged, visit: Visit) -> Visit:
        """The visit about this service alone, with what the form says, its "I do not know" as well: only what it leaves open
        is asked then. Who has no closer place is where the matter is."""
        if self.told_place and visit.region in ("", *lineage(self.told_place)):
            visit = visit.at(self.told_place)
        said = {guide.facts()[name]: value for name, value in lodged.facts(self.form).items()}
        told = {fact: value for fact, value in said.items() if value is not UNKNOWN}
        after = guide.corrected_by(visit, told, self.on)
        unsure = {fact: value for fact, value in said.items() if fact.name not in after.settled}
        return after.learning(unsure).about(self.service.id)

    @property
    def _anew(self) -> set[str]:
        """The facts that each form asks for itself alone."""
        return {asked.fact for asked in self.form.fields.values() if asked.anew}

    def learned(self, lodged: Lodged, visit: Visit) -> Visit:
        """The visit with the facts that the form settles of the visitor; unchanged where the form is about somebody else.

        What each form asks anew it settles for itself alone.
        """
        if lodged.whose(self.form):
            return visit
        said = {name: value for name, value in lodged.facts(self.form).items() if name not in self._anew}
        told = {guide.facts()[name]: value for name, value in said.items() if value is not UNKNOWN}
        return guide.corrected_by(visit, told, self.on)


def said_of_oneself(visit: Visit) -> dict[str, str]:
    """`name`, `resident_number`, `phone`, `residence`, `sex` (male, female) and `born` (ISO) as a form was told them, for
    pages that ask again; those that were said."""
    applicant, home, sex, born = (
        _shared_as(role, visit) for role in (Role.APPLICANT, Role.HOME, Role.SEX, Role.BIRTH)
    )
    said = {
        "name": applicant.get("name"),
        "resident_number": _resident_number(applicant.get("number", "")),
        "phone": applicant.get("phone"),
        "residence": home.get("region"),
        "sex": _SEXES.get(sex.get("", "")),
        "born": _day(born.get("", "")),
    }
    return {field: str(typed) for field, typed in said.items() if typed}


def _shared_as(role: Role, visit: Visit) -> Mapping[str, str]:
    """What was typed into the shared field of this role; nothing where no form asked it."""
    raw = visit.shared.get(forms.book().shared_as(role))
    return said_of(raw).typed if raw else {}


def _resident_number(typed: str) -> str:
    """The number where it is one; "" for that of another paper."""
    try:
        return ResidentId.parse(typed).number
    except DomainError:
        return ""


def _day(typed: str) -> str:
    """The day that was typed, as a calendar takes it; "" where it is none."""
    try:
        return days.read(typed).isoformat() if typed.strip() else ""
    except DomainError:
        return ""


def phones_told(visit: Visit) -> set[str]:
    """The applicants' phones in the forms that were begun; "" for a form that was told none, or none that is one."""
    return {_phone_in(Draft.from_json(text)) for text in visit.drafts.values()}


def _phone_in(draft: Draft) -> str:
    form = forms.book().form(draft.form, on=draft.began, region=draft.region)
    asked = form.applicant
    try:
        return normalise_phone(str(draft.typed(asked.id).get("phone", ""))) if asked else ""
    except Invalid:
        return ""


def _of_another(form: Form, draft: Draft, on: date) -> bool:
    """Whether the draft names somebody else as the one whose matter it is: what is known of the visitor is not theirs."""
    if all(asked.about is None for asked in form.fields.values()):
        return False
    return whose(form, values(form, draft, on=on), on=on) is not None


def _said_for_another(known: Mapping[str, Known], form: Form) -> dict[str, Known]:
    """Without what the register knows of the visitor, and what it would keep as decided."""
    keeping = {asked.fact for asked in form.fields.values() if asked.keeps}
    return {
        name: each
        for name, each in known.items()
        if each.source is not Source.REGISTERED and name not in keeping
    }


def _matter_of(form: Form, draft: Draft, on: date) -> str:
    """The region whose matter it is as far as the draft says; "" where it does not."""
    asked = form.fields.get(form.where)
    place = type_of(asked.kind).read(asked, draft.typed(asked.id), At(on), asked.id).value if asked else None
    return place.region if isinstance(place, Place) else ""


def _known(visit: Visit, on: date) -> dict[str, Known]:
    """What was said in the interview and what is registered, by fact; who said a range is asked for the figure."""
    values = visit.values(guide.facts())
    return {
        name: Known(value, Source.EARLIER if name in visit.answers else Source.REGISTERED)
        for name, value in values.items()
        if not isinstance(value, Unknown | Between)
    }


def _with_what_follows(known: Mapping[str, Known], visit: Visit, on: date) -> dict[str, Known]:
    """What the country says follows from it stands in a form too; what the visitor did not know stays open."""
    values = {name: each.value for name, each in known.items()}
    settled = interview(catalogue(), guide.region_of(visit), on).following(values)
    return {
        **{
            name: Known(value, Source.EARLIER)
            for name, value in settled.items()
            if name not in visit.settled and value is not None and not isinstance(value, Unknown | Between)
        },
        **known,
    }


def _with_applicant(draft: Draft, form: Form, *, viewer: Principal, now: datetime) -> Draft:
    """The applicant by name and phone, as they registered themselves."""
    asked = form.applicant
    if asked is None or asked.kind is not Kind.PERSON or asked.id in draft.said or not viewer.person_id:
        return draft
    own = registry.reveal(viewer, viewer.person_id, ("name", "phone"), now=now)
    if not own["phone"]:
        return draft
    # The office has the number with the person; on paper and screens it would only be looked at.
    person = Person(name=own["name"], phone=own["phone"])
    return draft.with_value(asked, person, source=Source.REGISTERED)
