"""The trail's codes in words: where an official sits, which fields of a person were seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from huigong.casework.accountability import name_of
from huigong.kernel import regions

SEEN = {
    "name": _("姓名"),
    "resident_number": _("证件号码"),
    "phone": _("手机号"),
    "address": _("住址"),
    "sex": _("性别"),
    "born_on": _("出生日期"),
    "hukou_place": _("户籍地"),
    "residence": _("居住地"),
    "answers": _("申请时填写的内容"),
    "form": _("申请时填写的表，全部内容"),
    "engagements": _("用工登记"),
    "household": _("家庭户"),
    "facts": _("已知的情况"),
}


def seat_in_words(office: str, on: date) -> str:
    """The office's name of that day, or the region's; "" where the trail names neither."""
    if regions.known(office):
        return regions.find(office).full_name
    return name_of(office, on) if office else ""


def fields_in_words(fields: Iterable[str]) -> tuple[str, ...]:
    """Facts are named as people name them already; the rest in the reader's language."""
    return tuple(str(SEEN.get(field, field)) for field in fields)
