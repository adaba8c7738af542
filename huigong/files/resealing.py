"""What `huigong reseal` has to bring under a new key here: the bytes in the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from huigong.audit.fields import sealer
from huigong.files import keeping
from huigong.files.models import StoredFile
from huigong.files.states import LIVE
from huigong.kernel.errors import DomainError


@dataclass(frozen=True)
class StoredBytes:
    """Files and their thumbnails. Parts of files on their way are gone within a day and are left out."""

    label = "文件内容"

    def stale(self) -> Iterable[int]:
        rows = StoredFile.objects.filter(state__in=LIVE).exclude(sealed_with=sealer().key_id)
        return rows.order_by("pk").values_list("pk", flat=True)

    def reseal(self, key: int) -> bool:
        """Stored anew under another key, and the row turned to it; the old bytes go once that is committed."""
        file = StoredFile.objects.select_for_update().filter(pk=key, state__in=LIVE).first()
        if file is None or file.sealed_with == sealer().key_id:
            return True
        old = (file.key, file.thumbnail_key)
        try:
            file.key, file.thumbnail_key = (each and keeping.put(keeping.read(each)) for each in old)
        except DomainError:
            return False
        file.sealed_with = sealer().key_id
        file.save(update_fields=["key", "thumbnail_key", "sealed_with"])
        transaction.on_commit(partial(keeping.remove, *old), robust=True)
        return True
