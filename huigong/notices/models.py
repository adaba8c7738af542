"""Letters that went out, how each was served, and the numbers that they bear."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.kernel.labelled import Labelled


class NoticeSeries(models.Model):
    """The last number of an office's series in a year; locked while the next is given, so that none is left out."""

    office = models.CharField("部门", max_length=60)
    series = models.CharField("字", max_length=20)
    year = models.PositiveSmallIntegerField("年")
    last = models.PositiveIntegerField("最后号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文书编号序列"
        ordering = ["office", "series", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "series", "year"], name="one_series_per_office_word_and_year"
            )
        ]

    class Privacy:
        fields = {"office": "official", "series": "official", "year": "official", "last": "official"}

    def __str__(self) -> str:
        return f"{self.office} {self.series} {self.year} {self.last}"


class Notice(models.Model):
    """A letter as it went out (文书). Only ever added: a correction is a letter of its own.

    `template` and `valid_from` name the version that it was made from; `kept` is where its bytes are,
    `digest` their SHA-256. `about` names the thing as the trail does, `person_ref` whom it is to.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("文号", max_length=60, unique=True)
    template = models.CharField("文书样式", max_length=40)
    valid_from = models.DateField("样式版本")
    name = models.CharField("名称", max_length=60)
    paper = models.CharField("纸张", max_length=10)
    office = models.CharField("发文部门", max_length=60)
    region = models.CharField("地区", max_length=6)
    about = models.CharField("关于", max_length=80)
    person_ref = models.CharField("收件人编号", max_length=64, blank=True)
    recipient = SealedTextField(verbose_name="收件人", context="notices.Notice.recipient", blank=True)
    corrects = models.ForeignKey(
        "self", verbose_name="更正的文书", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    kept = models.CharField("存放处", max_length=120)
    digest = models.CharField("校验值", max_length=64)
    issued_at = models.DateTimeField("发出时间")
    issued_by = models.CharField("发出人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["about", "id"], name="notice_about"),
            models.Index(fields=["office", "issued_at"], name="notice_of_office_and_day"),
            models.Index(fields=["region", "issued_at"], name="notice_of_region_and_day"),
            models.Index(fields=["issued_at", "id"], name="notice_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(kept="") & ~Q(digest=""), name="notice_is_kept"),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "number": "official",
            "template": "personal",
            "valid_from": "official",
            "name": "personal",
            "paper": "official",
            "office": "official",
            "region": "official",
            "about": "official",
            "person_ref": "personal",
            "recipient": "personal",
            "corrects": "official",
            "kept": "official",
            "digest": "official",
            "issued_at": "official",
            "issued_by": "official",
        }

    def __str__(self) -> str:
        return self.number


class ServiceOutcome(Labelled):
    """What came of one attempt to serve a letter."""

    DONE = "done", "已完成"
    FAILED = "failed", "没有送到"


class NoticeService(models.Model):
    """One attempt to bring a letter to its recipient (送达); only ever added.

    `deemed_on` is the day on which the law takes it for served, None where it failed or no verified rule says so.
    """

    notice = models.ForeignKey(Notice, verbose_name="文书", on_delete=models.PROTECT, related_name="services")
    way = models.CharField("送达方式", max_length=20)
    outcome = models.CharField("结果", max_length=10, choices=ServiceOutcome.choices())
    happened_on = models.DateField("发生日")
    deemed_on = models.DateField("视为送达日", null=True, blank=True)
    clause = models.CharField("依据条款", max_length=120)
    proof = SealedTextField(verbose_name="凭证", context="notices.NoticeService.proof")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "送达"
        ordering = ["notice_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="done") | Q(deemed_on__isnull=True), name="failed_service_deems_nothing"
            ),
        ]

    class Privacy:
        fields = {
            "notice": "official",
            "way": "official",
            "outcome": "official",
            "happened_on": "personal",
            "deemed_on": "personal",
            "clause": "official",
            "proof": "sensitive",
            "recorded_at": "official",
            "recorded_by": "official",
        }

    def __str__(self) -> str:
        return f"送达 {self.pk}"


class UnservedNotice(models.Model):
    """A letter that has reached nobody yet (未送达文书), written with the letter and removed with the first service that is done.

    It says nothing that the letters do not: letters are never changed, and what is left of millions is found here at once.
    """

    notice = models.OneToOneField(
        Notice, verbose_name="文书", on_delete=models.CASCADE, related_name="unserved", primary_key=True
    )
    office = models.CharField("发文部门", max_length=60)
    region = models.CharField("地区", max_length=6)
    person_ref = models.CharField("收件人编号", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "未送达文书"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["region", "office", "notice"], name="unserved_of_office"),
            models.Index(fields=["region", "person_ref", "notice"], name="unserved_of_person"),
        ]

    class Privacy:
        fields = {"office": "official", "region": "official", "person_ref": "personal"}

    def __str__(self) -> str:
        return f"未送达文书 {self.pk}"


class OfficeTemplate(models.Model):
    """A letter as an office has edited it in Word (部门样式); a later one replaces it for what is issued afterwards."""

    office = models.CharField("部门", max_length=60)
    template = models.CharField("文书样式", max_length=40)
    kept = models.CharField("存放处", max_length=120)
    digest = models.CharField("校验值", max_length=64)
    from_day = models.DateField("启用日")
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.CharField("上传人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "部门文书样式"
        ordering = ["office", "template", "from_day", "pk"]

    class Privacy:
        fields = {
            "office": "official",
            "template": "official",
            "kept": "official",
            "digest": "official",
            "from_day": "official",
            "uploaded_at": "official",
            "uploaded_by": "official",
        }

    def __str__(self) -> str:
        return f"{self.office} {self.template} {self.from_day}"
