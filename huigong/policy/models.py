"""Readings that users saved, and the drafts that officers make of them."""

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


class PolicyDraft(models.Model):
    """A document on its way into the library: what the reader found, as officers correct it.

    `head` is the content of a `document.yaml` without its clauses. Once confirmed, the pack
    file is what counts and the draft only tells how it came about.
    """

    class Status(models.TextChoices):
        OPEN = "open", "核对中"
        CONFIRMED = "confirmed", "已确认"
        DROPPED = "dropped", "已放弃"

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    reading = models.ForeignKey(SavedReading, models.PROTECT, verbose_name="读件", related_name="drafts")
    document_id = models.CharField("资料包编号", max_length=120)
    head = models.JSONField("题头", default=dict)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.OPEN)
    version = models.PositiveIntegerField("第几版", default=1)
    begun_by = models.CharField("开始人编号", max_length=64)
    begun_at = models.DateTimeField("开始时间")
    ended_by = models.CharField("确认或放弃人编号", max_length=64, blank=True)
    ended_at = models.DateTimeField("确认或放弃时间", null=True, blank=True)

    class Meta:
        verbose_name = "文件草稿"
        verbose_name_plural = "文件草稿"
        ordering = ["-begun_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document_id"], condition=models.Q(status="open"), name="policy_draft_document_once"
            ),
            models.UniqueConstraint(
                fields=["reading"], condition=models.Q(status="open"), name="policy_draft_reading_once"
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "public",
            "reading": "official",
            "document_id": "public",
            "head": "official",
            "status": "official",
            "version": "official",
            "begun_by": "official",
            "begun_at": "official",
            "ended_by": "official",
            "ended_at": "official",
        }

    def __str__(self) -> str:
        return self.head.get("title") or self.document_id

    @property
    def head_checked(self) -> bool:
        """Whether somebody has saved the head since it was read."""
        return self.version > 1

    def printed(self, clause: DraftClause) -> str:
        """A clause's words as printed; expects `select_related("reading")`."""
        return self.reading.text[clause.begins : clause.ends]


class DraftClause(models.Model):
    """One clause of a draft. `content` is its part of the `document.yaml`.

    `begins` and `ends` are where its words stand in the reading's text.
    """

    draft = models.ForeignKey(PolicyDraft, models.CASCADE, verbose_name="草稿", related_name="clauses")
    place = models.PositiveIntegerField("次序")
    content = models.JSONField("内容", default=dict)
    begins = models.PositiveIntegerField("原文起点")
    ends = models.PositiveIntegerField("原文终点")
    confirmed = models.BooleanField("已核对", default=False)
    version = models.PositiveIntegerField("第几版", default=1)
    changed_by = models.CharField("改动人编号", max_length=64, blank=True)
    changed_at = models.DateTimeField("改动时间", null=True, blank=True)

    class Meta:
        verbose_name = "草稿条目"
        verbose_name_plural = "草稿条目"
        ordering = ["draft", "place"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "place"], name="policy_draft_clause_place_once")
        ]

    class Privacy:
        fields = {
            "draft": "official",
            "place": "official",
            "content": "official",
            "begins": "official",
            "ends": "official",
            "confirmed": "official",
            "version": "official",
            "changed_by": "official",
            "changed_at": "official",
        }

    def __str__(self) -> str:
        return f"{self.content.get('number', '')}{self.content.get('heading', '')}"
