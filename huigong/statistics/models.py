"""Numbers as they were published: never changed, only followed by a revision."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Publication(models.Model):
    """An indicator of a region as it was known when it was published (公布的数).

    `cells` are the places directly below with what was shown of each: [yes, no, unknown], None for what is too small; the
    total stands under the code of the region itself. `first` and `last` are the days of which it tells.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    indicator = models.CharField("指标", max_length=60)
    version = models.CharField("声明版本", max_length=200)
    region = models.CharField("地区", max_length=6)
    first = models.DateField("第一天")
    last = models.DateField("最后一天")
    revision = models.PositiveSmallIntegerField("第几次修订", default=0)
    reason = models.CharField("修订原因", max_length=200, blank=True)
    least = models.PositiveIntegerField("公布下限")
    total = models.JSONField("合计", null=True)
    cells = models.JSONField("各地")
    published_at = models.DateTimeField("公布时间")
    published_by = models.CharField("公布人", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "公布的数"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region", "last", "revision"], name="one_publication_of_a_day"
            ),
            models.CheckConstraint(condition=Q(revision=0) | ~Q(reason=""), name="revision_says_why"),
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="publication_ends_after_start"
            ),
        ]

    class Privacy:
        fields = {
            name: "public"
            for name in (
                "public_id",
                "indicator",
                "version",
                "region",
                "first",
                "last",
                "revision",
                "reason",
                "least",
                "total",
                "cells",
                "published_at",
                "published_by",
            )
        }

    def __str__(self) -> str:
        return f"{self.indicator} {self.region} {self.last}"
