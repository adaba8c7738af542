"""What the section of indicators adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="figures",
    urls="huigong.portals.desk.figures.urls",
    order=23,
    entries=(
        Entry(
            name="figures",
            title=_("指标"),
            icon="board",
            does=_("看登记数出来的数，各地多少，公布过什么；只有数字，没有名字。"),
            permission=Permission.DUTY_BOARD_READ,
        ),
    ),
)
