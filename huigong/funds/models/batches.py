"""What goes to the bank and what it says of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from huigong.audit.fields import SealedTextField
from huigong.funds.models.lines import FundLine
from huigong.funds.models.payees import PayeeAccount
from huigong.funds.models.payments import Payment
from huigong.funds.terms import Outcome


class Batch(models.Model):
    """The payments of one bank file: made by one official, approved by another who has seen its digest, sent once.

    `digest` is SHA-256 over the bytes of the file, in hexadecimal. `fetched_at` is when the file was first taken out: from
    then on the bank may have it, whatever is told of it.
    """

    class Status(models.TextChoices):
        MADE = "made", "待复核"
        APPROVED = "approved", "已复核"
        SENT = "sent", "已送出"
        DROPPED = "dropped", "已作废"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("批次号", max_length=30, unique=True)
    line = models.ForeignKey(FundLine, verbose_name="资金项目", on_delete=models.PROTECT, related_name="+")
    profile = models.CharField("银行文件格式", max_length=60)
    status = models.CharField("批次状态", max_length=8, choices=Status)
    count = models.PositiveIntegerField("笔数")
    total = models.BigIntegerField("合计金额")
    digest = models.CharField("文件摘要", max_length=64)
    made_at = models.DateTimeField("制单时间")
    maker = models.CharField("制单人", max_length=64)
    approved_at = models.DateTimeField("复核时间", null=True, blank=True)
    checker = models.CharField("复核人", max_length=64, blank=True)
    fetched_at = models.DateTimeField("取走时间", null=True, blank=True)
    sent_at = models.DateTimeField("送出时间", null=True, blank=True)
    sent_by = models.CharField("送出人", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "付款批次"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checker="") | ~Q(checker=F("maker")), name="maker_is_not_checker"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "sent"]) | ~Q(checker=""), name="sent_only_when_approved"
            ),
            models.CheckConstraint(condition=Q(count__gt=0, total__gt=0), name="batch_of_something"),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "number": "official",
            "line": "official",
            "profile": "official",
            "status": "official",
            "count": "official",
            "total": "official",
            "digest": "official",
            "made_at": "official",
            "maker": "official",
            "approved_at": "official",
            "checker": "official",
            "fetched_at": "official",
            "sent_at": "official",
            "sent_by": "official",
        }

    def __str__(self) -> str:
        return f"付款批次 {self.number}"


class BatchFile(models.Model):
    """The bytes that were made for the bank, packed and sealed; whoever fetches the file gets these."""

    batch = models.OneToOneField(
        Batch, verbose_name="付款批次", on_delete=models.PROTECT, related_name="file", primary_key=True
    )
    name = models.CharField("文件名", max_length=80)
    content = SealedTextField(verbose_name="文件内容", context="funds.BatchFile.content")

    class Meta:
        verbose_name = verbose_name_plural = "银行文件"
        ordering = ["batch_id"]

    class Privacy:
        fields = {"name": "official", "content": "sensitive"}

    def __str__(self) -> str:
        return f"银行文件 {self.pk}"


class Attempt(models.Model):
    """One try to pay a payment: its line in the file, the account of then, and what became of it.

    `end_to_end` is what bank and office call it: region, payment and attempt.
    """

    payment = models.ForeignKey(
        Payment, verbose_name="付款", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveSmallIntegerField("第几次付")
    batch = models.ForeignKey(Batch, verbose_name="付款批次", on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField("文件中的行")
    end_to_end = models.CharField("端到端编号", max_length=35, unique=True)
    account = models.ForeignKey(
        PayeeAccount, verbose_name="收款账户", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount = models.BigIntegerField("付款金额")
    outcome = models.CharField(
        "付款结果", max_length=8, choices=Outcome.choices(), default=Outcome.OPEN.value
    )

    class Meta:
        verbose_name = verbose_name_plural = "付款尝试"
        ordering = ["batch_id", "row"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "number"], name="one_attempt_per_number"),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(outcome__in=[Outcome.OPEN.value, Outcome.UNCLEAR.value, Outcome.CREDITED.value]),
                name="no_second_attempt_while_unclear",
            ),
        ]

    class Privacy:
        fields = {
            "payment": "personal",
            "number": "personal",
            "batch": "official",
            "row": "official",
            "end_to_end": "personal",
            "account": "personal",
            "amount": "personal",
            "outcome": "personal",
        }

    def __str__(self) -> str:
        return f"付款尝试 {self.pk}"


class ReturnFile(models.Model):
    """A file of results that was taken in: how many lines of it counted, and which were refused and why."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    region = models.CharField("地区", max_length=6)
    office = models.CharField("部门", max_length=60)
    profile = models.CharField("银行文件格式", max_length=60)
    digest = models.CharField("文件摘要", max_length=64)
    lines = models.PositiveIntegerField("行数")
    refused = models.JSONField("退回的行", default=list)
    taken_at = models.DateTimeField("读入时间")
    taken_by = models.CharField("读入人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "银行回单"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "profile", "digest"], name="one_return_file_of_the_same_bytes"
            )
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "region": "official",
            "office": "official",
            "profile": "official",
            "digest": "official",
            "lines": "official",
            "refused": "official",
            "taken_at": "official",
            "taken_by": "official",
        }

    def __str__(self) -> str:
        return f"银行回单 {self.public_id.hex}"


class ReturnLine(models.Model):
    """What a bank, or an official who asked it, said of an attempt. Only ever added.

    `file` is empty where an official says it, who names the paper in `proof`.
    """

    file = models.ForeignKey(
        ReturnFile,
        verbose_name="银行回单",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    row = models.PositiveIntegerField("文件中的行", default=0)
    attempt = models.ForeignKey(Attempt, verbose_name="付款尝试", on_delete=models.PROTECT, related_name="+")
    on = models.DateField("结果日期")
    code = models.CharField("结果代码", max_length=20, blank=True)
    outcome = models.CharField("付款结果", max_length=8, choices=Outcome.choices())
    proof = models.CharField("凭据", max_length=100, blank=True)
    at = models.DateTimeField("记下时间")
    by = models.CharField("记下的人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "银行结果"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["credited", "returned", "unclear"]), name="a_bank_says_something"
            )
        ]

    class Privacy:
        fields = {
            "file": "official",
            "row": "official",
            "attempt": "personal",
            "on": "personal",
            "code": "personal",
            "outcome": "personal",
            "proof": "personal",
            "at": "official",
            "by": "official",
        }

    def __str__(self) -> str:
        return f"银行结果 {self.pk}"
