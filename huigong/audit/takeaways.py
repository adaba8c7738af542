"""Signing what people take away with this installation's own key; the form is `kernel.takeaways`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from huigong.kernel import regions, signing, takeaways
from huigong.kernel.signing import Signer
from huigong.kernel.takeaways import Signed


def sign(document: Mapping[str, Any], *, what: str, now: datetime) -> Signed:
    """`what` is the kind of document in Chinese (个人信息副本), `document` JSON without floats.

    Raises `DomainError` (`signing.key`), `TypeError` for floats.
    """
    return takeaways.sign(document, what=what, by=maker(), now=localtime(now), signer=signer())


def maker() -> str:
    """Who signs, as it stands on the document."""
    if not settings.HOME_REGION:
        return "惠工平台"
    return f"{regions.find(settings.HOME_REGION).full_name} 惠工平台"


def public_keys() -> tuple[bytes, ...]:
    """The keys that verify what was signed here, the one in use first; published at `/.well-known/huigong-keys.json`."""
    return signer().public_keys


def signer() -> Signer:
    """The signer of take-aways: a key apart from that of the trail. Raises `DomainError` (`signing.key`)."""
    return _signer(settings.SIGNING_KEY)


@lru_cache(maxsize=4)
def _signer(keys: str) -> Signer:
    return Signer(keys, setting="HUIGONG_SIGNING_KEY")


def fingerprint() -> str:
    """Of the key in use, for the foot of a print."""
    return signing.fingerprint(public_keys()[0])
