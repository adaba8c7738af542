"""What the duty board adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="duties",
    urls="huigong.portals.desk.duties.urls",
    order=20,
    entries=(
        Entry(
            name="duty-board",
            title=_("职责看板"),
            icon="board",
            does=_("看每一条职责由哪个部门负责，办了多少、超期多少。"),
            permission=Permission.DUTY_BOARD_READ,
            starts=frozenset({Permission.DUTY_BOARD_READ}),
        ),
    ),
)
