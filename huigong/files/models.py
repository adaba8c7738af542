"""Files that were handed in, what they are attached to, and files that are still on their way."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.files.content.kinds import Kind
from huigong.files.states import State

KEY_LENGTH = 32


class StoredFile(models.Model):
    """One content of one owner; the bytes lie outside the database, under `key` and `thumbnail_key`.

    `owner` is the public id of a person or an account, or the digest of a visit: whose the file is, for
    limits and so that the same bytes are kept once. `person` is whom it tells of, for the trail of looks;
    empty while nobody is registered. `scanned_by` is empty for what no scanner has seen.
    `sealed_with` is the id of the key that sealed the bytes.
    """

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    owner = models.CharField("文件主人", max_length=64)
    person = models.CharField("涉及的人", max_length=32, blank=True)
    kind = models.CharField("文件种类", max_length=8, choices=Kind.choices())
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField("摘要", max_length=64)
    name = SealedTextField("文件名", context="files.StoredFile.name")
    state = models.CharField("状态", max_length=8, choices=State.choices())
    scanned_by = models.CharField("查毒", max_length=60, blank=True)
    key = models.CharField("存放处", max_length=KEY_LENGTH, unique=True)
    thumbnail_key = models.CharField("缩略图存放处", max_length=KEY_LENGTH, blank=True)
    sealed_with = models.CharField("加密密钥", max_length=8)
    kept_at = models.DateTimeField("存入时间")

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["owner", "kept_at"], name="files_of_owner"),
            models.Index(fields=["thumbnail_key"], condition=~Q(thumbnail_key=""), name="files_by_thumbnail"),
            models.Index(fields=["id"], condition=Q(state="waiting"), name="files_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "sha256"],
                condition=Q(state__in=["waiting", "ready"]),
                name="files_same_bytes_once",
            )
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "owner": "personal",
            "person": "personal",
            "kind": "official",
            "size": "official",
            "sha256": "personal",
            "name": "sensitive",
            "state": "official",
            "scanned_by": "official",
            "key": "official",
            "thumbnail_key": "official",
            "sealed_with": "official",
            "kept_at": "official",
        }

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id.hex[:8]}"


class Attachment(models.Model):
    """A file's place: with which holder of which purpose, in which order, and until when it must be kept.

    `field` is the path of the form's field that it answers, "" for none; each field has an order of its own.
    `keep_until` is the last day; None has no end, unless the purpose lapses.
    """

    file = models.ForeignKey(StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="places")
    purpose = models.CharField("用途", max_length=60)
    holder = models.CharField("所附的事项", max_length=100)
    field = models.CharField("表单字段", max_length=120, blank=True)
    position = models.PositiveIntegerField("次序")
    keep_until = models.DateField("保存到", null=True, blank=True)
    attached_at = models.DateTimeField("附上时间")

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["purpose", "holder", "position"], name="files_of_holder"),
            models.Index(
                fields=["keep_until"], condition=Q(keep_until__isnull=False), name="files_kept_until"
            ),
            models.Index(fields=["purpose", "attached_at"], name="files_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "purpose", "holder", "field"], name="files_once_in_a_place"
            )
        ]

    class Privacy:
        fields = {
            "file": "official",
            "purpose": "official",
            "holder": "official",
            "field": "official",
            "position": "official",
            "keep_until": "official",
            "attached_at": "official",
        }

    def __str__(self) -> str:
        return f"{self.purpose} {self.holder} {self.position}"


class IncomingFile(models.Model):
    """A file that comes in parts; `parts` lists where each part lies, in order, until all have come.

    `place` is what `places.Place.written` gives. `sender` is who sends it: nobody else may go on with it.
    """

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    sender = models.CharField("发送的人", max_length=64)
    place = models.JSONField("附在哪里")
    name = SealedTextField("文件名", context="files.IncomingFile.name")
    size = models.PositiveBigIntegerField("大小")
    received = models.PositiveBigIntegerField("已收到", default=0)
    parts = models.JSONField("分段", default=list)
    touched_at = models.DateTimeField("最近一次收到")

    class Meta:
        verbose_name = "传输中的文件"
        verbose_name_plural = "传输中的文件"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["sender", "id"], name="files_incoming_of"),
            models.Index(fields=["touched_at"], name="files_incoming_age"),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "sender": "personal",
            "place": "personal",
            "name": "sensitive",
            "size": "official",
            "received": "official",
            "parts": "official",
            "touched_at": "official",
        }

    def __str__(self) -> str:
        return f"{self.received}/{self.size}"
