"""What somebody is to be paid, what is held for somebody, and what has to be paid back."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from huigong.funds.models.lines import FundLine
from huigong.funds.terms import Standing


class Deposit(models.Model):
    """Money of somebody that a line holds; `claimed` is what of it is on its way back or was given back.

    `once` names who and for what, as in `Payment`; `thing` is the public id of what it was given for, a place that somebody
    has, "" where nobody tells of one. From `ended_on` on it is owed back, by `due_on` where the law says so.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(FundLine, verbose_name="资金项目", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "registry.Person",
        verbose_name="交款人",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    organisation = models.CharField("交款单位", max_length=18, blank=True)
    what = models.CharField("为了什么", max_length=80)
    thing = models.CharField("所为的名额", max_length=32, blank=True)
    amount = models.BigIntegerField("交来金额")
    claimed = models.BigIntegerField("已退金额", default=0)
    once = models.CharField("只收一次", max_length=220, blank=True)
    ended_on = models.DateField("事情结束日期", null=True, blank=True)
    due_on = models.DateField("应退日期", null=True, blank=True)
    received_at = models.DateTimeField("收到时间")
    received_by = models.CharField("收款经办人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "代管款"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, claimed__gte=0, claimed__lte=F("amount")),
                name="no_more_back_than_was_deposited",
            ),
            models.UniqueConstraint(
                fields=["once"], condition=Q(claimed__lt=F("amount")) & ~Q(once=""), name="deposited_once"
            ),
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(organisation=""), name="deposit_of_a_person_or_organisation"
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "line": "official",
            "person": "personal",
            "organisation": "official",
            "what": "personal",
            "thing": "personal",
            "amount": "personal",
            "claimed": "personal",
            "once": "personal",
            "ended_on": "personal",
            "due_on": "personal",
            "received_at": "personal",
            "received_by": "official",
        }

    def __str__(self) -> str:
        return f"代管款 {self.public_id.hex}"


class Payment(models.Model):
    """What a line owes a person or an organisation, from the reservation to the bank's word.

    `once` names who, what and within what period, where a fund pays once: the database holds it. It is text, so that two
    records of one person can still become one; what both had then shows in `person`. `attempt` counts how often it was ordered.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(
        FundLine, verbose_name="资金项目", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "registry.Person",
        verbose_name="收款人",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    organisation = models.CharField("收款单位", max_length=18, blank=True)
    deposit = models.ForeignKey(
        Deposit, verbose_name="代管款", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    amount = models.BigIntegerField("付款金额")
    what = models.CharField("付什么", max_length=80)
    period = models.CharField("所属期", max_length=20, blank=True)
    once = models.CharField("只付一次", max_length=220, blank=True)
    about = models.CharField("关于", max_length=80, blank=True)
    standing = models.CharField("付款状态", max_length=9, choices=Standing.choices())
    attempt = models.PositiveSmallIntegerField("第几次付", default=0)
    recovered = models.BigIntegerField("收回金额", default=0)
    reserved_at = models.DateTimeField("预留时间")
    reserved_by = models.CharField("预留人", max_length=64)
    committed_at = models.DateTimeField("核准时间", null=True, blank=True)
    committed_by = models.CharField("核准人", max_length=64, blank=True)
    credited_on = models.DateField("到账日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "付款"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["once"],
                condition=~Q(standing=Standing.RELEASED.value) & ~Q(once=""),
                name="paid_once",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, recovered__gte=0, recovered__lte=F("amount")),
                name="no_more_recovered_than_paid",
            ),
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(organisation=""), name="payment_to_a_person_or_organisation"
            ),
            models.CheckConstraint(
                condition=Q(committed_by="") | ~Q(committed_by=F("reserved_by")), name="payment_by_two"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[standing.value for standing in Standing]),
                name="payment_has_a_standing",
            ),
        ]
        indexes = [models.Index(fields=["line", "standing"], name="payment_by_standing")]

    class Privacy:
        fields = {
            "public_id": "official",
            "line": "official",
            "person": "personal",
            "organisation": "official",
            "deposit": "personal",
            "amount": "personal",
            "what": "personal",
            "period": "personal",
            "once": "personal",
            "about": "personal",
            "standing": "personal",
            "attempt": "personal",
            "recovered": "personal",
            "reserved_at": "personal",
            "reserved_by": "official",
            "committed_at": "personal",
            "committed_by": "official",
            "credited_on": "personal",
        }

    def __str__(self) -> str:
        return f"付款 {self.public_id.hex}"


class Recovery(models.Model):
    """Part or all of a payment has to come back, in instalments; the reason is the office's decision."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    payment = models.ForeignKey(Payment, verbose_name="付款", on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField("应收回金额")
    reason = models.CharField("收回理由", max_length=200)
    decided_at = models.DateTimeField("决定时间")
    decided_by = models.CharField("决定人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "收回"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="recovery_of_something")]

    class Privacy:
        fields = {
            "public_id": "official",
            "payment": "personal",
            "amount": "personal",
            "reason": "personal",
            "decided_at": "personal",
            "decided_by": "official",
        }

    def __str__(self) -> str:
        return f"收回 {self.public_id.hex}"


class Instalment(models.Model):
    """One part of a recovery: due on a day, and how much of it has come."""

    recovery = models.ForeignKey(Recovery, verbose_name="收回", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("第几期")
    due_on = models.DateField("应还日期")
    amount = models.BigIntegerField("应还金额")
    received = models.BigIntegerField("已还金额", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "收回的一期"
        ordering = ["recovery_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["recovery", "number"], name="one_instalment_per_number"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, received__gte=0, received__lte=F("amount")),
                name="no_more_received_than_due",
            ),
        ]

    class Privacy:
        fields = {
            "recovery": "personal",
            "number": "personal",
            "due_on": "personal",
            "amount": "personal",
            "received": "personal",
        }

    def __str__(self) -> str:
        return f"收回的一期 {self.pk}"
