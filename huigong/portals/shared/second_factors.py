"""Officials' second factors, sealed: whoever reads the database alone must not be able to make a code.

allauth hands every secret that it keeps (the TOTP key, the seed of the recovery codes) to these two hooks.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from huigong.portals.shared.sealed import sealer

_CONTEXT = "mfa.Authenticator.data"
_SECRETS = ("secret", "seed", "migrated_codes")


class SealedSecrets(DefaultMFAAdapter):
    """allauth's adapter, with nothing in the clear."""

    def encrypt(self, text: str) -> str:
        return sealer().seal(text, context=_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises `DomainError` (`sealing.*`), also for a secret that was never sealed: set-up seals those."""
        return sealer().unseal(encrypted_text, context=_CONTEXT)


def seal_all() -> int:
    """Seals what an earlier version kept in the clear, and anew what an older key sealed; gives how many rows.

    Safe to repeat, and beside a running server: each row is locked and read again.
    """
    changed = 0
    for key in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=key).first()
            if row is None:
                continue
            sealed = {name: _sealed(row.data[name]) for name in _SECRETS if name in row.data}
            if sealed != {name: row.data[name] for name in sealed}:
                row.data |= sealed
                row.save(update_fields=["data"])
                changed += 1
    return changed


def _sealed(secret: Any) -> Any:
    if isinstance(secret, list):
        return [_sealed(one) for one in secret]
    current = sealer().seal("", context=_CONTEXT).partition(".")[0]
    key_id, dot, _ = secret.partition(
        "."
    )  # no secret of allauth's has a dot; a sealed text begins with its key
    if dot and key_id == current:
        return secret
    return sealer().seal(sealer().unseal(secret, context=_CONTEXT) if dot else secret, context=_CONTEXT)
