"""Months that projects handed in, what they say of each worker, and the warnings that were raised.

Of a province's months only files are kept (see `reconciling`). A month that a labour officer hands in for one project
is kept by worker, so that each of them can see it, confirm it or dispute it.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from huigong.audit.fields import BlindIndexField, IndexedQuerySet, SealedTextField
from huigong.kernel.days import end_of_month
from huigong.registry.models import Person
from huigong.wages.warnings.models import (
    NUMBER_CONTEXT,
    EarlyWarning,
    Explanation,
    Ground,
    WarningAnswer,
)

__all__ = [
    "Difference",
    "EarlyWarning",
    "Explanation",
    "Filing",
    "Ground",
    "NumberClaim",
    "ProjectMonth",
    "WarningAnswer",
    "WorkerMonth",
]


class ProjectMonth(models.Model):
    """One month of one project as it was handed in (报送月份); a later one takes its place and the earlier one stays.

    `accounts` are the sums and counts of `reconciling.details`, by column, fen; `not_judged` kind → why.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "records.Record", verbose_name="工程项目", on_delete=models.PROTECT, related_name="+"
    )
    region = models.CharField("地区", max_length=6)
    month = models.DateField("月份")
    current = models.BooleanField("现行", default=True)
    digest = models.CharField("文件摘要", max_length=64)
    accounts = models.JSONField("五本账")
    refused = models.JSONField("退回的行")
    not_judged = models.JSONField("没有核对的")
    handed_in_at = models.DateTimeField("报送时间")
    handed_in_by = models.CharField("报送账号", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "报送月份"
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month"], condition=Q(current=True), name="one_current_month_of_a_project"
            )
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "project": "official",
            "region": "official",
            "month": "official",
            "current": "official",
            "digest": "official",
            "accounts": "official",
            "refused": "official",
            "not_judged": "official",
            "handed_in_at": "official",
            "handed_in_by": "official",
        }

    def __str__(self) -> str:
        return f"报送月份 {self.public_id.hex}"

    @property
    def is_whole(self) -> bool:
        """Whether it was handed in on its last day or later: what a part of a month lacks may still come."""
        return localdate(self.handed_in_at) >= end_of_month(self.month)


class WorkerMonth(models.Model):
    """What a month says of one worker (工人月份), and what the worker says of it. Nothing said is never a yes.

    `days` are the numbers of the days within the month, apart by commas; sums are fen, None where none stands on the
    payroll; `cards` the last figures of the cards on which money came. A number is one of its kind of `paper`, "" where
    the roster does not say which. `left_out`: an earlier version of the month said this, and the one that stands says
    nothing of the worker; a yes to that is a yes to not being there. `told_before`: the most that an earlier version gave
    them and they have not said yes to less.
    """

    class Answer(models.TextChoices):
        NONE = "", "没有答复"
        CONFIRMED = "confirmed", "认可"
        DISPUTED = "disputed", "不认可"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    month = models.ForeignKey(
        ProjectMonth, verbose_name="报送月份", on_delete=models.PROTECT, related_name="workers"
    )
    name = SealedTextField(verbose_name="姓名", context="wages.WorkerMonth.name", blank=True)
    paper = models.CharField("证件种类", max_length=10, choices=Person.Paper, blank=True)
    number = SealedTextField(verbose_name="证件号码", context=NUMBER_CONTEXT)
    number_index = BlindIndexField(
        of="number",
        context=NUMBER_CONTEXT,
        beside="paper",
        usual=Person.Paper.RESIDENT.value,
        db_index=True,
    )
    days = models.CharField("出勤日", max_length=90, blank=True)
    payroll_days = models.DecimalField("工资表天数", max_digits=8, decimal_places=4, null=True)
    gross = models.BigIntegerField("应发工资", null=True)
    net = models.BigIntegerField("实发工资", null=True)
    credited = models.BigIntegerField("到账工资")
    last_day = models.DateField("最后到账日", null=True)
    cards = SealedTextField(verbose_name="收款卡尾号", context="wages.WorkerMonth.cards", blank=True)
    signed = models.BooleanField("工资表写着已确认")
    left_out = models.BooleanField("后来没有报", default=False)
    told_before = models.BigIntegerField("先前报过的实发", null=True)
    answer = models.CharField("本人答复", max_length=9, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    said = SealedTextField(verbose_name="本人的话", context="wages.WorkerMonth.said", blank=True)
    may_tell = models.BooleanField("可以告诉单位是谁说的", default=False)

    objects = IndexedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工人月份"
        ordering = ["month_id", "pk"]

    class Privacy:
        fields = {
            "public_id": "official",
            "month": "personal",
            "name": "personal",
            "paper": "personal",
            "number": "sensitive",
            "number_index": "sensitive",
            "days": "personal",
            "payroll_days": "personal",
            "gross": "personal",
            "net": "personal",
            "credited": "personal",
            "last_day": "personal",
            "cards": "sensitive",
            "signed": "personal",
            "left_out": "personal",
            "told_before": "personal",
            "answer": "personal",
            "answered_at": "personal",
            "said": "sensitive",
            "may_tell": "personal",
        }

    def __str__(self) -> str:
        return f"工人月份 {self.public_id.hex}"

    @property
    def agreed_gone(self) -> bool:
        """Whether the worker says that it is right that the month says nothing of them any more."""
        return self.left_out and self.answer == self.Answer.CONFIRMED

    @property
    def is_lowered(self) -> bool:
        """Whether less stands there than in an earlier version, and they have not said that it is right so."""
        return (self.told_before or 0) > (self.net or 0) and self.answer != self.Answer.CONFIRMED

    @property
    def owed(self) -> int:
        """What has not come, fen."""
        return 0 if self.agreed_gone else max((self.net or 0) - self.credited, 0)


DISPUTED = Q(answer=WorkerMonth.Answer.DISPUTED)
"""Who says that what the month says of them is wrong."""
LEFT_OUT = Q(left_out=True) & ~Q(answer=WorkerMonth.Answer.CONFIRMED)
"""Of whom the month says nothing any more, and who has not said that it is right so."""
LOWERED = Q(told_before__gt=Coalesce(F("net"), 0)) & ~Q(answer=WorkerMonth.Answer.CONFIRMED)
"""Who is given less than in an earlier version, and has not said that it is right so."""


class NumberClaim(models.Model):
    """What somebody says of rows that have the number of their paper and another name (对号码的说法): `mine` or not.

    It holds for every row with that number, of that paper, and that name, whenever it is handed in.
    """

    paper = models.CharField("证件种类", max_length=10, choices=Person.Paper, blank=True)
    number = SealedTextField(verbose_name="证件号码", context=NUMBER_CONTEXT)
    number_index = BlindIndexField(
        of="number", context=NUMBER_CONTEXT, beside="paper", usual=Person.Paper.RESIDENT.value
    )
    name = SealedTextField(verbose_name="表上的姓名", context="wages.NumberClaim.name")
    name_index = BlindIndexField(of="name", context="wages.NumberClaim.name")
    mine = models.BooleanField("是本人")
    said_at = models.DateTimeField("说的时间")

    objects = IndexedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对号码的说法"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["number_index", "name_index"], name="one_claim_of_a_number")
        ]

    class Privacy:
        fields = {
            "paper": "personal",
            "number": "sensitive",
            "number_index": "sensitive",
            "name": "personal",
            "name_index": "personal",
            "mine": "personal",
            "said_at": "personal",
        }

    def __str__(self) -> str:
        return f"对号码的说法 {self.pk}"


