"""A copy of the database alone makes no code: second factors are sealed, old ones too."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client

from huigong.kernel.errors import DomainError
from huigong.portals.cli.main import main
from huigong.portals.shared.second_factors import seal_all
from tests.unit.portals.desk.staff import PASSWORD, official
from tests.unit.portals.desk.test_login import code_now

pytestmark = pytest.mark.django_db
OLD, NEW = "11" * 32, "22" * 32


@pytest.fixture
def clerk() -> Any:
    return official("clerk")


def kept() -> list[dict[str, Any]]:
    """The rows as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator ORDER BY id")
        return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]


def rows() -> list[Authenticator]:
    return list(Authenticator.objects.order_by("pk"))


def test_no_secret_is_kept_in_the_clear(clerk: Any) -> None:
    secret = generate_totp_secret()
    totp = TOTP.activate(clerk, secret)
    codes = RecoveryCodes.activate(clerk)
    text = json.dumps(kept())
    assert secret not in text
    assert codes.get_unused_codes() and not any(code in text for code in codes.get_unused_codes())
    assert totp.validate_code(code_now(secret))
    assert codes.validate_code(codes.get_unused_codes()[0])


def test_what_was_kept_in_the_clear_is_sealed_and_still_good(clerk: Any) -> None:
    secret, seed = generate_totp_secret(), RecoveryCodes.generate_seed()
    other = official("police")
    Authenticator.objects.create(user=clerk, type="totp", data={"secret": secret})
    Authenticator.objects.create(user=clerk, type="recovery_codes", data={"seed": seed, "used_mask": 5})
    Authenticator.objects.create(user=other, type="recovery_codes", data={"migrated_codes": ["12345678"]})

    assert (seal_all(), seal_all()) == ((3, 0), (0, 0))

    text = json.dumps(kept())
    assert not any(plain in text for plain in (secret, seed, "12345678"))
    totp, recovery, moved = rows()
    assert totp.wrap().validate_code(code_now(secret))
    assert recovery.data["used_mask"] == 5
    assert moved.wrap().validate_code("12345678")


def test_sealed_with_an_older_key_it_is_sealed_anew(clerk: Any, settings: Any) -> None:
    secret = generate_totp_secret()
    settings.SEALING_KEY = OLD
    TOTP.activate(clerk, secret)
    settings.SEALING_KEY = f"{NEW},{OLD}"
    assert rows()[0].wrap().validate_code(code_now(secret))
    assert main(["reseal"]) == 0
    assert seal_all() == (0, 0)
    settings.SEALING_KEY = NEW
    cache.clear()  # a code is good once
    assert rows()[0].wrap().validate_code(code_now(secret))
    settings.SEALING_KEY = OLD
    assert seal_all() == (0, 1)
    with pytest.raises(DomainError):
        rows()[0].wrap().validate_code("000000")


def test_while_it_is_set_up_the_session_tells_nothing(client: Client, clerk: Any) -> None:
    client.post("/desk/login/", {"login": "clerk", "password": PASSWORD})
    client.get("/desk/account/totp/activate/", follow=True)
    client.post("/desk/account/confirm-password/", {"password": PASSWORD, "next": "/desk/"})
    client.get("/desk/account/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    row = Session.objects.get(session_key=client.session.session_key)
    assert secret.encode() not in _decoded(row.session_data.partition(":")[0].lstrip("."))


def _decoded(text: str) -> bytes:
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    try:
        return zlib.decompress(raw)
    except zlib.error:
        return raw
