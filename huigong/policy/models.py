"""Readings that users saved: the text of their own copy, and what the reader found in it."""

from __future__ import annotations

import uuid

from django.db import models


class SavedReading(models.Model):
    """One copy of a policy document; the same bytes are kept once."""

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    title = models.TextField("题名", blank=True)
    document_number = models.CharField("文号", max_length=100, blank=True)
    region = models.CharField("区划", max_length=6, blank=True)
    matched_document_id = models.CharField("对应的资料包", max_length=120, blank=True)
    source_name = models.CharField("文件名", max_length=255, blank=True)
    source_digest = models.CharField("文件摘要", max_length=64, unique=True)
    text = models.TextField("文字")
    structure = models.JSONField("结构", default=dict)
    saved_by = models.CharField("保存人编号", max_length=64)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "已存读件"
        verbose_name_plural = "已存读件"
        ordering = ["-saved_at", "-id"]

    class Privacy:
        fields = {
            "public_id": "public",
            "title": "public",
            "document_number": "public",
            "region": "public",
            "matched_document_id": "public",
            "source_name": "official",
            "source_digest": "official",
            "text": "official",
            "structure": "official",
            "saved_by": "official",
            "saved_at": "official",
        }

    def __str__(self) -> str:
        return self.title or self.source_name or str(self.public_id)
