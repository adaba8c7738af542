"""Who approves has seen which payments wait, and how much each is: nothing that came or went since is approved unseen."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet

from huigong.funds.models import Payment
from huigong.kernel.errors import Conflict
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say


def digest_of(payments: QuerySet[Payment]) -> str:
    """SHA-256 of which payments these are and how many fen each is, 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for key, amount in payments.order_by("pk").values_list("public_id", "amount").iterator():
        digest.update(f"{key.hex} {amount}\n".encode())
    return digest.hexdigest()


def require_seen(payments: QuerySet[Payment], seen: str) -> None:
    """Raises `DomainError` (`payment.changed`) where these are not the payments of the digest `seen`."""
    if digest_of(payments) == seen:
        return
    amounts = list(payments.values_list("amount", flat=True))
    raise Conflict(
        code="payment.changed",
        what="等核准的付款变了",
        why=say("现在是{count}笔，共{sum}", count=len(amounts), sum=format_yuan(Fen(sum(amounts)))),
        do="请看现在的逐笔付款，再核准",
    )
