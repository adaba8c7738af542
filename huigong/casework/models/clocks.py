"""Time limits that run on a case, what stops them for a while, and what lengthens them once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huigong.audit.fields import SealedTextField
from huigong.casework.models.cases import Case
from huigong.catalogue.entries import LimitKind


class Clock(models.Model):
    """One time limit running on a case. `limit` is the law as it was when the clock began."""

    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField("时限种类", max_length=10, choices=LimitKind.choices())
    stage = models.CharField("办理环节", max_length=60)
    limit = models.JSONField("时限")
    started_on = models.DateField("起算日")
    stopped_on = models.DateField("停止日", null=True, blank=True)
    due_on = models.DateField("到期日")
    provisional = models.BooleanField("暂定", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "时限"
        ordering = ["case_id", "started_on", "pk"]
        indexes = [models.Index(fields=["stopped_on", "due_on"], name="clock_running_by_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "stage"],
                condition=Q(stopped_on__isnull=True),
                name="one_running_clock_per_kind_and_stage",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(stopped_on__gte=F("started_on")),
                name="clock_stops_after_start",
            ),
        ]

    class Privacy:
        fields = {
            "case": "official",
            "kind": "official",
            "stage": "official",
            "limit": "official",
            "started_on": "official",
            "stopped_on": "official",
            "due_on": "official",
            "provisional": "official",
        }

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"


class Pause(models.Model):
    """Days that do not count (不计入期限). `last_day` is the last day out of the count, None while it lasts."""

    clock = models.ForeignKey(Clock, verbose_name="时限", on_delete=models.PROTECT, related_name="pauses")
    reason = SealedTextField(verbose_name="暂停事由", context="casework.Pause.reason")
    article = models.CharField("依据", max_length=120)
    first_day = models.DateField("暂停起")
    last_day = models.DateField("暂停止", null=True, blank=True)
    told_in_writing_on = models.DateField("书面告知日")
    paused_by = models.CharField("暂停人", max_length=64)
    resumed_on = models.DateField("恢复日", null=True, blank=True)
    resumed_by = models.CharField("恢复人", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "暂停"
        ordering = ["clock_id", "first_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(resumed_on__isnull=True), name="one_open_pause_per_clock"
            ),
        ]

    class Privacy:
        fields = {
            "clock": "official",
            "reason": "personal",
            "article": "official",
            "first_day": "official",
            "last_day": "official",
            "told_in_writing_on": "official",
            "paused_by": "official",
            "resumed_on": "official",
            "resumed_by": "official",
        }

    def __str__(self) -> str:
        return f"暂停 {self.first_day}"


class Extension(models.Model):
    """The one extension of a clock (延期), with who approved it."""

    clock = models.OneToOneField(
        Clock, verbose_name="时限", on_delete=models.PROTECT, related_name="extension"
    )
    granted_on = models.DateField("批准日")
    approver = models.CharField("批准人", max_length=60)
    reason = SealedTextField(verbose_name="延期理由", context="casework.Extension.reason")
    recorded_by = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        ordering = ["clock_id"]
        constraints = [
            models.CheckConstraint(condition=~Q(approver=""), name="extension_has_approver"),
        ]

    class Privacy:
        fields = {
            "clock": "official",
            "granted_on": "official",
            "approver": "official",
            "reason": "personal",
            "recorded_by": "official",
        }

    def __str__(self) -> str:
        return f"延期 {self.granted_on}"
