"""What the section of people adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="people",
    urls="huigong.portals.desk.people.urls",
    order=30,
    entries=(
        Entry(
            name="person-find",
            title=_("查找人员"),
            icon="people",
            does=_("一个框里填号码、姓名、拼音或办件编号，找来办事的人；每次查看都留记录。"),
            permission=Permission.PERSON_FIND,
            starts=frozenset({Permission.PERSON_REGISTER}),
        ),
        Entry(
            name="person-new",
            title=_("登记人员"),
            icon="person",
            does=_("给第一次来的人登记；换手机号、改住处在本人的档案里办。"),
            permission=Permission.PERSON_REGISTER,
        ),
        Entry(
            name="rosters",
            title=_("导入花名册"),
            icon="list",
            does=_("一张表里的人一次登记：先看每一行会怎样，再登记；有问题的行退回来改。"),
            permission=Permission.PERSON_REGISTER,
        ),
        Entry(
            name="incoming",
            title=_("窗口待办"),
            icon="paper",
            does=_("谁要来补材料，谁的事有了结果，哪份文书要交给本人，今天哪些交给部门。"),
            permission=Permission.APPLICATION_LODGE,
        ),
        Entry(
            name="newly",
            title=_("要告知的人"),
            icon="sound",
            does=_("谁新符合了什么、又没有登录账号，打电话或者当面告知以后记一下。"),
            permission=Permission.PERSON_REGISTER,
        ),
    ),
)
