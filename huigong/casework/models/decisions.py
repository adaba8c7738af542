"""What was decided, and what became of it."""

from __future__ import annotations

from django.db import models

from huigong.audit.fields import SealedTextField
from huigong.casework.models.cases import Case


class Decision(models.Model):
    """What the accountable office decided, why, and by which clause; one a case."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", "同意"
        REFUSED = "refused", "不同意"

    case = models.OneToOneField(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="decision")
    verdict = models.CharField("决定", max_length=10, choices=Verdict)
    reasons = SealedTextField(verbose_name="理由", context="casework.Decision.reasons")
    clause = models.CharField("依据条款", max_length=120)
    office = models.CharField("决定部门", max_length=60)
    decided_by = models.CharField("决定人", max_length=64)
    decided_at = models.DateTimeField("决定时间")

    class Meta:
        verbose_name = verbose_name_plural = "决定"
        ordering = ["-decided_at", "pk"]

    class Privacy:
        fields = {
            "case": "official",
            "verdict": "personal",
            "reasons": "sensitive",
            "clause": "official",
            "office": "official",
            "decided_by": "official",
            "decided_at": "official",
        }

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.case_id}"


class Outcome(models.Model):
    """What became of an approved case (办理结果): the result, and the facts it wrote about the person."""

    case = models.OneToOneField(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="outcome")
    result = models.CharField("结果", max_length=200, blank=True)
    facts = models.JSONField("写入的事实", default=list, blank=True)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "办理结果"
        ordering = ["-recorded_at", "pk"]

    class Privacy:
        fields = {
            "case": "official",
            "result": "personal",
            "facts": "personal",
            "recorded_at": "official",
        }

    def __str__(self) -> str:
        return f"办理结果 {self.case_id}"
