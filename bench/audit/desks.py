"""Prepares an installation for the bench: a county, a case for each writer, and a session for each user.

`python -m bench.audit.desks READERS WRITERS` prints JSON: a session cookie and a case id for every user.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from datetime import timedelta
from importlib import import_module
from typing import Any

OFFICE = "510421/police"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def main(words: list[str]) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.audit.settings")
    django.setup()
    from django.db import connection
    from django.utils import timezone

    from bench.audit.yesterday import MAKE
    from huigong.audit.actions import seal

    with connection.cursor() as cursor:
        for statement in MAKE:
            cursor.execute(statement)
    readers, writers = map(int, words)
    cases = [_accepted(number) for number in range(max(readers, writers) + writers)]
    users = [(f"read-{n}", cases[n]) for n in range(readers)]
    users += [(f"write-{n}", cases[-1 - n]) for n in range(writers)]
    seal(now=timezone.now())  # yesterday's events take their own places, far above
    print(json.dumps([{"session": _session(_officer(name)), "case": case} for name, case in users]))
    return 0


def _officer(username: str) -> Any:
    from django.utils import timezone

    from huigong.directory.actions import accounts
    from huigong.directory.principals import SYSTEM, Grant

    return accounts.create_official(
        by=SYSTEM,
        now=timezone.now(),
        username=username,
        display_name=f"虚构·{username}",
        password=uuid.uuid4().hex,
        grants=[Grant("case-officer", "510421", OFFICE)],
    )


def _accepted(number: int) -> str:
    """A residence permit under way, of one of the county's people; its public id."""
    from django.utils import timezone

    from huigong.casework.actions import applications, cases
    from huigong.directory.principals import SYSTEM, Grant, Principal
    from huigong.registry.models import Person
    from tests.filled import lodged_for

    now = timezone.now() - timedelta(days=3)
    from_elsewhere = Person.objects.exclude(hukou_place__startswith="5104").order_by("pk")
    of_age = now.date() - timedelta(days=20 * 365)
    person = [each for each in from_elsewhere if each.born_on < of_age][number]
    case = applications.lodge(
        by=SYSTEM,
        now=now,
        key=f"bench-{number}",
        again=True,
        person_id=person.public_id.hex,
        service_id="residence-permit",
        region="510421",
        answers={"离开户籍地": True, "居住月数": 12, "合法稳定住所": True},
        lodged=lodged_for("residence-permit", region="510421", now=now),
        evidence=("居民身份证",),
        channel="window",
    )
    officer = Principal("bench", "虚构·经办", (Grant("case-officer", "510421", OFFICE),))
    cases.accept(by=officer, now=now, case_id=case.public_id.hex)
    return case.public_id.hex


def _session(account: Any) -> str:
    """The cookie of a browser in which the official has logged in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
