"""The trail: one row for each thing done or seen, chained by SM3, never changed."""

from __future__ import annotations

from typing import Any

from django.db import models

from huigong.kernel.errors import Conflict, DomainError

GENESIS = "0" * 64


class AppendOnly(models.QuerySet["AuditEvent"]):
    """Refuses bulk changes; the database triggers refuse everything else."""

    def update(self, **_: Any) -> int:
        raise _append_only()

    def delete(self) -> tuple[int, dict[str, int]]:
        raise _append_only()


class AuditEvent(models.Model):
    """Who did or read what, when and for what purpose; `data` never holds plain personal data."""

    sequence = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    actor_id = models.CharField("操作人编号", max_length=64)
    actor_name = models.CharField("操作人", max_length=100)
    verb = models.CharField("动作", max_length=100)
    subject = models.CharField("对象", max_length=150)
    person_ref = models.CharField("涉及的人", max_length=64, blank=True, db_index=True)
    purpose = models.CharField("目的", max_length=200, blank=True)
    region = models.CharField("区划", max_length=6, blank=True, db_index=True)
    data = models.JSONField("内容", default=dict)
    previous_digest = models.CharField("前一条摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64, unique=True)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["sequence"]
        indexes = [models.Index(fields=["subject", "sequence"], name="audit_by_subject")]

    class Privacy:
        fields = {
            "sequence": "official",
            "at": "official",
            "actor_id": "official",
            "actor_name": "personal",
            "verb": "official",
            "subject": "official",
            "person_ref": "personal",
            "purpose": "official",
            "region": "official",
            "data": "official",
            "previous_digest": "official",
            "digest": "official",
        }

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject}"

    def save(self, *args: Any, **options: Any) -> None:
        """Inserts; raises `DomainError` (`audit.append_only`) for a row that exists."""
        if self.pk is not None:
            raise _append_only()
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Always raises `DomainError` (`audit.append_only`)."""
        raise _append_only()


class AuditHead(models.Model):
    """The last link of the chain: one row, locked while the next is written."""

    sequence = models.PositiveBigIntegerField("最后序号", default=0)
    digest = models.CharField("最后摘要", max_length=64, default=GENESIS)

    class Meta:
        verbose_name = "审计链头"
        verbose_name_plural = "审计链头"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    class Privacy:
        fields = {"sequence": "official", "digest": "official"}

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest[:8]}"


def _append_only() -> DomainError:
    return Conflict(
        code="audit.append_only",
        what="审计记录不能修改，也不能删除",
        why="审计记录只增不改，后来的人才能相信它",
        do="如果原来的操作有误，请重新做一次正确的操作，系统会另记一条",
    )
