"""What a move does about its letter, in its own transaction: shows it, issues it, or notes that it is owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.actions.moving import Making
from huigong.casework.models import Case, Decision, Party
from huigong.casework.timekeeping import day_of
from huigong.correspondence import occasions, sources
from huigong.correspondence.drafting import draft_of, issuer_of, recipients_of, template_of
from huigong.correspondence.fills import Ground
from huigong.correspondence.models import OwedLetter
from huigong.correspondence.revealing import masked_party
from huigong.directory.principals import Principal
from huigong.messages.actions.telling import tell
from huigong.notices.actions import issuing
from huigong.notices.letters import Letter
from huigong.notices.models import Notice
from huigong.notices.shapes import FieldKind, Made
from huigong.notices.templates import Field, Template

ORDER = "letter"  # in `Making.beside`
BLANK, NO_NUMBER = "＿＿＿＿", "（发出时编号）"


@dataclass
class Order:
    """What the officer wants done with the letter of a move; the rest is what became of it.

    `given` are the fields that the officer filled in. With `only_show` it is set out as it would be, with blanks
    for what is missing (`lacking`); `later` says why it does not go out now.
    """

    by: Principal
    given: Mapping[str, Any] = field(default_factory=dict)
    only_show: bool = False
    later: str = ""
    template: Template | None = None
    asked: tuple[Field, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    lacking: tuple[Field, ...] = ()
    letter: Letter | None = None
    issued: Sequence[Notice] = ()


def follow(making: Making) -> None:
    """Registered with casework. Raises what issuing raises; then the move is not made either."""
    template = template_of(making.case, making.move.id, on=making.today)
    if template is None or template.made is Made.ON_REQUEST:
        return
    order: Order | None = making.beside.get(ORDER)
    values = sources.values_of(template, _ground(making), order.given if order else {})
    office = making.data.get("from") or making.case.accountable_office
    parties = recipients_of(making.case, template)
    if order is None or order.later:
        _owe(making, template, parties, values, office=office, why=order.later if order else "")
    elif order.only_show:
        _show(order, making, template, parties, values, office=office)
    else:
        order.issued = _issue(order, making, template, parties, values, office=office)


def tell_of(notice: Notice, case: Case, party: Party) -> None:
    """The inbox says that there is a letter; in the transaction in which it is issued."""
    if party.person is None:
        return
    tell(
        people=[party.person],
        event=f"letter {notice.public_id.hex}",
        about=subject_of(case),
        template=occasions.LETTER.id,
        values={
            "事项": case.service_name,
            "编号": case.number,
            "部门": issuer_of(notice.office, region=case.region, on=day_of(notice.issued_at)).name,
            "文书": notice.name,
            "文号": notice.number,
        },
        region=case.region,
        office=notice.office,
        now=notice.issued_at,
    )


def set_out(
    order: Order,
    case: Case,
    parties: Sequence[Party],
    template: Template,
    values: Mapping[str, Any],
    *,
    office: str,
    on: date,
) -> None:
    """Fills `order` with the letter as it would go out, blanks where something is missing.

    The recipient is masked as on the case's page: the name is in the letter, which opens for a purpose and into the trail.
    """
    order.template, order.values = template, values
    order.asked = sources.asked(template, values)
    order.lacking = tuple(row for row in template.fields if row.required and row.id not in values)
    if not parties:
        return
    blanks = {row.id: _blank(row, on) for row in order.lacking}
    issuer = issuer_of(office, region=case.region, on=on)
    draft = issuing.Draft(
        template,
        {**values, **blanks},
        masked_party(order.by, case, parties[0]),
        issuer,
        subject_of(case),
        paper=template.paper[0],
    )
    order.letter = issuing.composed(draft, number=NO_NUMBER, today=on)


def _ground(making: Making) -> Ground:
    decision = making.made if isinstance(making.made, Decision) else None
    return Ground(making.case, making.today, making.form, decision)


def _show(
    order: Order,
    making: Making,
    template: Template,
    parties: Sequence[Party],
    values: Mapping[str, Any],
    *,
    office: str,
) -> None:
    set_out(order, making.case, parties, template, values, office=office, on=making.today)


def _issue(
    order: Order,
    making: Making,
    template: Template,
    parties: Sequence[Party],
    values: Mapping[str, Any],
    *,
    office: str,
) -> list[Notice]:
    drafts = [
        draft_of(making.case, party, template, values, office=office, now=making.now, on=making.today)
        for party in parties
    ]
    notices = issuing.issue_many(drafts=drafts, by=order.by, now=making.now)
    for notice, party in zip(notices, parties, strict=True):
        tell_of(notice, making.case, party)
    return notices


def _owe(
    making: Making,
    template: Template,
    parties: Sequence[Party],
    values: Mapping[str, Any],
    *,
    office: str,
    why: str,
) -> None:
    rows = OwedLetter.objects.bulk_create(
        OwedLetter(
            case=making.case,
            party=party,
            move=making.move.id,
            template=template.id,
            region=making.case.region,
            office=office,
            values=sources.as_json(values),
            why=why[: OwedLetter._meta.get_field("why").max_length],
            since=making.now,
        )
        for party in parties
    )
    if rows and why:
        record(
            by=making.by,
            now=making.now,
            verb="correspondence.letter.owed",
            subject=subject_of(making.case),
            region=making.case.region,
            data={"template": template.id, "move": making.move.id},
        )


def _blank(row: Field, on: date) -> Any:
    blanks: dict[FieldKind, Any] = {FieldKind.LIST: [BLANK], FieldKind.DAY: on, FieldKind.MONEY: 0}
    return blanks.get(row.kind, BLANK)
