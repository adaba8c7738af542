"""The people of a case: read in one query, named as each reader may see them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from huigong.casework.accountability import name_of
from huigong.casework.models import Case, Party
from huigong.casework.procedures import register
from huigong.casework.procedures.roles import OWN_SIDE, Role
from huigong.directory.principals import Principal
from huigong.kernel.identity import mask_name
from huigong.kernel.money import Fen, format_yuan
from huigong.registry.lookup import public_uuid
from huigong.registry.models import Person
from huigong.registry.shapes import masked_number

_SLIM = (
    *("public_id", "case_id", "role", "kind", "person_id", "employer_id", "office", "is_main", "amount"),
    *("outcome", "settled_on", "left_on", "person__public_id"),
)

_NAMED = (
    *("case", "role", "is_main", "office", "joined_on"),
    *("person", "person__name", "employer", "employer__name"),
)


def with_roles(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with who stands in them and nothing unsealed: one query more, for any number of cases."""
    slim = Party.objects.select_related("person").only(*_SLIM).filter(left_on__isnull=True)
    return cases.prefetch_related(Prefetch("parties", queryset=slim, to_attr="standing"))


def with_main(cases: QuerySet[Case], *, prefix: str = "") -> QuerySet[Case]:
    """Cases with the party that lists name: one query more, for any number of cases."""
    return cases.prefetch_related(main_of(prefix))


def main_of(prefix: str = "") -> Prefetch:
    """The party that lists name, for cases that `prefix` leads to: the name, and nothing else that is sealed."""
    main = Party.objects.filter(is_main=True).select_related("person", "employer").only(*_NAMED)
    return Prefetch(f"{prefix}parties", queryset=main, to_attr="main_parties")


def count_of_concerned(case: str = "pk") -> Coalesce:
    """How many persons a case concerns, for `annotate`; `case` leads from the row to the case."""
    rows = Party.objects.filter(case=OuterRef(case), role=Role.CONCERNED, left_on__isnull=True).order_by()
    counted = rows.values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def standing(case: Case) -> list[Party]:
    """Who stands in the case now. Asks the database only where `with_roles` did not."""
    kept: list[Party] | None = getattr(case, "standing", None)
    if kept is not None:
        return kept
    slim = Party.objects.select_related("person").only(*_SLIM)
    return list(slim.filter(case=case, left_on__isnull=True).order_by("-is_main", "pk"))


def main_person(case: Case) -> Person | None:
    """The person by whom the case is known, if it is known by a person."""
    return next((party.person for party in standing(case) if party.is_main), None)


def persons(case: Case, roles: Iterable[Role] = OWN_SIDE) -> list[Person]:
    """The persons with one of these roles."""
    wanted = set(roles)
    return [party.person for party in standing(case) if party.person and party.role in wanted]


def roles_of(viewer: Principal, case: Case) -> frozenset[Role]:
    """The viewer's roles in the case by which they see something of it; empty if none."""
    me = _me(viewer)
    if me is None:
        return frozenset()
    mine = {Role(party.role) for party in standing(case) if party.person and party.person.public_id == me}
    return frozenset(mine) - silent_in(case)


def silent_in(case: Case) -> frozenset[Role]:
    """The roles of this case that are not told of it and do not see it; () where its procedure is not installed."""
    procedure = register.find(case.procedure, case.procedure_version)
    return procedure.silent if procedure else frozenset()


def told(case: Case, roles: Iterable[Role] = OWN_SIDE) -> list[Person]:
    """The persons with one of these roles who may know of the case."""
    return persons(case, frozenset(roles) - silent_in(case))


def of_viewer(viewer: Principal, *, roles: Iterable[Role] = Role, prefix: str = "") -> Q:
    """A filter on cases in which the viewer stands, in one of these roles, and may know of it."""
    me = _me(viewer)
    if me is None:
        return Q(pk__in=[])
    mine = Party.objects.filter(person__public_id=me, left_on__isnull=True, role__in=list(roles))
    for procedure in register.silent():
        mine = mine.exclude(
            case__procedure=procedure.id,
            case__procedure_version=procedure.version,
            role__in=list(procedure.silent),
        )
    return Q(**{f"{prefix}pk__in": mine.values("case_id")})


def of_person(person_id: str | UUID) -> Q:
    """A filter on cases in which this person stands on the person's own side."""
    roles = [role.value for role in OWN_SIDE]
    theirs = Party.objects.filter(person__public_id=public_uuid(person_id), role__in=roles)
    return Q(pk__in=theirs.values("case_id"))


def short_name(case: Case, *, concerned: int = 0) -> str:
    """Who a list says the case is about: `虚**`, `虚**等11人`, `某某公司`, `匿名`. Needs `with_main`."""
    main: list[Party] = case.main_parties  # type: ignore[attr-defined]
    if not main:
        return "—"
    name = called(main[0])
    return f"{name}等{concerned}人" if concerned > 1 else name


def called(party: Party, *, secret: bool = False) -> str:
    """The party as an official's list names it, persons masked; `secret` hides a reporter."""
    if secret and party.role == Role.REPORTER:
        return "举报人（保密）"
    if party.person is not None:
        return mask_name(party.person.name)
    if party.employer is not None:
        return party.employer.name
    return name_of(party.office, party.joined_on) if party.office else "匿名"


def told_apart(party: Party) -> str:
    """`虚*　510***********0012　1,000元`: masked names alone are often the same. Needs the whole person."""
    number = masked_number(party.person) if party.person else ""
    amount = "" if party.amount is None else format_yuan(Fen(party.amount))
    return "　".join(part for part in (called(party), number, amount) if part)


def _me(viewer: Principal) -> UUID | None:
    return public_uuid(viewer.person_id) if viewer.person_id else None
