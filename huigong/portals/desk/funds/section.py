"""What the section of money adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.funds.declaring import shelf
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="funds",
    urls="huigong.portals.desk.funds.urls",
    order=36,
    entries=(
        Entry(
            name="funds",
            title=_("资金"),
            icon="money",
            does=_("看每个资金项目还剩多少，制作和复核付款批次，读入银行回单，查清不明的，记下收回的。"),
            permission=Permission.FUND_READ,
            offered=lambda viewer: bool(shelf().ids),
        ),
    ),
)
