"""Changes to the library: a user's copy is read into it."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from huigong.audit.actions import record
from huigong.directory.principals import Permission, Principal
from huigong.kernel.signing import sm3_hex
from huigong.policy.comparison import find_pack
from huigong.policy.models import SavedReading
from huigong.policy.packs import library
from huigong.policy.reading import ReadDocument, to_json


@transaction.atomic
def save_reading(*, by: Principal, now: datetime, read: ReadDocument, source: bytes) -> SavedReading:
    """Keeps a reading with its text; `source` is the file as given.

    The same bytes saved again give the reading that is there and change nothing.
    Raises `DomainError` (`access.denied`) without the permission to edit the library.
    """
    by.require(Permission.LIBRARY_EDIT)
    pack = find_pack(read, library())
    reading, created = SavedReading.objects.get_or_create(
        source_digest=sm3_hex(source),
        defaults={
            "title": read.title or "",
            "document_number": read.document_number or "",
            "region": pack.region if pack else "",
            "matched_document_id": pack.id if pack else "",
            "source_name": PurePath(read.source).name[-255:],
            "text": read.source_text.replace("\x00", ""),
            "structure": to_json(read),
            "saved_by": by.account_id,
            "saved_at": now,
        },
    )
    if created:
        record(
            by=by,
            now=now,
            verb="policy.reading.saved",
            subject=f"policy.SavedReading:{reading.public_id}",
            region=reading.region,
            data={
                "digest": reading.source_digest,
                "clauses": len(read.clauses),
                "pack": reading.matched_document_id,
            },
        )
    return reading
