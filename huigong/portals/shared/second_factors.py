"""Officials' second factors, sealed, so that a copy of the database alone makes no valid code.

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
        try:
            changed += seal_row(key)
        except DomainError:
            broken += 1
    return Sealed(changed, broken)


@transaction.atomic
def seal_row(key: int) -> bool:
    """Whether the row needed it. Raises `DomainError` (`sealing.*`) where a secret does not open."""
    row = Authenticator.objects.select_for_update().filter(pk=key).first()
    if row is None or not is_stale(row):
        return False
    row.data |= {name: _sealed(row.data[name]) for name in _SECRETS if name in row.data}
    row.save(update_fields=["data"])
    return True


def is_stale(row: Authenticator) -> bool:
    """Whether a secret of the row is in the clear or sealed by another key than the first."""
    secrets = [row.data[name] for name in _SECRETS if name in row.data]
    texts = [text for secret in secrets for text in (secret if isinstance(secret, list) else [secret])]
    return not all(text.startswith(f"{sealer().key_id}.") for text in texts)


def _sealed(secret: Any) -> Any:
    if isinstance(secret, list):
        return [_sealed(code) for code in secret]
    # No secret of allauth's has a full stop; a sealed text begins with its key and one.
    key_id, dot, _ = secret.partition(".")
    if dot and key_id == sealer().key_id:
        return secret
    return sealer().seal(sealer().unseal(secret, context=_CONTEXT) if dot else secret, context=_CONTEXT)
