"""What the section of limited places adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.offers.shelf import book
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="offers",
    urls="huigong.portals.desk.offers.urls",
    order=38,
    entries=(
        Entry(
            name="rounds",
            title=_("名额"),
            icon="list",
            does=_("登记本部门提供的名额，开一轮申请，关闭名单、抽签、分配、公布，看谁申请、谁分到。"),
            permission=Permission.CASE_READ,
            offered=lambda viewer: bool(book().shelf.ids),
        ),
    ),
)
