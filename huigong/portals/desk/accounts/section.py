"""What the section of accounts adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="accounts",
    urls="huigong.portals.desk.accounts.urls",
    order=90,
    entries=(
        Entry(
            name="officials",
            title=_("账号与角色"),
            icon="lock",
            does=_("开通和停用工作账号，分配和收回角色，重设密码和手机验证器。"),
            permission=Permission.ACCOUNT_MANAGE,
            starts=frozenset({Permission.ACCOUNT_MANAGE}),
        ),
    ),
)
