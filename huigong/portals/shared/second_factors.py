"""Officials' second factors, sealed: whoever reads the database alone must not be able to make a code.

allauth hands every secret that it keeps (the TOTP key, the seed of the recovery codes) to these two hooks.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from huigong.audit.fields import sealer
from huigong.kernel.errors import DomainError

_CONTEXT = "mfa.Authenticator.data"
_SECRETS = ("secret", "seed", "migrated_codes")


class SealedSecrets(DefaultMFAAdapter):
    """allauth's adapter, with nothing in the clear."""

    def encrypt(self, text: str) -> str:
        return sealer().seal(text, context=_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises `DomainError` (`sealing.*`), also for a secret that was never sealed: set-up seals those."""
        return sealer().unseal(encrypted_text, context=_CONTEXT)


class Sealed(NamedTuple):
    """How many rows were sealed, and how many could not be opened and are as they were."""

    rows: int
    broken: int


def seal_all() -> Sealed:
    """Seals what an earlier version kept in the clear, and anew what an older key sealed.

    Safe to repeat, and beside a running server: each row is locked and read again. A factor that
    does not open is of no use to its owner either, who needs a new one.
    """
    changed = broken = 0
    for key in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=key).first()
            if row is None:
                continue
            try:
                sealed = {name: _sealed(row.data[name]) for name in _SECRETS if name in row.data}
            except DomainError:
                broken += 1
                continue
            if sealed != {name: row.data[name] for name in sealed}:
                row.data |= sealed
                row.save(update_fields=["data"])
                changed += 1
    return Sealed(changed, broken)


def _sealed(secret: Any) -> Any:
    if isinstance(secret, list):
        return [_sealed(code) for code in secret]
    key_id, dot, _ = secret.partition(
        "."
    )  # no secret of allauth's has a dot; a sealed text begins with its key
    if dot and key_id == sealer().key_id:
        return secret
    return sealer().seal(sealer().unseal(secret, context=_CONTEXT) if dot else secret, context=_CONTEXT)
