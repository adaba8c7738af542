"""What screening the register found: who may have something new. The services themselves stay in the packs."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class RegisterScreening(models.Model):
    """One screening of everybody who lives in a region; `finished_at` is None where it broke off."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    region = models.CharField("地区", max_length=6, db_index=True)
    on = models.DateField("按哪一天")
    began_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    people = models.PositiveIntegerField("人数", default=0)
    opened = models.PositiveIntegerField("新符合", default=0)
    ended = models.PositiveIntegerField("不再符合", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "登记筛查"
        ordering = ["-began_at", "-pk"]

    class Privacy:
        fields = {
            "public_id": "official",
            "region": "official",
            "on": "official",
            "began_at": "official",
            "finished_at": "official",
            "people": "official",
            "opened": "official",
            "ended": "official",
        }

    def __str__(self) -> str:
        return f"登记筛查 {self.public_id.hex}"


class News(models.Model):
    """A service that answers yes for a person who does not have it yet, in the region where the person lives.

    `since` is the day for which it was first so, `ended_on` the first day for which it no longer was.
    """

    person = models.ForeignKey(
        "registry.Person", verbose_name="人员", on_delete=models.PROTECT, related_name="+"
    )
    service_id = models.CharField("事项", max_length=80)
    region = models.CharField("地区", max_length=6)
    since = models.DateField("起")
    first_seen_at = models.DateTimeField("发现时间")
    screening = models.ForeignKey(
        RegisterScreening, verbose_name="登记筛查", on_delete=models.PROTECT, related_name="news"
    )
    told_at = models.DateTimeField("告知本人时间", null=True, blank=True)
    ended_on = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "新符合事项"
        ordering = ["-since", "service_id", "pk"]
        indexes = [
            models.Index(fields=["region", "service_id"], name="news_by_region_and_service"),
            models.Index(
                fields=["region", "since", "person"],
                condition=Q(told_at__isnull=True, ended_on__isnull=True),
                name="news_to_tell",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "service_id", "region"],
                condition=Q(ended_on__isnull=True),
                name="news_once_while_it_lasts",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")),
                name="news_ends_after_it_begins",
            ),
        ]

    class Privacy:
        fields = {
            "person": "personal",
            "service_id": "personal",
            "region": "personal",
            "since": "personal",
            "first_seen_at": "official",
            "screening": "official",
            "told_at": "personal",
            "ended_on": "personal",
        }

    def __str__(self) -> str:
        return f"新符合事项 {self.pk}"
