"""Cases, the applications that some of them come from, and how cases are numbered."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.casework.models.sealedjson import SealedJSONField
from huigong.casework.models.sealedlines import SealedLinesField
from huigong.casework.procedures.roles import Origin

_IN_ORDER = ["-is_open", "paused", "due_on", "-opened_on", "-id"]


class Application(models.Model):
    """What a person asks for (申请). `key` makes a repeated request the same application.

    `service_id` is "" for what no service of the catalogue is: a correction of one's own data, which the case's procedure
    names. `form` is the canonical JSON of the form that was lodged, "" without one.
    """

    class Channel(models.TextChoices):
        ONLINE = "online", "网上"
        WINDOW = "window", "窗口"
        PHONE = "phone", "电话"
        POST = "post", "邮寄"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField("防重复编号", max_length=64, unique=True)
    person = models.ForeignKey(
        "registry.Person", verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    service_id = models.CharField("事项", max_length=80)
    region = models.CharField("申请地区", max_length=6)
    channel = models.CharField("渠道", max_length=10, choices=Channel)
    answers = SealedJSONField(
        verbose_name="填写内容", context="casework.Application.answers", default=dict, blank=True
    )
    form = SealedTextField(verbose_name="填写的表单", context="casework.Application.form", blank=True)
    evidence = SealedLinesField(
        verbose_name="材料清单", context="casework.Application.evidence", default=list, blank=True
    )
    lodged_at = models.DateTimeField("提交时间")
    lodged_by = models.CharField("提交人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "申请"
        ordering = ["-lodged_at", "pk"]

    class Privacy:
        fields = {
            "public_id": "official",
            "key": "official",
            "person": "personal",
            "service_id": "personal",
            "region": "official",
            "channel": "official",
            "answers": "sensitive",
            "form": "sensitive",
            "evidence": "personal",
            "lodged_at": "official",
            "lodged_by": "official",
        }

    def __str__(self) -> str:
        return f"申请 {self.public_id.hex}"


class Case(models.Model):
    """Work in progress for somebody (办件), with exactly one accountable office at any instant.

    `status` is a word of the case's own procedure, which the database does not know;
    it holds that an open case has no last day and a closed one has. `due_on` is the nearest
    due day of the clocks that run, kept for sorting; `added_on` is the day on which the person last added something, until
    the office makes its next move; `deemed_accepted` is True where the law
    took silence for acceptance; `granted` is how the last decision went for the person.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("办件编号", max_length=24, unique=True)
    key = models.CharField("防重复编号", max_length=64, unique=True, null=True, blank=True)
    origin = models.CharField("来源", max_length=12, choices=Origin.choices(), default=Origin.APPLICATION)
    application = models.OneToOneField(
        Application, verbose_name="申请", on_delete=models.PROTECT, related_name="case", null=True, blank=True
    )
    procedure = models.CharField("办理程序", max_length=60, default="standard")
    procedure_version = models.PositiveSmallIntegerField("程序版本", default=1)
    service_id = models.CharField("事项", max_length=80, blank=True)
    service_name = models.CharField("事项名称", max_length=120)
    region = models.CharField("地区", max_length=6)
    status = models.CharField("进度", max_length=40)
    is_open = models.BooleanField("在办", default=True)
    accountable_office = models.CharField("责任部门", max_length=60)
    opened_on = models.DateField("收件日")
    accepted_on = models.DateField("受理日", null=True, blank=True)
    deemed_accepted = models.BooleanField("视为受理", default=False)
    due_on = models.DateField("最近到期日", null=True, blank=True)
    paused = models.BooleanField("计时暂停", default=False)
    closed_on = models.DateField("办结日", null=True, blank=True)
    delivered_on = models.DateField("送达日", null=True, blank=True)
    granted = models.BooleanField("决定有利", null=True, blank=True)
    added_on = models.DateField("补充日", null=True, blank=True)
    note = SealedTextField(verbose_name="告知申请人", context="casework.Case.note", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办件"
        ordering = ["-opened_on", "-pk"]
        indexes = [
            # A list of a region, a service, an office or of all is read in its order, page by page.
            models.Index(fields=["region", *_IN_ORDER], name="case_by_region"),
            models.Index(fields=["service_id", *_IN_ORDER], name="case_by_service"),
            models.Index(fields=["accountable_office", *_IN_ORDER], name="case_by_office"),
            models.Index(fields=_IN_ORDER, name="case_by_due"),
            # A work list, which has open cases alone, by the day on which they came in.
            models.Index(fields=["-opened_on", "number"], condition=Q(is_open=True), name="case_open_by_day"),
            # Boards count from these alone.
            models.Index(
                fields=["region", "service_id", "is_open", "paused", "due_on", "granted"],
                name="case_tally_by_service",
            ),
            models.Index(
                fields=["region", "accountable_office", "paused", "due_on"],
                condition=Q(is_open=True),
                name="case_tally_by_office",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(accountable_office=""), name="case_has_accountable_office"),
            models.CheckConstraint(condition=~Q(status=""), name="case_has_status"),
            models.CheckConstraint(
                condition=Q(is_open=True, closed_on__isnull=True) | Q(is_open=False, closed_on__isnull=False),
                name="case_is_open_until_closed_on",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "number": "official",
            "key": "official",
            "origin": "official",
            "application": "official",
            "procedure": "official",
            "procedure_version": "official",
            "service_id": "personal",
            "service_name": "personal",
            "region": "official",
            "status": "official",
            "is_open": "official",
            "accountable_office": "official",
            "opened_on": "official",
            "accepted_on": "official",
            "deemed_accepted": "official",
            "due_on": "official",
            "paused": "official",
            "closed_on": "official",
            "delivered_on": "official",
            "granted": "personal",
            "added_on": "official",
            "note": "sensitive",
        }

    def __str__(self) -> str:
        return self.number


class NumberSeries(models.Model):
    """The last case number given in a region on a day; locked while the next is given."""

    region = models.CharField("地区", max_length=6)
    day = models.DateField("日期")
    last = models.PositiveIntegerField("最后号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "办件编号序列"
        ordering = ["region", "day"]
        constraints = [
            models.UniqueConstraint(fields=["region", "day"], name="one_series_per_region_and_day")
        ]

    class Privacy:
        fields = {"region": "official", "day": "official", "last": "official"}

    def __str__(self) -> str:
        return f"{self.region} {self.day} {self.last}"
