"""Letters that a case still owes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.casework.models.sealedjson import SealedJSONField


class OwedLetter(models.Model):
    """A letter that a move owes and that has not gone out (待发文书): made by time, or held up by what `why` says.

    `values` are those that the move gave, by the name of the letter's field; days are ISO 8601.
    `office` owes it. Done once `notice` names the letter that went out.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(
        "casework.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    party = models.ForeignKey(
        "casework.Party", verbose_name="收件人", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    move = models.CharField("步骤", max_length=40)
    template = models.CharField("文书样式", max_length=40)
    region = models.CharField("地区", max_length=6)
    office = models.CharField("发文部门", max_length=60)
    values = SealedJSONField(verbose_name="内容", context="correspondence.OwedLetter.values", blank=True)
    why = models.CharField("没有发出的原因", max_length=300, blank=True)
    since = models.DateTimeField("欠发时间")
    notice = models.ForeignKey(
        "notices.Notice",
        verbose_name="发出的文书",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "待发文书"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["case", "id"], name="owed_letter_of_case"),
            models.Index(
                fields=["region", "office", "id"],
                condition=Q(notice__isnull=True),
                name="owed_letter_of_office",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "case": "official",
            "party": "personal",
            "move": "official",
            "template": "personal",
            "region": "official",
            "office": "official",
            "values": "sensitive",
            "why": "official",
            "since": "official",
            "notice": "official",
        }

    def __str__(self) -> str:
        return f"待发文书 {self.public_id.hex}"
