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
        Entry(
            name="audit-patterns",
            title=_("查看习惯"),
            icon="search",
            does=_("谁一天看了很多人、夜里看、反复看同一个人、看同事或家里人，每一条都有记录可查。"),
            permission=Permission.AUDIT_READ,
        ),
    ),
)
