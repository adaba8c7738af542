"""What was raised, on what, what the employer says of it and what the workers say of that."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import BlindIndexField, IndexedQuerySet, SealedTextField
from huigong.registry.models import Person
from huigong.wages.warnings.declaring import Level

NUMBER_CONTEXT = "wages.WorkerMonth.number"
"""One for all tables of this folder, so that the numbers of one are found in another."""


class EarlyWarning(models.Model):
    """A warning that was raised of a record: a project, a month of it, or a spell of employment (预警).

    Of a month there is one of each rule, which is taken up again with its days and its case when the data shows it again.
    `level` is that of the day on which it was last looked at. `explain_by` is None where no place has set how long there
    is. It is closed by data, by what the workers say, or by an official with a reason; by silence never.
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
                condition=Q(month__isnull=False),
                name="one_warning_of_a_month",
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
            "closing": "official",
            "closed_at": "official",
            "closed_by": "official",
            "reason": "sensitive",
            "case": "official",
        }

    def __str__(self) -> str:
        return f"预警 {self.public_id.hex}"

    @property
    def ground(self) -> Ground | None:
        """What it was last raised on."""
        return max(self.grounds.all(), key=lambda ground: ground.pk, default=None)


class Ground(models.Model):
    """What a warning was raised on (预警依据), or taken up again on: kept as it was then, whatever is handed in later.

    `month` is the month as it was handed in, whose workers, sums and lines stay with it; None where the rule reads only the
    record. `facts` are what the rule read, name → answer as text, sums in fen; `people` is a digest of whose money it is.
    """

    warning = models.ForeignKey(
        EarlyWarning, verbose_name="预警", on_delete=models.PROTECT, related_name="grounds"
    )
    month = models.ForeignKey(
        "wages.ProjectMonth", verbose_name="报送月份", null=True, on_delete=models.PROTECT, related_name="+"
    )
    facts = models.JSONField("依据的数据")
    people = models.CharField("牵涉的人的摘要", max_length=64, blank=True)
    seen_at = models.DateTimeField("看到的时间")

    class Meta:
        verbose_name = verbose_name_plural = "预警依据"
        ordering = ["pk"]

    class Privacy:
        fields = {
            "warning": "official",
            "month": "official",
            "facts": "official",
            "people": "official",
            "seen_at": "official",
        }

    def __str__(self) -> str:
        return f"预警依据 {self.pk}"


class Explanation(models.Model):
    """What the employer says of a warning (单位的说明). The newest is asked about; the earlier ones stay in sight.

    `confirm_by` is None where no worker is asked, or no place has set how long they have.
    """

    warning = models.ForeignKey(
        EarlyWarning, verbose_name="预警", on_delete=models.PROTECT, related_name="explanations"
    )
    text = SealedTextField(verbose_name="说明", context="wages.EarlyWarning.explanation")
    explained_at = models.DateTimeField("说明时间")
    explained_by = models.CharField("说明账号", max_length=64)
    confirm_by = models.DateField("工人确认的最后一天", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位的说明"
        ordering = ["pk"]

    class Privacy:
        fields = {
            "warning": "official",
            "text": "sensitive",
            "explained_at": "official",
            "explained_by": "official",
            "confirm_by": "official",
        }

    def __str__(self) -> str:
        return f"单位的说明 {self.pk}"


class WarningAnswer(models.Model):
    """What a worker says of an explanation (工人对说明的答复), known by the number and not by a row of a month: a month that
    is handed in again leaves it as it is. Whoever says nothing has no row."""

    explanation = models.ForeignKey(
        Explanation, verbose_name="单位的说明", on_delete=models.PROTECT, related_name="answers"
    )
    paper = models.CharField("证件种类", max_length=10, choices=Person.Paper, blank=True)
    number = SealedTextField(verbose_name="证件号码", context=NUMBER_CONTEXT)
    number_index = BlindIndexField(
        of="number", context=NUMBER_CONTEXT, beside="paper", usual=Person.Paper.RESIDENT.value
    )
    agreed = models.BooleanField("属实")
    answered_at = models.DateTimeField("答复时间")

    objects = IndexedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工人对说明的答复"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["explanation", "number_index"], name="one_answer_of_a_number")
        ]

    class Privacy:
        fields = {
            "explanation": "official",
            "paper": "personal",
            "number": "sensitive",
            "number_index": "sensitive",
            "agreed": "personal",
            "answered_at": "personal",
        }

    def __str__(self) -> str:
        return f"工人对说明的答复 {self.pk}"
