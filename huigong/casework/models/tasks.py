"""Who has a case: tasks of offices, and referrals from one accountable office to the next."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huigong.audit.fields import SealedTextField
from huigong.casework.models.cases import Case


class Task(models.Model):
    """A piece of a case for an office: one open `decide` a case, any number of `support`."""

    class Kind(models.TextChoices):
        DECIDE = "decide", "主办"
        SUPPORT = "support", "协办"

    class Status(models.TextChoices):
        OPEN = "open", "待办"
        DONE = "done", "已办"
        WITHDRAWN = "withdrawn", "已收回"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField("任务种类", max_length=10, choices=Kind)
    office = models.CharField("部门", max_length=60)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    status = models.CharField("任务进度", max_length=10, choices=Status, default=Status.OPEN)
    question = SealedTextField(verbose_name="协办请求", context="casework.Task.question", blank=True)
    answer = SealedTextField(verbose_name="协办答复", context="casework.Task.answer", blank=True)
    opened_at = models.DateTimeField("派发时间")
    opened_by = models.CharField("派发人", max_length=64)
    closed_at = models.DateTimeField("完成时间", null=True, blank=True)
    closed_by = models.CharField("完成人", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["case_id", "pk"]
        indexes = [
            models.Index(fields=["office", "case"], name="task_by_office"),
            models.Index(fields=["office", "kind"], condition=Q(status="open"), name="task_open_by_office"),
            models.Index(fields=["kind", "office"], condition=Q(status="open"), name="task_open_by_kind"),
            models.Index(fields=["assignee"], condition=Q(status="open"), name="task_open_by_assignee"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(office=""), name="task_has_office"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="decide", status="open"),
                name="one_open_decide_task_per_case",
            ),
            models.UniqueConstraint(
                fields=["case", "office"],
                condition=Q(kind="support", status="open"),
                name="one_open_question_per_office_and_case",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "case": "official",
            "kind": "official",
            "office": "official",
            "assignee": "official",
            "status": "official",
            "question": "sensitive",
            "answer": "sensitive",
            "opened_at": "official",
            "opened_by": "official",
            "closed_at": "official",
            "closed_by": "official",
        }

    def __str__(self) -> str:
        return f"任务 {self.public_id.hex}"


class Referral(models.Model):
    """The accountable office changed (转办): the row says who held the case until then (RW art. 10)."""

    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="referrals")
    from_office = models.CharField("转出部门", max_length=60)
    to_office = models.CharField("转入部门", max_length=60)
    reason = SealedTextField(verbose_name="转办理由", context="casework.Referral.reason")
    referred_at = models.DateTimeField("转办时间")
    referred_by = models.CharField("转办人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "转办"
        ordering = ["case_id", "referred_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(to_office=""), name="referral_has_receiver"),
            models.CheckConstraint(
                condition=~Q(to_office=F("from_office")), name="referral_goes_to_another_office"
            ),
        ]

    class Privacy:
        fields = {
            "case": "official",
            "from_office": "official",
            "to_office": "official",
            "reason": "sensitive",
            "referred_at": "official",
            "referred_by": "official",
        }

    def __str__(self) -> str:
        return f"转办 {self.from_office} → {self.to_office}"
