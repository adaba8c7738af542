"""How much one person may hand in, and one case hold. Technical bounds, not from any law."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Sum

from huigong.files.content.kinds import MEGABYTE, MOST_BYTES
from huigong.files.content.refusing import too_large
from huigong.files.models import Attachment, IncomingFile, StoredFile
from huigong.files.places import Place
from huigong.kernel.errors import Conflict, TooMany

_DAY = timedelta(days=1)


def require_room(place: Place, *, size: int, now: datetime, coming: int = 0) -> None:
    """Before a file of `size` bytes is taken in, while `coming` bytes of the sender are on their way.

    Raises `Invalid` (`files.too_large`), `Conflict` (`files.too_many`, `files.place_full`), `TooMany` (`files.day_full`).
    """
    if size > MOST_BYTES:
        raise too_large(size, MOST_BYTES)
    held = Attachment.objects.filter(purpose=place.purpose, holder=place.holder)
    if held.count() >= place.most:
        raise Conflict(
            code="files.too_many",
            what=f"这里最多放 {place.most} 个文件，已经满了",
            why="文件太多，办的人一时看不完",
            do="请先删去不要的，或者把几页拍在一张照片里",
        )
    if _sum(held.aggregate(total=Sum("file__size"))) + size > settings.FILES_PER_PLACE * MEGABYTE:
        raise Conflict(
            code="files.place_full",
            what="这件事的文件加起来太大了",
            why=f"一件事的文件合起来最多 {settings.FILES_PER_PLACE} MB",
            do="请删去不要的文件，或者把原件带到窗口",
        )
    if _of_today(place.owner, now) + coming + size > settings.FILES_PER_DAY * MEGABYTE:
        raise TooMany(
            code="files.day_full",
            what="您今天传的文件已经很多了",
            why=f"一个人一天最多传 {settings.FILES_PER_DAY} MB，免得机器装满",
            do="请明天再传，或者把原件带到窗口",
        )


def coming(sender: str) -> int:
    """How many bytes somebody has announced and not finished."""
    return _sum(IncomingFile.objects.filter(sender=sender).aggregate(total=Sum("size")))


def _of_today(owner: str, now: datetime) -> int:
    kept = StoredFile.objects.filter(owner=owner, kept_at__gt=now - _DAY)
    return _sum(kept.aggregate(total=Sum("size")))


def _sum(row: dict[str, int | None]) -> int:
    return row["total"] or 0
