"""What the section of the trail adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="audit",
    urls="huigong.portals.desk.audit.urls",
    order=80,
    entries=(
        Entry(
            name="audit",
            title=_("审计"),
            icon="lock",
            does=_("查谁办了什么、看了谁、为了什么，看记录是不是完整，按事由导出。"),
            permission=Permission.AUDIT_READ,
            starts=frozenset({Permission.AUDIT_READ}),
        ),
    ),
)
