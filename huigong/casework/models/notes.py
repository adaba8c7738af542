"""What an office writes down for itself about a case."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.casework.models.cases import Case


class Note(models.Model):
    """An internal note (内部记录) of one office: no party and no other office sees it."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="notes")
    office = models.CharField("部门", max_length=60)
    text = SealedTextField(verbose_name="内容", context="casework.Note.text")
    written_at = models.DateTimeField("写下时间")
    written_by = models.CharField("写的人", max_length=64)
    writer = models.CharField("写的人的姓名", max_length=50, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "内部记录"
        ordering = ["case_id", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(office=""), name="note_has_office")]

    class Privacy:
        fields = {
            "public_id": "official",
            "case": "official",
            "office": "official",
            "text": "sensitive",
            "written_at": "official",
            "written_by": "official",
            "writer": "official",
        }

    def __str__(self) -> str:
        return f"内部记录 {self.public_id.hex}"
