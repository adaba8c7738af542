"""Roles: one small class each, with its Chinese name, what it is for and what it may do."""

from __future__ import annotations

from typing import ClassVar

from huigong.directory.permissions import Permission
from huigong.kernel.errors import NotFound
from huigong.kernel.sentences import say


class Role:
    """`slug` is stored with an assignment; `permissions` is everything the role may do.

    `does` says in one sentence, to its holder, what the role is for.
    """

    slug: ClassVar[str]
    name: ClassVar[str]
    does: ClassVar[str]
    permissions: ClassVar[frozenset[Permission]]
    assignable: ClassVar[bool] = True


class Clerk(Role):
    """Serves people at a community or township counter."""

    slug = "clerk"
    name = "窗口人员"
    does = "接待来办事的人：查找、登记人员，核对证件后换手机号、改住处。"
    permissions = frozenset(
        {
            Permission.PERSON_FIND,
            Permission.PERSON_REGISTER,
            Permission.PERSON_REVEAL,
            Permission.APPLICATION_LODGE,
            Permission.CASE_READ,
            Permission.LIBRARY_READ,
        }
    )


# What it takes to handle an office's cases; money is none of it.
_HANDLES_CASES = frozenset(
    {
        Permission.CASE_READ,
        Permission.CASE_DECIDE,
        Permission.CASE_REFER,
        Permission.TASK_SUPPORT,
        Permission.RECORD_READ,
        Permission.RECORD_WRITE,
        Permission.PERSON_FIND,
        Permission.PERSON_REVEAL,
        Permission.LIBRARY_READ,
        Permission.DUTY_BOARD_READ,
    }
)


class CaseOfficer(Role):
    """Decides an office's cases and answers for it when another office asks."""

    slug = "case-officer"
    name = "经办人"
    does = "办理本部门的办件：受理、核实、作出决定，答复别的部门请求的协办；登记归本部门登记的。"
    permissions = _HANDLES_CASES | {Permission.FUND_READ, Permission.FUND_PREPARE}


class FinanceOfficer(Role):
    """Keeps the lines of money and approves what others have prepared to be paid."""

    slug = "finance-officer"
    name = "财务人员"
    does = "管资金项目，核准付款，核实收款账户，复核送银行的文件，读入银行回单，年终关账。"
    permissions = frozenset(
        {
            Permission.FUND_READ,
            Permission.FUND_PREPARE,
            Permission.FUND_APPROVE,
            Permission.FUND_KEEP,
            Permission.LIBRARY_READ,
        }
    )


class Inspector(Role):
    """Handles complaints under labour inspection."""

    slug = "inspector"
    name = "劳动监察员"
    does = "办理劳动保障监察的投诉举报。"
    permissions = _HANDLES_CASES


class LeadingGroupOfficer(Role):
    """Sees the duties of each office by clause, and answers for exports of people; decides nothing in a case."""

    slug = "leading-group-officer"
    name = "农民工办人员"
    does = "看每一条职责由谁负责、落实得怎样，公布指标，批准导出人员、批准查看；不办理具体办件。"
    permissions = frozenset(
        {
            Permission.LIBRARY_READ,
            Permission.DUTY_BOARD_READ,
            Permission.CASE_READ,
            Permission.PEOPLE_EXPORT,
            Permission.LOOK_APPROVE,
            Permission.FIGURE_PUBLISH,
        }
    )


class PolicyOfficer(Role):
    """Reads new documents into the library."""

    slug = "policy-officer"
    name = "政策人员"
    does = "把新文件读进政策库，核对条款、部门和事项。"
    permissions = frozenset({Permission.LIBRARY_READ, Permission.LIBRARY_EDIT, Permission.DUTY_BOARD_READ})


class Auditor(Role):
    """Reads the trail and nothing else."""

    slug = "auditor"
    name = "审计员"
    does = "核查操作记录：谁在什么时候、为了什么看过或改过什么。"
    permissions = frozenset({Permission.AUDIT_READ})


class Administrator(Role):
    """Opens accounts and gives roles, and keeps what the place sets itself; sees no person's record."""

    slug = "administrator"
    name = "系统管理员"
    does = "开通和停用工作账号，分配角色，维护本地的部门和设置；不看办事人的资料。"
    permissions = frozenset({Permission.ACCOUNT_MANAGE, Permission.PLACE_MANAGE})


class Routine(Role):
    """What the platform does automatically: imports, routines, the first account. No decisions, no reveals."""

    slug = "routine"
    name = "系统例行任务"
    does = "系统自己做的事：导入、到期处理。"
    assignable = False
    permissions = frozenset(
        {
            Permission.ACCOUNT_MANAGE,
            Permission.PERSON_FIND,
            Permission.PERSON_REGISTER,
            Permission.PEOPLE_EXPORT,
            Permission.APPLICATION_LODGE,
            Permission.CASE_READ,
            Permission.LIBRARY_READ,
            Permission.LIBRARY_EDIT,
        }
    )


ROLES: dict[str, type[Role]] = {
    role.slug: role
    for role in (
        Clerk,
        CaseOfficer,
        FinanceOfficer,
        Inspector,
        LeadingGroupOfficer,
        PolicyOfficer,
        Auditor,
        Administrator,
        Routine,
    )
}


def permissions_of(slug: str) -> frozenset[Permission]:
    """Nothing for a role that no longer exists: an old assignment must give no rights."""
    role = ROLES.get(slug)
    return role.permissions if role else frozenset()


def require_assignable(slug: str) -> type[Role]:
    """The role. Raises `DomainError` (`role.unknown`)."""
    role = ROLES.get(slug)
    if role is None or not role.assignable:
        names = "、".join(f"{known.slug}（{known.name}）" for known in ROLES.values() if known.assignable)
        raise NotFound(
            code="role.unknown",
            about="role",
            what=say("没有可以分配的角色“{slug}”", slug=slug),
            do=say("请从这些角色里选：{names}", names=names),
        )
    return role