class Difference(models.Model):
    """One difference of a month (差异): its kind, whose it is, and the lines that show it. No worker: of the project."""

    month = models.ForeignKey(
        ProjectMonth, verbose_name="报送月份", on_delete=models.PROTECT, related_name="differences"
    )
    worker = models.ForeignKey(
        WorkerMonth,
        verbose_name="工人月份",
        null=True,
        on_delete=models.PROTECT,
        related_name="differences",
    )
    kind = models.CharField("差异种类", max_length=40)
    amount = models.BigIntegerField("差额", null=True)
    evidence = models.TextField("在哪几行")

    class Meta:
        verbose_name = verbose_name_plural = "差异"
        ordering = ["month_id", "pk"]

    class Privacy:
        fields = {
            "month": "official",
            "worker": "personal",
            "kind": "personal",
            "amount": "personal",
            "evidence": "personal",
        }

    def __str__(self) -> str:
        return f"差异 {self.pk}"


class Filing(models.Model):
    """What a project was filed with at one platform (报送), from which tables, and what the authority said of it.

    `source` is the digest of the tables: what several platforms were given from the same roster has the same. `rows` are
    numbers of rows by object. The file itself is not kept.
    """

    class Standing(models.TextChoices):
        WRITTEN = "written", "做好了，没有回音"
        ACCEPTED = "accepted", "平台收下了"
        REFUSED = "refused", "平台退回了"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "records.Record", verbose_name="工程项目", on_delete=models.PROTECT, related_name="+"
    )
    region = models.CharField("地区", max_length=6)
    profile = models.CharField("报送格式", max_length=60)
    source = models.CharField("资料摘要", max_length=64)
    rows = models.JSONField("各对象行数")
    written_at = models.DateTimeField("做好的时间")
    written_by = models.CharField("经手账号", max_length=64)
    standing = models.CharField("平台怎么说", max_length=8, choices=Standing, default=Standing.WRITTEN)
    answered_at = models.DateTimeField("平台答复时间", null=True)
    answer = models.CharField("平台的话", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送"
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "profile", "source"], name="one_filing_of_a_source")
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "project": "official",
            "region": "official",
            "profile": "official",
            "source": "official",
            "rows": "official",
            "written_at": "official",
            "written_by": "official",
            "standing": "official",
            "answered_at": "official",
            "answer": "official",
        }

    def __str__(self) -> str:
        return f"报送 {self.public_id.hex}"
