"""What the catalogue of services adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="services",
    urls="huigong.portals.desk.services.urls",
    order=50,
    entries=(
        Entry(
            name="services",
            title=_("事项目录"),
            icon="paper",
            does=_("查一个地区能办哪些事：条件、金额、部门、时限，并可以试算。"),
            permission=Permission.LIBRARY_READ,
        ),
    ),
)
