"""Who may stand in the register twice, and records of two that have become one."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from huigong.audit.fields import BlindIndexField, IndexedQuerySet, SealedTextField
from huigong.kernel.labelled import Labelled
from huigong.kernel.sentences import wording
from huigong.registry.models.people import NAME_CONTEXT, NUMBER_CONTEXT, Person


class SameOrNot(Labelled):
    """What somebody who looked says of two records; two of the same person become one record at once."""

    DIFFERENT = "different", wording("不是同一个人")
    UNSURE = "unsure", wording("拿不准")


class PossibleDuplicate(models.Model):
    """Two records that may be of one person, as the register itself shows them.

    `likely` is in percent. `verdict` is empty until somebody has looked; a pair of two people stays, so that
    nobody is asked again.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    first = models.ForeignKey(Person, verbose_name="一份档案", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, verbose_name="另一份档案", on_delete=models.CASCADE, related_name="+")
    likely = models.PositiveSmallIntegerField("可能性")
    evidence = models.CharField("凭什么", max_length=200)
    found_at = models.DateTimeField("发现时间")
    verdict = models.CharField("看过的结论", max_length=10, choices=SameOrNot.choices(), blank=True)
    reason = SealedTextField("理由", context="registry.PossibleDuplicate.reason", blank=True)
    decided_at = models.DateTimeField("看过的时间", null=True, blank=True)
    decided_by = models.CharField("看过的账号", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "疑似重复登记"
        ordering = ["verdict", "-likely", "pk"]
        constraints = [
            models.UniqueConstraint(
                Least("first", "second"), Greatest("first", "second"), name="a_pair_once"
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="a_pair_is_of_two"),
        ]
        indexes = [models.Index(fields=["verdict", "-likely"], name="pairs_to_look_at")]

    class Privacy:
        fields = {
            "public_id": "official",
            "first": "personal",
            "second": "personal",
            "likely": "personal",
            "evidence": "personal",
            "found_at": "official",
            "verdict": "personal",
            "reason": "personal",
            "decided_at": "official",
            "decided_by": "official",
        }

    def __str__(self) -> str:
        return f"疑似重复登记 {self.public_id.hex}"


class UnitedRecord(models.Model):
    """A record that became part of another, `kept`; `before` says as JSON what has to be put back to part them again.

    Number and name of the one that is gone are found by the indexes of people. `said_online`: it was what somebody had
    said of themselves, and not a second record of somebody whose papers were seen.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey(Person, verbose_name="留下的档案", on_delete=models.PROTECT, related_name="+")
    gone = models.CharField("并入的档案编号", max_length=32, db_index=True)
    gone_number = SealedTextField("并入的身份证号", context="registry.UnitedRecord.gone_number")
    gone_paper = models.CharField(
        "并入的证件种类", max_length=10, choices=Person.Paper, default=Person.Paper.RESIDENT
    )
    gone_country = SealedTextField(
        "并入的证件签发国家或地区",
        context="registry.UnitedRecord.gone_country",
        blank=True,
        default="",
        db_default="",
    )
    gone_number_index = BlindIndexField(
        "并入的身份证号索引",
        of="gone_number",
        context=NUMBER_CONTEXT,
        beside="gone_paper",
        usual=Person.Paper.RESIDENT.value,
        within="gone_country",
        db_index=True,
    )
    gone_name = SealedTextField("并入的姓名", context="registry.UnitedRecord.gone_name")
    gone_name_index = BlindIndexField("并入的姓名索引", of="gone_name", context=NAME_CONTEXT, db_index=True)
    said_online = models.BooleanField("并入的是网上自报的", default=False)
    before = SealedTextField("合并以前", context="registry.UnitedRecord.before")
    reason = SealedTextField("合并理由", context="registry.UnitedRecord.reason")
    united_at = models.DateTimeField("合并时间", db_index=True)
    united_by = models.CharField("合并账号", max_length=64)
    parted_at = models.DateTimeField("分开时间", null=True, blank=True)
    parted_by = models.CharField("分开账号", max_length=64, blank=True)
    parted_because = SealedTextField("分开理由", context="registry.UnitedRecord.parted_because", blank=True)

    objects = IndexedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "合并的档案"
        ordering = ["-united_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(parted_at__isnull=True), name="a_record_is_gone_once"
            )
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "kept": "personal",
            "gone": "personal",
            "gone_paper": "personal",
            "gone_country": "personal",
            "gone_number": "sensitive",
            "gone_number_index": "sensitive",
            "gone_name": "personal",
            "gone_name_index": "personal",
            "said_online": "personal",
            "before": "sensitive",
            "reason": "personal",
            "united_at": "official",
            "united_by": "official",
            "parted_at": "official",
            "parted_by": "official",
            "parted_because": "personal",
        }

    def __str__(self) -> str:
        return f"合并的档案 {self.public_id.hex}"
