"""Employers, and who worked for them, where and when."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from huigong.registry.models.people import Person
from huigong.registry.models.times import BitemporalRows, ends_after_it_begins, row_history


class Employer(models.Model):
    """An employer (用人单位), known once by unified social credit code where it has one."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    name = models.CharField("名称", max_length=120)
    region = models.CharField("所在地区", max_length=6, db_index=True)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "用人单位"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="one_employer_per_uscc"),
            # Without a code the name tells employers of one region apart.
            models.UniqueConstraint(
                fields=["name", "region"], condition=Q(uscc=""), name="one_employer_per_name_without_uscc"
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "uscc": "public",
            "name": "public",
            "region": "public",
            "registered_at": "official",
        }

    def __str__(self) -> str:
        return self.name


class Engagement(models.Model):
    """A person working for an employer at a place (用工实名登记), in both times."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="engagements"
    )
    employer = models.ForeignKey(
        Employer, verbose_name="用人单位", on_delete=models.PROTECT, related_name="engagements"
    )
    place = models.CharField("工作地区", max_length=6, db_index=True)
    project = models.CharField("工程项目", max_length=120, blank=True)
    occupation = models.CharField("工种", max_length=60, blank=True)
    contract_signed = models.BooleanField("已签劳动合同", null=True, blank=True)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    superseded_at = models.DateTimeField("更正时间", null=True, blank=True)
    # The row that stood wrong and in whose place this one came; None for what only began, ended or went on.
    corrects = models.ForeignKey(
        "self", verbose_name="所更正的登记", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = BitemporalRows()
    history = row_history(unindexed=("public_id", "employer", "place", "corrects"))
    _history_user: str  # who and when, set by actions for the row of history
    _history_date: datetime

    class Meta:
        verbose_name = verbose_name_plural = "用工登记"
        ordering = ["person_id", "-valid_from", "pk"]
        constraints = [
            ends_after_it_begins("engagement_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["person", "employer", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="one_engagement_per_start",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "person": "personal",
            "employer": "personal",
            "place": "personal",
            "project": "personal",
            "occupation": "personal",
            "contract_signed": "personal",
            "valid_from": "personal",
            "valid_until": "personal",
            "recorded_at": "official",
            "superseded_at": "official",
            "corrects": "official",
        }

    def __str__(self) -> str:
        return f"用工登记 {self.public_id.hex}"
