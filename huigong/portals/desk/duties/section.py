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
        Entry(
            name="unowned",
            title=_("没有人负责的任务"),
            icon="list",
            does=_("看哪些任务的经办人走了、部门没有人或者撤并了，由谁接手。"),
            permission=Permission.ACCOUNT_MANAGE,
        ),
    ),
)
