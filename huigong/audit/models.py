"""The trail: one row for each thing done or seen, never changed; and the signed batches that fix its order."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from huigong.kernel.errors import Conflict, DomainError

GENESIS = "0" * 64


class AppendOnly(models.QuerySet[Any]):
    """Refuses bulk changes; the database triggers refuse everything else."""

    def update(self, **_: Any) -> int:
        raise _append_only()

    def delete(self) -> tuple[int, dict[str, int]]:
        raise _append_only()


class _Kept(models.Model):
    """A row that is written once."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Inserts; raises `DomainError` (`audit.append_only`) for a row that exists."""
        if self.pk is not None:
            raise _append_only()
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Always raises `DomainError` (`audit.append_only`)."""
        raise _append_only()


class AuditEvent(_Kept):
    """Who did or read what, when and for what purpose; `data` never holds plain personal data.

    `sequence` and `digest` are empty until the event is sealed, some seconds after
    it was written; nothing else ever changes. `actor_office` is an office id, or a
    region code for a role of no single office. `visit` stands for one sitting of the
    actor: a digest that leads nowhere.
    """

    sequence = models.PositiveBigIntegerField("序号", unique=True, null=True)
    at = models.DateTimeField("时间")
    actor_id = models.CharField("操作人编号", max_length=64)
    actor_name = models.CharField("操作人", max_length=100)
    actor_office = models.CharField("操作人部门", max_length=60, blank=True)
    verb = models.CharField("动作", max_length=100)
    subject = models.CharField("对象", max_length=150)
    person_ref = models.CharField("涉及的人", max_length=64, blank=True)
    purpose = models.CharField("目的", max_length=200, blank=True)
    region = models.CharField("区划", max_length=6, blank=True, db_index=True)
    visit = models.CharField("一次办理", max_length=32, blank=True)
    data = models.JSONField("内容", default=dict)
    digest = models.CharField("摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(sequence__isnull=True), name="audit_unsealed"),
            models.Index(fields=["subject", "id"], name="audit_by_subject"),
            models.Index(fields=["person_ref", "id"], condition=~Q(person_ref=""), name="audit_by_person"),
            models.Index(fields=["visit", "person_ref"], condition=~Q(visit=""), name="audit_by_visit"),
            models.Index(fields=["actor_name", "id"], name="audit_by_actor"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    class Privacy:
        fields = {
            "sequence": "official",
            "at": "official",
            "actor_id": "official",
            "actor_name": "personal",
            "actor_office": "official",
            "verb": "official",
            "subject": "official",
            "person_ref": "personal",
            "purpose": "official",
            "region": "official",
            "visit": "official",
            "data": "official",
            "digest": "official",
        }

    def __str__(self) -> str:
        return f"{self.sequence or '未封存'} {self.verb} {self.subject}"


class AuditBatch(_Kept):
    """Events put in order together: numbered, chained to the batch before, and signed.

    `previous_head` and `head` are the digests of the event before the first and of
    the last; `notes` says what was odd, such as events older than one sealed before.
    """

    number = models.PositiveBigIntegerField("批次号", unique=True)
    first_sequence = models.PositiveBigIntegerField("首条序号")
    last_sequence = models.PositiveBigIntegerField("末条序号")
    earliest_at = models.DateTimeField("最早时间")
    latest_at = models.DateTimeField("最晚时间")
    previous_head = models.CharField("前一条摘要", max_length=64)
    head = models.CharField("末条摘要", max_length=64)
    previous_digest = models.CharField("前一批摘要", max_length=64)
    sealed_at = models.DateTimeField("封存时间")
    notes = models.JSONField("说明", default=dict)
    digest = models.CharField("本批摘要", max_length=64)
    key_id = models.CharField("密钥编号", max_length=40)
    signature = models.CharField("签名", max_length=256)

    class Meta:
        verbose_name = "审计批次"
        verbose_name_plural = "审计批次"
        ordering = ["number"]

    class Privacy:
        fields = {
            "number": "official",
            "first_sequence": "official",
            "last_sequence": "official",
            "earliest_at": "official",
            "latest_at": "official",
            "previous_head": "official",
            "head": "official",
            "previous_digest": "official",
            "sealed_at": "official",
            "notes": "official",
            "digest": "official",
            "key_id": "official",
            "signature": "official",
        }

    def __str__(self) -> str:
        return f"{self.number}: {self.first_sequence}–{self.last_sequence}"


class AuditCheck(models.Model):
    """One verification of the whole trail and its result; the desk shows the last one."""

    at = models.DateTimeField("核验时间")
    events = models.PositiveBigIntegerField("核验条数")
    spans = models.JSONField("完整区间", default=list)
    findings = models.JSONField("发现的问题", default=list)

    class Meta:
        verbose_name = "审计核验"
        verbose_name_plural = "审计核验"
        ordering = ["-pk"]

    class Privacy:
        fields = {"at": "official", "events": "official", "spans": "official", "findings": "official"}

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.events}"


def _append_only() -> DomainError:
    return Conflict(
        code="audit.append_only",
        what="审计记录不能修改，也不能删除",
        why="审计记录只增不改，后来的人才能相信它",
        do="如果原来的操作有误，请重新做一次正确的操作，系统会另记一条",
    )
