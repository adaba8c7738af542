"""Who may do what with which money: the permission for the office of the line, and the role that its fund names."""

from __future__ import annotations

from django.db.models import QuerySet

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.queries import same_official
from huigong.directory.reach import of_offices
from huigong.funds.models import Balance, Batch, FundLine
from huigong.kernel.errors import Denied, NotFound
from huigong.registry.lookup import public_uuid


def readable(viewer: Principal) -> QuerySet[FundLine]:
    """The lines of the offices for which the viewer reads money; none without the permission."""
    return FundLine.objects.filter(of_offices(viewer, Permission.FUND_READ))


def allowed(line_id: str, permission: Permission, *, by: Principal) -> FundLine:
    """The line. Raises `DomainError`: `fund.no_line` for one of elsewhere too, `access.denied`."""
    line = readable(by).filter(public_id=public_uuid(line_id)).first()
    if line is None:
        raise no_line()
    by.require(permission, region=line.region, office=line.office)
    return line


def locked(line_id: str, permission: Permission, *, by: Principal) -> FundLine:
    """As `allowed`; nobody else moves its money until the transaction ends."""
    line = allowed(line_id, permission, by=by)
    hold(line)
    return FundLine.objects.get(pk=line.pk)  # as it is once nobody else has it


def hold(*lines: FundLine) -> None:
    """Until the transaction ends nobody else moves money of these lines; always in one order, so that none waits for the other."""
    keys = sorted({line.pk for line in lines})
    list(Balance.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def locked_batch(batch_id: str, permission: Permission, *, by: Principal) -> Batch:
    """The batch, its line locked. Raises `DomainError`: `batch.not_found`, `access.denied`."""
    rows = Batch.objects.filter(public_id=public_uuid(batch_id), line__in=readable(by))
    batch = rows.select_related("line").first()
    if batch is None:
        raise no_batch()
    line = batch.line
    by.require(permission, region=line.region, office=line.office)
    hold(line)
    return Batch.objects.select_related("line").get(pk=batch.pk)


def require_role(slug: str, line: FundLine, *, by: Principal) -> None:
    """That the actor has the role that the fund names for this. Raises `DomainError` (`fund.other_role`)."""
    for grant in by.grants:
        permission = Permission.FUND_READ
        if grant.role == slug and grant.allows(permission, region=line.region, office=line.office):
            return
    raise Denied(
        code="fund.other_role",
        what="这笔资金的这一步要由另一个角色办",
        why="这项资金规定了由谁经办、由谁复核",
        do="请有这个角色的同事来办",
    )


def require_another(by: Principal, *others: str, code: str) -> None:
    """That the actor is none of those who had a part in it before, by whatever account. Raises `DomainError` with that code."""
    if any(same_official(by.account_id, other) for other in others if other):
        raise Denied(
            code=code,
            what="这一步不能由同一个人办",
            why="经办和复核要分开",
            do="请另一位有权的同事来办",
        )


def no_line() -> NotFound:
    return NotFound(code="fund.no_line", what="没有这个资金项目", do="请刷新列表再看")


def no_batch() -> NotFound:
    return NotFound(code="batch.not_found", what="没有这个付款批次", do="请刷新列表再看")
