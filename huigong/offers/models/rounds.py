"""Rounds of giving places, with their lists, seeds and results."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.kernel.labelled import Labelled
from huigong.offers.models.offers import Offer


class Stage(Labelled):
    """Where a round stands. A running one is never closed: whoever asks gets a free place at once, or waits."""

    OPEN = "open", "登记中"
    FROZEN = "frozen", "名单已定"
    ALLOCATED = "allocated", "已分配"
    PUBLISHED = "published", "已公布"
    RUNNING = "running", "随到随分"
    OVER = "over", "轮次结束"


LISTS_LIVE = (Stage.PUBLISHED, Stage.RUNNING)


class Round(models.Model):
    """One giving of places (轮次): a list is closed, its digest published, the seed becomes known, places are given.

    `kind_since` is the version of the kind that holds for it. The seed comes from the public event that was named when
    the round was opened (`event`, not before `event_on`, its outcome written as `event_form` shows), or from two parties
    (`Commitment`). `closed_by` and `outcome_by` are the accounts of who closed the list and who wrote the outcome down.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("名额种类", max_length=60)
    kind_since = models.DateField("所用版本")
    region = models.CharField("地区", max_length=6)
    office = models.CharField("部门", max_length=60)
    name = models.CharField("名称", max_length=120)
    stage = models.CharField("进度", max_length=10, choices=Stage.choices(), default=Stage.OPEN)
    opened_at = models.DateTimeField("开始时间")
    closes_on = models.DateField("截止日", null=True, blank=True)
    event = models.CharField("产生种子的公开事件", max_length=120, blank=True)
    event_on = models.DateField("公开事件的日期", null=True, blank=True)
    event_form = models.CharField("公开事件结果的写法", max_length=60, blank=True)
    outcome_by = models.CharField("登记结果的人", max_length=64, blank=True)
    closed_by = models.CharField("关闭名单的人", max_length=64, blank=True)
    outcome = models.CharField("公开事件的结果", max_length=200, blank=True)
    frozen_at = models.DateTimeField("名单关闭时间", null=True, blank=True)
    list_text = models.TextField("名单", blank=True)
    list_digest = models.CharField("名单摘要", max_length=64, blank=True)
    seed = models.CharField("种子", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "轮次"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in Stage]), name="round_has_a_stage"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.OPEN, Stage.RUNNING, Stage.OVER]) | ~Q(list_digest=""),
                name="round_closed_with_its_digest",
            ),
        ]
        indexes = [models.Index(fields=["region", "office", "stage"], name="round_by_office")]

    class Privacy:
        fields = {
            "public_id": "public",
            "kind": "public",
            "kind_since": "public",
            "region": "public",
            "office": "public",
            "name": "public",
            "stage": "public",
            "opened_at": "public",
            "closes_on": "public",
            "event": "public",
            "event_on": "public",
            "event_form": "public",
            "outcome_by": "official",
            "closed_by": "official",
            "outcome": "public",
            "frozen_at": "public",
            "list_text": "personal",
            "list_digest": "public",
            "seed": "public",
        }

    def __str__(self) -> str:
        return self.name


class RoundOffer(models.Model):
    """An offer that a round gives places of (本轮名额); `aside` places are put aside for it while its list is closed.

    Once the result is published: how many `places` it gave, how many were `ranked`, the last rank that got one, and for
    which groups some were `reserved`.
    """

    round = models.ForeignKey(Round, verbose_name="轮次", on_delete=models.PROTECT, related_name="offers")
    offer = models.ForeignKey(Offer, verbose_name="名额", on_delete=models.PROTECT, related_name="rounds")
    aside = models.PositiveIntegerField("留给本轮的", default=0)
    places = models.PositiveIntegerField("本轮给几个", default=0)
    ranked = models.PositiveIntegerField("排了几份", default=0)
    last_rank = models.PositiveIntegerField("最后分到的位次", null=True, blank=True)
    reserved = models.JSONField("预留给", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "本轮名额"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "offer"], name="offer_once_a_round")]

    class Privacy:
        fields = {
            "round": "public",
            "offer": "public",
            "aside": "public",
            "places": "public",
            "ranked": "public",
            "last_rank": "public",
            "reserved": "public",
        }

    def __str__(self) -> str:
        return f"{self.offer_id} {self.aside}"


class Commitment(models.Model):
    """What one of two parties published before anybody told a secret, and the secret once it is told (密语承诺)."""

    round = models.ForeignKey(
        Round, verbose_name="轮次", on_delete=models.PROTECT, related_name="commitments"
    )
    party = models.CharField("一方", max_length=60)
    digest = models.CharField("密语摘要", max_length=64)
    secret = models.CharField("密语", max_length=200, blank=True)
    committed_at = models.DateTimeField("承诺时间")
    committed_by = models.CharField("登记摘要的人", max_length=64, blank=True)
    revealed_at = models.DateTimeField("公布时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "密语承诺"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "party"], name="one_secret_a_party")]

    class Privacy:
        fields = {
            "round": "public",
            "party": "public",
            "digest": "public",
            "secret": "public",
            "committed_at": "public",
            "committed_by": "official",
            "revealed_at": "public",
        }

    def __str__(self) -> str:
        return self.party


class Result(models.Model):
    """What a giving of places came to (分配结果), as it is published. Earlier ones stay; a later one needs a ruling."""

    round = models.ForeignKey(Round, verbose_name="轮次", on_delete=models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField("第几次")
    text = models.TextField("结果")
    worked_out_at = models.DateTimeField("计算时间")
    ruling = models.CharField("重新分配的决定", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "分配结果"
        ordering = ["round", "number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="results_are_numbered")]

    class Privacy:
        fields = {
            "round": "public",
            "number": "public",
            "text": "personal",
            "worked_out_at": "public",
            "ruling": "official",
        }

    def __str__(self) -> str:
        return f"{self.number}"
