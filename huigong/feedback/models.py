"""What people say of results."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.feedback.grades import Grade


class Rating(models.Model):
    """One person's grade for one result of a case (评价).

    `result` is the number of the decision, or empty for a case that ended without one. `office` and
    `region` are those that answered for the case then. `follow_up` is the case that a bad grade opened.
    """

    case = models.ForeignKey(
        "casework.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "registry.Person", verbose_name="人员", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    result = models.CharField("针对的决定", max_length=32, blank=True)
    region = models.CharField("地区", max_length=6)
    office = models.CharField("部门", max_length=60)
    grade = models.CharField("评价档次", max_length=1, choices=Grade.choices())
    note = SealedTextField(verbose_name="评语", context="feedback.Rating.note", blank=True)
    rated_at = models.DateTimeField("评价时间")
    changed_at = models.DateTimeField("改评价时间", null=True, blank=True)
    follow_up = models.ForeignKey(
        "casework.Case",
        verbose_name="回访办件",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "评价"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "result"], name="one_rating_per_result"),
            models.CheckConstraint(
                condition=Q(grade__in=[grade.value for grade in Grade]), name="rating_has_a_grade"
            ),
        ]
        indexes = [models.Index(fields=["region", "office", "grade"], name="rating_by_office")]

    class Privacy:
        fields = {
            "case": "official",
            "person": "personal",
            "result": "official",
            "region": "official",
            "office": "official",
            "grade": "personal",
            "note": "sensitive",
            "rated_at": "personal",
            "changed_at": "personal",
            "follow_up": "personal",
        }

    def __str__(self) -> str:
        return f"评价 {self.pk}"
