"""The key that signs the digest of a batch. See docs/adr/0012."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from huigong.kernel.signing import Signature, Signer

__all__ = ["Signature", "Signer", "signer"]


def signer() -> Signer:
    """The signer of this installation's trail. Raises `DomainError` (`signing.key`)."""
    return _signer(settings.AUDIT_KEY)


@lru_cache(maxsize=4)
def _signer(keys: str) -> Signer:
    return Signer(keys, setting="HUIGONG_AUDIT_KEY")
