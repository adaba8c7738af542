"""Samples of workers who are called back, and what each of them said."""

from __future__ import annotations

import uuid

from django.db import models

from huigong.audit.fields import BlindIndexField, IndexedQuerySet, SealedTextField
from huigong.registry.models import Person


class CallSurvey(models.Model):
    """A sample of the workers of a month in a region, drawn by lot (回访抽样).

    `error` is in tenths of a percentage point, `confidence` in percent, `least` what the place wants at least (None where it
    has set nothing). `strata` is the population of each stratum by the public id of its project, of "" where there are none.
    Who is drawn follows from `seed` and the public ids of the months of workers.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    region = models.CharField("地区", max_length=6)
    office = models.CharField("部门", max_length=60, blank=True)
    month = models.DateField("月份")
    asks = models.CharField("问什么", max_length=200)
    confidence = models.PositiveSmallIntegerField("置信水平")
    error = models.PositiveSmallIntegerField("允许误差")
    least = models.PositiveIntegerField("最少人数", null=True)
    by_project = models.BooleanField("按项目分层")
    strata = models.JSONField("各层人数")
    seed = models.CharField("抽签种子", max_length=64)
    drawn_at = models.DateTimeField("抽签时间")
    drawn_by = models.CharField("抽签账号", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "回访抽样"
        ordering = ["-drawn_at", "-pk"]

    class Privacy:
        fields = {
            "public_id": "official",
            "region": "official",
            "office": "official",
            "month": "official",
            "asks": "official",
            "confidence": "official",
            "error": "official",
            "least": "official",
            "by_project": "official",
            "strata": "official",
            "seed": "official",
            "drawn_at": "official",
            "drawn_by": "official",
        }

    def __str__(self) -> str:
        return f"回访抽样 {self.public_id.hex}"


class CallBack(models.Model):
    """One worker who was drawn (回访). Name and number are those of the month, so that it may go when its time is over."""

    class Outcome(models.TextChoices):
        WAITING = "", "还没有打"
        YES = "yes", "对得上"
        NO = "no", "对不上"
        UNSURE = "unsure", "说不清"
        REFUSED = "refused", "不愿意说"
        UNREACHED = "unreached", "联系不上"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    survey = models.ForeignKey(
        CallSurvey, verbose_name="回访抽样", on_delete=models.PROTECT, related_name="calls"
    )
    stratum = models.CharField("层", max_length=32, blank=True)
    lot = models.PositiveIntegerField("第几个")
    project = models.ForeignKey(
        "records.Record", verbose_name="工程项目", on_delete=models.PROTECT, related_name="+"
    )
    name = SealedTextField(verbose_name="姓名", context="safeguards.CallBack.name", blank=True)
    paper = models.CharField("证件种类", max_length=10, choices=Person.Paper, blank=True)
    number = SealedTextField(verbose_name="证件号码", context="safeguards.CallBack.number", blank=True)
    number_index = BlindIndexField(
        of="number",
        context="safeguards.CallBack.number",
        beside="paper",
        usual=Person.Paper.RESIDENT.value,
        db_index=True,
    )
    outcome = models.CharField("结果", max_length=9, choices=Outcome, default=Outcome.WAITING, blank=True)
    attempts = models.PositiveSmallIntegerField("打了几次", default=0)
    said = SealedTextField(verbose_name="本人的话", context="safeguards.CallBack.said", blank=True)
    answered_at = models.DateTimeField("登记时间", null=True)
    answered_by = models.CharField("回访账号", max_length=64, blank=True)

    objects = IndexedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回访"
        ordering = ["survey_id", "lot", "pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "lot"], name="one_call_of_a_lot")]

    class Privacy:
        fields = {
            "public_id": "official",
            "survey": "official",
            "stratum": "official",
            "lot": "official",
            "project": "official",
            "name": "personal",
            "paper": "personal",
            "number": "sensitive",
            "number_index": "sensitive",
            "outcome": "personal",
            "attempts": "official",
            "said": "sensitive",
            "answered_at": "official",
            "answered_by": "official",
        }

    def __str__(self) -> str:
        return f"回访 {self.public_id.hex}"
