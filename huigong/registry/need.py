"""Whether an official needs to see a person in full: by the counter, a case or an approval; of a child always by an approval.

Folders above say what else is a need (`register`): a case in which the person stands.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from huigong.directory import approvals
from huigong.directory.identity import identity_rules
from huigong.directory.models import LookApproval
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Denied, DomainError
from huigong.kernel.registries import Registered
from huigong.registry.models import Person

_needs: Registered[Callable[[Principal, Person], bool]] = Registered()


def register(need: Callable[[Principal, Person], bool]) -> None:
    """From `AppConfig.ready`: whether the viewer has to do with this person."""
    _needs.add(need)


def by_need(viewer: Principal, *people: Person, on: date, in_hand: bool = False) -> Principal:
    """The viewer, who sees these people in full; where an approval let them, with its purpose beside their own.

    `in_hand` says that the caller found the people in a case which the viewer may read. One question for
    the approvals of each person who needs one. Raises `DomainError`: `person.minor_not_approved`, `person.no_need`.
    """
    asked = [_approval(viewer, person, on=on, in_hand=in_hand) for person in people]
    purposes = dict.fromkeys(approval.purpose for approval in asked if approval is not None)
    if not purposes:
        return viewer
    return viewer.with_purpose(f"{viewer.purpose or '办理办件'}（查看批准：{'、'.join(purposes)}）")


def has_need(viewer: Principal, person: Person, *, on: date) -> bool:
    """Whether the viewer has to do with this person at all: what is masked of anybody else, a child too, is not theirs."""
    places = [place for place in (person.hukou_place, person.residence) if place]
    return (
        _at_counter(viewer, places)
        or any(need(viewer, person) for need in _needs)
        or any(not approval.own_cases for approval in approvals.in_force(viewer, places, on=on))
    )


def _approval(viewer: Principal, person: Person, *, on: date, in_hand: bool) -> LookApproval | None:
    """The approval by which the viewer sees this person; None where they need none. Raises as `by_need`."""
    places = [place for place in (person.hukou_place, person.residence) if place]
    minor = identity_rules().minor(person.born_on, on=on)
    if not minor and (in_hand or _at_counter(viewer, places) or any(need(viewer, person) for need in _needs)):
        return None
    held = approvals.in_force(viewer, places, on=on)
    if minor:
        held = tuple(approval for approval in held if approval.minors)
        if any(approval.own_cases for approval in held) and not in_hand:
            in_hand = any(need(viewer, person) for need in _needs)
    fitting = [approval for approval in held if in_hand or not approval.own_cases]
    if not fitting:
        raise _minor_not_approved() if minor else _no_need()
    return fitting[0]


def _at_counter(viewer: Principal, places: list[str]) -> bool:
    """Whoever registers people has them, and their papers, in front of them."""
    return any(viewer.can(Permission.PERSON_REGISTER, region=place) for place in places)


def _no_need() -> DomainError:
    return Denied(
        code="person.no_need",
        about="purpose",
        what="这个人没有您部门经办的办件，不能看完整内容",
        why="只看自己经办的事需要看的人",
        do="要协助办理的，请经办的部门在办件里请您协办；别的事请农民工办批准查看",
    )


def _minor_not_approved() -> DomainError:
    return Denied(
        code="person.minor_not_approved",
        about="purpose",
        what="这是未成年人，看完整内容要先经过批准",
        why="接触未成年人的信息要由负责人批准，并且写明为了什么事",
        do="请农民工办按岗位批准，写明事由和期限",
        clause="未成年人网络保护条例第三十六条",
    )
