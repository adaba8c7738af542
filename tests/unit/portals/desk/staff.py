"""Invented officials at the desk, people at the counter, and cases as old as a test wants."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from huigong.casework.actions import applications, cases
from huigong.directory.actions import accounts
from huigong.directory.models import Account
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.filled import lodged_for
from tests.replayed import Replayed
from tests.unit.registry.someone import CITY, CLERK, HERE, new_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "three small grey herons"
POLICE, HRSS = f"{HERE}/police", f"{HERE}/hrss"
PERMIT = "residence-permit"
GRANTS = {
    "clerk": Grant("clerk", CITY),
    "police": Grant("case-officer", CITY, POLICE),
    "hrss": Grant("case-officer", CITY, HRSS),
    "inspector": Grant("inspector", CITY, HRSS),
    "leading": Grant("leading-group-officer", CITY),
    "policy": Grant("policy-officer", CITY),
    "auditor": Grant("auditor", CITY),
    "administrator": Grant("administrator", CITY),
}


def official(*roles: str, username: str = "") -> Account:
    """An account with these of the `GRANTS`."""
    name = username or (roles[0] if roles else "nobody")
    return accounts.create_official(
        by=SYSTEM,
        now=timezone.now(),
        username=name,
        display_name=f"虚构{name}",
        password=PASSWORD,
        grants=[GRANTS[role] for role in roles],
    )


def at_desk(*roles: str, username: str = "") -> Client:
    """A browser in which such an official is logged in."""
    client = Client()
    client.force_login(official(*roles, username=username), backend=BACKEND)
    return client


def principal(role: str) -> Principal:
    """The same official for an action of the past, without an account."""
    return Principal(f"past-{role}", f"虚构{role}", (GRANTS[role],))


def person(sequence: int = 1) -> Person:
    return people.register(by=CLERK, now=timezone.now(), **asdict(new_person(sequence)))


def lodged(*, days_ago: int = 1, sequence: int = 1, service: str = PERMIT) -> str:
    """A case lodged at the counter so many days ago; its public id."""
    return _lodged(days_ago, sequence, service)


def _lodge(days_ago: int, sequence: int, service: str) -> str:
    case = applications.lodge(
        by=CLERK,
        now=past(days_ago),
        key=uuid.uuid4().hex,
        person_id=person(sequence).public_id.hex,
        service_id=service,
        region=HERE,
        answers={"离开户籍地": True, "户口在同市别县": False, "居住月数": 4, "合法稳定住所": True},
        lodged=lodged_for(service, region=HERE, now=past(days_ago)),
        evidence=["居民身份证"],
        channel="window",
    )
    return case.public_id.hex


_lodged = Replayed(_lodge)


def accepted(*, days_ago: int = 1, sequence: int = 1) -> str:
    """A residence permit taken in so many days ago: fifteen natural days to answer."""
    case_id = lodged(days_ago=days_ago, sequence=sequence)
    cases.accept(by=principal("police"), now=past(days_ago), case_id=case_id)
    return case_id


def past(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
