"""Offers with their places."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Offer(models.Model):
    """Something that an office offers, with limited places (名额). `attributes` are declared fields that anybody may see."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("名额种类", max_length=60)
    region = models.CharField("地区", max_length=6)
    office = models.CharField("部门", max_length=60)
    name = models.CharField("名称", max_length=120)
    attributes = models.JSONField("说明", default=dict, blank=True)
    put_up_at = models.DateTimeField("登记时间")
    ended_on = models.DateField("停止日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "名额"
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "region"], name="offer_by_kind")]

    class Privacy:
        fields = {
            "public_id": "public",
            "kind": "public",
            "region": "public",
            "office": "public",
            "name": "public",
            "attributes": "public",
            "put_up_at": "official",
            "ended_on": "public",
        }

    def __str__(self) -> str:
        return self.name


class Capacity(models.Model):
    """How many places an offer has, and how many are kept or had (名额数): a row of its own, so that taking one is one
    conditional update that no other column waits for.

    `taken` counts open holds, claims that have not ended, and what is put aside for a list that is closed.
    """

    offer = models.OneToOneField(
        Offer, verbose_name="名额", on_delete=models.CASCADE, related_name="capacity"
    )
    total = models.PositiveIntegerField("总数")
    taken = models.PositiveIntegerField("已占", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "名额数"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("total")), name="capacity_not_exceeded"),
        ]

    class Privacy:
        fields = {"offer": "public", "total": "public", "taken": "public"}

    def __str__(self) -> str:
        return f"{self.taken}/{self.total}"
