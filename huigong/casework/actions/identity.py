"""Who may send an application: the person known surely enough, or whoever may act for them."""

from __future__ import annotations

from datetime import date

from huigong.catalogue.identity import needed_for
from huigong.catalogue.services import catalogue
from huigong.directory.assurance import Assurance
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Denied
from huigong.kernel.sentences import say
from huigong.registry import lookup
from huigong.registry.acting import Authority, authority
from huigong.registry.models import Person


def agent_for(by: Principal, person: Person, service_id: str, *, region: str, on: date) -> Authority | None:
    """The authority under which a worker sends this for the person; None for the person themselves.

    Raises `DomainError`: `access.denied`, `catalogue.no_service`, `application.identity` for somebody
    who is not known as surely as the service needs.
    """
    agent = None
    held = Assurance(person.assurance)
    if not lookup.is_own(by, person):
        agent = authority(by, person, service_id=service_id, on=on)
        if agent is None:
            by.require(Permission.APPLICATION_LODGE, region=region)
            return None
        held = agent.assurance
    needed = needed_for(catalogue().get(service_id, region, on))
    if not held.reaches(needed):
        raise not_known(needed)
    return agent


def not_known(needed: Assurance) -> Denied:
    """For somebody who is known less surely than a service needs."""
    ways = "做一次实名认证" if needed is Assurance.REAL_NAME else "带身份证到窗口核对一次，或者做一次实名认证"
    return Denied(
        code="application.identity",
        what="提交这件事之前，要先核对身份",
        why="结果写在本人名下，只凭手机号还不知道是不是本人",
        do=say("请{ways}；填好的都还在，核对以后接着提交", ways=ways),
    )
