"""What the section of safeguards adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section
from huigong.safeguards.access import watches
from huigong.wages.warnings.access import watches as watches_warnings

SECTION = Section(
    id="safeguards",
    urls="huigong.portals.desk.safeguards.urls",
    order=16,
    entries=(
        Entry(
            name="zeros",
            title=_("欠薪清零"),
            icon="board",
            does=_("看历史陈案、新案、当年的案子清零了没有，哪些项目和月份还没有资料，不能算清零。"),
            permission=Permission.DUTY_BOARD_READ,
            offered=watches,
        ),
        Entry(
            name="callbacks",
            title=_("抽样回访"),
            icon="phone",
            does=_("抽签抽出工人打电话问工资，登记回答，看出大家的工资对得上没有、误差多大。"),
            permission=Permission.CASE_DECIDE,
            offered=watches_warnings,
        ),
    ),
)
