"""Months that projects handed in, what they say of each worker, and the warnings that were raised.

Of a province's months only files are kept (see `reconciling`). A month that a labour officer hands in for one project
is kept by worker, so that each of them can see it, confirm it or dispute it.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import BlindIndexField, IndexedQuerySet, SealedTextField
from huigong.wages.warnings.declaring import Level


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


class WorkerMonth(models.Model):
    """What a month says of one worker (工人月份), and what the worker says of it. Nothing said is never a yes.

    `days` are the numbers of the days within the month, apart by commas; sums are fen, None where none stands on the
    payroll; `cards` the last figures of the cards on which money came. `left_out`: an earlier version of the month said
    this, and the one that stands says nothing of the worker; a yes to that is a yes to not being there.
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
    number = SealedTextField(verbose_name="证件号码", context="wages.WorkerMonth.number")
    number_index = BlindIndexField(of="number", context="wages.WorkerMonth.number", db_index=True)
    days = models.CharField("出勤日", max_length=90, blank=True)
    payroll_days = models.DecimalField("工资表天数", max_digits=8, decimal_places=4, null=True)
    gross = models.BigIntegerField("应发工资", null=True)
    net = models.BigIntegerField("实发工资", null=True)
    credited = models.BigIntegerField("到账工资")
    last_day = models.DateField("最后到账日", null=True)
    cards = SealedTextField(verbose_name="收款卡尾号", context="wages.WorkerMonth.cards", blank=True)
    signed = models.BooleanField("工资表写着已确认")
    left_out = models.BooleanField("后来没有报", default=False)
    answer = models.CharField("本人答复", max_length=9, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    said = SealedTextField(verbose_name="本人的话", context="wages.WorkerMonth.said", blank=True)

    objects = IndexedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工人月份"
        ordering = ["month_id", "pk"]

    class Privacy:
        fields = {
            "public_id": "official",
            "month": "personal",
            "name": "personal",
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
            "answer": "personal",
            "answered_at": "personal",
            "said": "sensitive",
        }

    def __str__(self) -> str:
        return f"工人月份 {self.public_id.hex}"

    @property
    def agreed_gone(self) -> bool:
        """Whether the worker says that it is right that the month says nothing of them any more."""
        return self.left_out and self.answer == self.Answer.CONFIRMED

    @property
    def owed(self) -> int:
        """What has not come, fen."""
        return 0 if self.agreed_gone else max((self.net or 0) - self.credited, 0)


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


class EarlyWarning(models.Model):
    """A warning that was raised of a record: a project, a month of it, or a spell of employment (预警).

    `level` is that of the day on which it was last looked at. `explain_by` and `confirm_by` are None where no place has
    set how long there is. It is closed by data, by what the workers say, or by an official with a reason; by silence never.
    """

    class Closing(models.TextChoices):
        OPEN = "", "没有了结"
        DATA = "data", "新的数据里没有了"
        WORKERS = "workers", "工人都认可"
        OFFICIAL = "official", "经办人了结"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    declared = models.CharField("预警种类", max_length=60)
    record = models.ForeignKey(
        "records.Record", verbose_name="登记", on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField("月份", null=True)
    region = models.CharField("地区", max_length=6)
    office = models.CharField("部门", max_length=60, blank=True)
    level = models.CharField("预警等级", max_length=6, choices=Level.choices())
    raised_on = models.DateField("预警日期")
    explain_by = models.DateField("说明的最后一天", null=True)
    explained_at = models.DateTimeField("说明时间", null=True)
    explained_by = models.CharField("说明账号", max_length=64, blank=True)
    explanation = SealedTextField(
        verbose_name="单位的说明", context="wages.EarlyWarning.explanation", blank=True
    )
    confirm_by = models.DateField("工人确认的最后一天", null=True)
    closing = models.CharField("怎么了结", max_length=8, choices=Closing, default=Closing.OPEN, blank=True)
    closed_at = models.DateTimeField("了结时间", null=True)
    closed_by = models.CharField("了结账号", max_length=64, blank=True)
    reason = SealedTextField(verbose_name="了结的理由", context="wages.EarlyWarning.reason", blank=True)
    case = models.ForeignKey(
        "casework.Case", verbose_name="办件", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "预警"
        ordering = ["-raised_on", "-pk"]
        indexes = [
            models.Index(fields=["region", "office", "closing", "-raised_on"], name="warning_by_office")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "declared", "month"],
                condition=Q(closing="", month__isnull=False),
                name="one_open_warning_of_a_month",
            ),
            models.UniqueConstraint(
                fields=["record", "declared"],
                condition=Q(closing="", month__isnull=True),
                name="one_open_warning_of_a_record",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "declared": "official",
            "record": "official",
            "month": "official",
            "region": "official",
            "office": "official",
            "level": "official",
            "raised_on": "official",
            "explain_by": "official",
            "explained_at": "official",
            "explained_by": "official",
            "explanation": "sensitive",
            "confirm_by": "official",
            "closing": "official",
            "closed_at": "official",
            "closed_by": "official",
            "reason": "sensitive",
            "case": "official",
        }

    def __str__(self) -> str:
        return f"预警 {self.public_id.hex}"


class WarningAnswer(models.Model):
    """What a worker says of the employer's explanation (工人对说明的答复). Whoever says nothing has no row."""

    warning = models.ForeignKey(
        EarlyWarning, verbose_name="预警", on_delete=models.PROTECT, related_name="answers"
    )
    worker = models.ForeignKey(
        WorkerMonth, verbose_name="工人月份", on_delete=models.PROTECT, related_name="+"
    )
    agreed = models.BooleanField("属实")
    answered_at = models.DateTimeField("答复时间")

    class Meta:
        verbose_name = verbose_name_plural = "工人对说明的答复"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["warning", "worker"], name="one_answer_of_a_worker")]

    class Privacy:
        fields = {
            "warning": "official",
            "worker": "personal",
            "agreed": "personal",
            "answered_at": "personal",
        }

    def __str__(self) -> str:
        return f"工人对说明的答复 {self.pk}"


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
