"""How one case stands to another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huigong.casework.models.cases import Case


class CaseLink(models.Model):
    """`case` is, to `other`, what `kind` says: an appeal of it, what follows it, the same matter."""

    class Kind(models.TextChoices):
        APPEAL = "appeal", "不服原决定"
        FOLLOWS = "follows", "接续办理"
        SAME_MATTER = "same_matter", "同一件事"
        SPLIT_FROM = "split_from", "分案而来"
        JOINED_INTO = "joined_into", "并入"

    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, verbose_name="另一件", on_delete=models.PROTECT, related_name="linked_by")
    kind = models.CharField("关联种类", max_length=12, choices=Kind)
    linked_at = models.DateTimeField("关联时间")
    linked_by = models.CharField("关联人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "关联办件"
        ordering = ["case_id", "linked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "other", "kind"], name="one_link_of_a_kind"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="case_is_not_linked_to_itself"),
        ]

    class Privacy:
        fields = {
            "case": "official",
            "other": "official",
            "kind": "official",
            "linked_at": "official",
            "linked_by": "official",
        }

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_kind_display()} {self.other_id}"
