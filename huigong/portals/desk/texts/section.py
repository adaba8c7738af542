"""What the section of texts adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="texts",
    urls="huigong.portals.desk.texts.urls",
    order=94,
    entries=(
        Entry(
            name="texts",
            title=_("消息文字"),
            icon="letters",
            does=_("看、改告诉当事人的消息和短信写什么，先看样子再用，随时改回。"),
            permission=Permission.PLACE_MANAGE,
        ),
        Entry(
            name="channels",
            title=_("短信通道"),
            icon="phone",
            does=_("看短信从哪里发、几点不发、哪些没发出去，给自己发一条试试。"),
            permission=Permission.PLACE_MANAGE,
        ),
    ),
)
