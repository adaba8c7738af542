"""How much one person may hand in, one case hold, and strangers have here altogether. Technical bounds, not from any law."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from huigong.files.access import Purpose, purpose_of
from huigong.files.content.kinds import MEGABYTE, MOST_BYTES
from huigong.files.content.refusing import too_large
from huigong.files.models import Attachment, IncomingFile, StoredFile
from huigong.files.places import Place
from huigong.kernel.errors import Conflict, DomainError, TooMany

_DAY = timedelta(days=1)
MOST_WITH_ONE = 150  # files of one case or draft, all its fields together


def require_room(place: Place, *, size: int, now: datetime, coming: int = 0) -> None:
    """Before a file of `size` bytes is taken in, while `coming` bytes of the sender are on their way.

    Raises `Invalid` (`files.too_large`), `Conflict` (`files.too_many`, `files.place_full`),
    `TooMany` (`files.day_full`, `files.all_full`).
    """
    purpose = purpose_of(place.purpose)
    if size > MOST_BYTES:
        raise too_large(size, MOST_BYTES)
    require_room_in(place, size=size)
    a_day = purpose.of_one or settings.FILES_PER_DAY
    if _of_today(place.owner, now) + coming + size > a_day * MEGABYTE:
        raise _day_full(a_day)
    require_room_for_all(purpose, size=size)


def require_room_in(place: Place, *, size: int) -> None:
    """For one file more in this place. Raises `Conflict` (`files.too_many`, `files.place_full`)."""
    held = Attachment.objects.filter(purpose=place.purpose, holder=place.holder).aggregate(
        here=Count("pk", filter=Q(field=place.field)), count=Count("pk"), total=Sum("file__size")
    )
    if held["here"] >= place.most or held["count"] >= MOST_WITH_ONE:
        raise _too_many(min(place.most, MOST_WITH_ONE))
    with_one = purpose_of(place.purpose).of_one or settings.FILES_PER_PLACE
    if (held["total"] or 0) + size > with_one * MEGABYTE:
        raise _place_full(with_one)


def require_room_for_all(purpose: Purpose, *, size: int) -> None:
    """Where a purpose has a bound for everybody together. Raises `TooMany` (`files.all_full`)."""
    if purpose.of_all is None:
        return
    kept = Attachment.objects.filter(purpose=purpose.id).aggregate(total=Sum("file__size"))
    on_the_way = IncomingFile.objects.filter(place__purpose=purpose.id).aggregate(total=Sum("received"))
    if _sum(kept) + _sum(on_the_way) + size > purpose.of_all * MEGABYTE:
        raise TooMany(
            code="files.all_full",
            what=_("现在不登录传不了文件"),
            why=_("没有登录的人传来的文件太多，机器要给大家留地方"),
            do=_("请先用手机号登录再传，填好的都在；也可以先不传，以后再补"),
        )


def coming(sender: str) -> int:
    """How many bytes somebody has announced and not finished."""
    return _sum(IncomingFile.objects.filter(sender=sender).aggregate(total=Sum("size")))


def _of_today(owner: str, now: datetime) -> int:
    kept = StoredFile.objects.filter(owner=owner, kept_at__gt=now - _DAY)
    return _sum(kept.aggregate(total=Sum("size")))


def _sum(row: dict[str, int | None]) -> int:
    return row["total"] or 0


def _too_many(most: int) -> DomainError:
    return Conflict(
        code="files.too_many",
        what=_("这里最多放 %(most)s 个文件，已经满了") % {"most": most},
        why=_("文件太多，办的人一时看不完"),
        do=_("请先删去不要的，或者把几页拍在一张照片里"),
    )


def _place_full(most: int) -> DomainError:
    return Conflict(
        code="files.place_full",
        what=_("这件事的文件加起来太大了"),
        why=_("一件事的文件合起来最多 %(most)s MB") % {"most": most},
        do=_("请删去不要的文件，或者把原件带到窗口"),
    )


def _day_full(most: int) -> DomainError:
    return TooMany(
        code="files.day_full",
        what=_("您今天传的文件已经很多了"),
        why=_("一个人一天最多传 %(most)s MB，免得机器装满") % {"most": most},
        do=_("请明天再传，或者把原件带到窗口"),
    )
