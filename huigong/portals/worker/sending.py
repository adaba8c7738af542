"""What an application will carry, and the digest that binds the page that showed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from huigong.casework.accountability import Receiver, name_of, others_of, receiver_of
from huigong.casework.answers import of_one_alone
from huigong.catalogue.answers import show_answer
from huigong.catalogue.services import catalogue
from huigong.files.queries import FileView
from huigong.forms import showing
from huigong.forms.fields import Form
from huigong.forms.lodging import Lodged
from huigong.forms.showing import Line
from huigong.kernel import regions
from huigong.kernel.errors import DomainError
from huigong.portals.worker import findings, guide
from huigong.portals.worker.findings import Finding
from huigong.portals.worker.visit import Visit
from huigong.rules.facts import written_value
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Answer


@dataclass(frozen=True)
class Sending:
    """One application as it stands: place, service with its rule, form and answers, for one person on one day.

    `deciding` is the place that the form asked for, by the fact by which the law finds the office;
    `otherwise` are what the form says of the applicant otherwise than their registration: question, said, registered.
    `lodged` is what `form` sends, both None for a service without one, `files` what was sent for it; `answers` are those that stand beside it.
    `left` is how many screens could still ask what the form leaves open of the applicant's own matter.
    """

    person_id: str
    region: str
    on: date
    finding: Finding
    answers: tuple[tuple[Fact, str], ...]
    values: dict[str, Answer]
    deciding: Mapping[str, Answer] = field(default_factory=dict)
    form: Form | None = None
    lodged: Lodged | None = None
    files: Mapping[str, tuple[FileView, ...]] = field(default_factory=dict)
    otherwise: tuple[tuple[str, str, str], ...] = ()
    left: int = 0

    @classmethod
    def of(
        cls,
        visit: Visit,
        service_id: str,
        *,
        person_id: str,
        on: date,
        filled: tuple[Form, Lodged] | None = None,
        files: Mapping[str, tuple[FileView, ...]] | None = None,
        registered: Mapping[str, str] | None = None,
    ) -> Sending:
        """`visit` is in the place whose matter it is; `registered` are `name` and `resident_number` of whoever applies for
        themselves, None for who acts for somebody. Raises `DomainError` (`catalogue.no_service`)."""
        form, lodged = filled or (None, None)
        stated = lodged.facts(form) if form and lodged else {}
        otherwise = _otherwise(visit, form, lodged, registered or {}) if form and lodged else ()
        deciding = _place_decided(visit, service_id, on) if form and form.where else {}
        stated = {**deciding, **stated}
        if lodged:
            service = catalogue().get(service_id, visit.region, on)
            visit = visit.without(of_one_alone(service, lodged, visit.answers, facts=guide.facts()))
        visit = guide.corrected_by(visit, {guide.facts()[name]: value for name, value in stated.items()}, on)
        finding = findings.finding(visit, service_id, on)
        answers, known = findings.answers_for(visit, finding), visit.values(guide.facts())
        sent = {fact.name: known[fact.name] for fact, _ in answers if known[fact.name] is not UNKNOWN}
        beside = tuple((fact, shown) for fact, shown in answers if fact.name not in stated)
        of_oneself = form is not None and lodged is not None and lodged.whose(form) is None
        return cls(
            person_id,
            visit.region,
            on,
            finding,
            beside,
            sent,
            deciding,
            form,
            lodged,
            files or {},
            otherwise,
            guide.left_open(visit, service_id, on) if of_oneself else 0,
        )

    @cached_property
    def parts(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """What the form sends, by its parts, with its files."""
        if not (self.form and self.lodged):
            return ()
        return showing.beside(showing.parts(self.form, self.lodged, own=True), self.files)

    @cached_property
    def goes_to(self) -> Receiver:
        """Where the case goes. Raises `DomainError` (`case.no_office`, `case.place_too_wide`)."""
        values = {**self.values, **self.deciding}
        return receiver_of(self.finding.service, self.region, self.on, values=values)

    @property
    def receiver(self) -> str:
        """The office that the case goes to, by name. Raises as `goes_to`."""
        return name_of(self.goes_to.office, self.on)

    @property
    def others(self) -> tuple[str, ...]:
        """Who else answers for a part of it, a line each."""
        return others_of(self.finding.service, self.goes_to.region, self.on)

    @property
    def placed(self) -> bool:
        """Whether the form has asked for the place whose matter it is."""
        return bool(self.form and self.form.where)

    @property
    def written(self) -> str:
        """The form as it is kept, "" without one."""
        return self.lodged.canonical(self.form) if self.form and self.lodged else ""

    @property
    def to_an_office(self) -> bool:
        """Whether the place is told closely enough to know the office."""
        try:
            return bool(self.receiver)
        except DomainError as error:
            if error.code == "case.place_too_wide":
                return False
            raise

    @cached_property
    def digest(self) -> str:
        """Changes with anything that the page shows and the case will carry, the version of the rule included."""
        finding = self.finding
        told = [(fact.name, shown, written_value(fact, self.values.get(fact.name, UNKNOWN)))
                for fact, shown in self.answers]  # fmt: skip
        bound = (self.person_id, self.region, self.on, finding.service, finding.kind, finding.amount,
                 self.receiver, self.goes_to, told, self.written)  # fmt: skip
        return salted_hmac("huigong.sending", repr(bound), algorithm="sha256").hexdigest()

    def was_shown(self, digest: str) -> bool:
        """Whether this is what the page with that digest showed."""
        return constant_time_compare(self.digest, digest)


def too_wide(service_id: str, region: str, on: date) -> str:
    """What to say of a place, as soon as it is told, that is too wide to know the office; "" for any other."""
    service = catalogue().find(service_id, region, on)
    if service is None:
        return ""
    try:
        receiver_of(service, region, on, values={service.place_fact: region} if service.place_fact else None)
    except DomainError as error:
        if error.code != "case.place_too_wide":
            raise
    else:
        return ""
    if not regions.children(region):
        return _("能交到的是内地的部门，管不到这里的事。请在当地问主管的部门。")
    return _("只写省、市还不知道交给哪个部门，请写到县（市、区）。")


def _otherwise(
    visit: Visit, form: Form, lodged: Lodged, registered: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    name, number = registered.get("name", ""), registered.get("resident_number", "")
    card = {fact: visit.known[fact] for fact in form.facts_on_card if visit.known.get(fact) is not None}
    facts = guide.facts()
    return lodged.unlike(form, name=name, number=number) + tuple(
        (form.stated[fact].name, show_answer(facts[fact], said), show_answer(facts[fact], on_card))
        for fact, said, on_card in lodged.facts_unlike(form, card)
    )


def _place_decided(visit: Visit, service_id: str, on: date) -> dict[str, Answer]:
    """The place of the visit as the fact by which the law finds the office; nothing where it is the place asked about."""
    name = catalogue().get(service_id, visit.region, on).place_fact
    return {name: visit.region} if name else {}
