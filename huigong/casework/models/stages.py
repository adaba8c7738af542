"""Which stages of its procedure a case has gone through, and what was filled in on the way."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huigong.casework.models.cases import Case
from huigong.casework.models.sealedjson import SealedJSONField


class CaseStage(models.Model):
    """A stage that has begun (环节); finished when it has a last day. Begun again, it is another row."""

    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField("环节名称", max_length=40)
    began_on = models.DateField("开始日")
    ended_on = models.DateField("结束日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "环节"
        ordering = ["case_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stage"],
                condition=Q(ended_on__isnull=True),
                name="one_running_stage_of_a_name",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="stage_ends_after_it_begins",
            ),
        ]

    class Privacy:
        fields = {"case": "official", "stage": "official", "began_on": "official", "ended_on": "official"}

    def __str__(self) -> str:
        return f"{self.stage} {self.began_on}"


class Entry(models.Model):
    """What was filled in for a move (登记内容): field → value, sealed."""

    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="entries")
    move = models.CharField("步骤", max_length=40)
    content = SealedJSONField(verbose_name="内容", context="casework.Entry.content")
    made_at = models.DateTimeField("登记时间")
    made_by = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "登记内容"
        ordering = ["case_id", "pk"]

    class Privacy:
        fields = {
            "case": "official",
            "move": "official",
            "content": "sensitive",
            "made_at": "official",
            "made_by": "official",
        }

    def __str__(self) -> str:
        return f"登记内容 {self.pk}"
