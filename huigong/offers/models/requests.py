"""Who asks for what, what is kept for them, and what they have."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.kernel.labelled import Labelled
from huigong.offers.models.offers import Offer
from huigong.offers.models.rounds import Round


class Answer(Labelled):
    """What became of a place that was kept for somebody."""

    ACCEPTED = "accepted", "接受名额"
    REFUSED = "refused", "放弃名额"
    SILENT = "silent", "到期没有答复"
    BARRED = "barred", "领取时不符合条件"


class Request(models.Model):
    """One person's request in a round (名额申请). `number` is published and says nothing of the person.

    `behind` counts how often it was put at the end of the list; `gone` is True for what is off it: withdrawn, set aside,
    refused for good. `shut_out` is one that the office set aside: asking again is for the office to allow. `why_gone` is
    for the person.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("申请编号", max_length=16, unique=True)
    round = models.ForeignKey(Round, verbose_name="轮次", on_delete=models.PROTECT, related_name="requests")
    person = models.ForeignKey(
        "registry.Person", verbose_name="人员", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.CharField("提交人", max_length=64)
    refusals = models.PositiveSmallIntegerField("放弃次数", default=0)
    behind = models.PositiveSmallIntegerField("排到最后的次数", default=0)
    gone = models.BooleanField("不再排队", default=False)
    shut_out = models.BooleanField("本轮不能再申请", default=False)
    why_gone = SealedTextField(verbose_name="不再排队的原因", context="offers.Request.why_gone", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "名额申请"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"], condition=Q(gone=False), name="one_request_a_round"
            )
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "number": "public",
            "round": "official",
            "person": "personal",
            "asked_at": "personal",
            "asked_by": "official",
            "refusals": "personal",
            "behind": "personal",
            "gone": "personal",
            "shut_out": "personal",
            "why_gone": "sensitive",
        }

    def __str__(self) -> str:
        return self.number


class Wish(models.Model):
    """One offer that a request names (志愿), the dearest first, and how it stands there once that is known.

    `tier` is None as long as it is not known; `rank` once places were given, 0 where it is barred. `preference` is the
    turn in which the offering side would take the person, where both sides choose.
    """

    request = models.ForeignKey(
        Request, verbose_name="名额申请", on_delete=models.CASCADE, related_name="wishes"
    )
    offer = models.ForeignKey(Offer, verbose_name="名额", on_delete=models.PROTECT, related_name="wishes")
    position = models.PositiveSmallIntegerField("第几志愿")
    tier = models.PositiveSmallIntegerField("档次", null=True, blank=True)
    points = models.IntegerField("积分", default=0)
    groups = models.JSONField("所属的人群", default=list, blank=True)
    barred = SealedTextField(verbose_name="不符合的原因", context="offers.Wish.barred", blank=True)
    may_have = models.BooleanField("符合条件", null=True, blank=True)
    rank = models.PositiveIntegerField("位次", null=True, blank=True)
    preference = models.PositiveSmallIntegerField("提供方的意愿", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "志愿"
        ordering = ["request", "position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="one_wish_a_position"),
            models.UniqueConstraint(fields=["request", "offer"], name="each_offer_wished_once"),
        ]
        indexes = [models.Index(fields=["offer", "rank"], name="wish_by_rank")]

    class Privacy:
        fields = {
            "request": "official",
            "offer": "personal",
            "position": "personal",
            "tier": "personal",
            "points": "personal",
            "groups": "sensitive",
            "barred": "sensitive",
            "may_have": "personal",
            "rank": "personal",
            "preference": "personal",
        }

    def __str__(self) -> str:
        return f"{self.position}"


class Hold(models.Model):
    """A place kept for somebody until they answer (待答复名额); without `answer_by` for as long as it takes."""

    request = models.ForeignKey(
        Request, verbose_name="名额申请", on_delete=models.PROTECT, related_name="holds"
    )
    offer = models.ForeignKey(Offer, verbose_name="名额", on_delete=models.PROTECT, related_name="holds")
    made_at = models.DateTimeField("保留时间")
    answer_by = models.DateField("答复截止日", null=True, blank=True)
    answer = models.CharField("答复", max_length=10, choices=Answer.choices(), blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "待答复名额"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(answer=""), name="one_open_hold_a_request"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="hold_answered_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["answer_by"], condition=Q(answer=""), name="hold_open_by_day")]

    class Privacy:
        fields = {
            "request": "official",
            "offer": "personal",
            "made_at": "personal",
            "answer_by": "personal",
            "answer": "personal",
            "answered_at": "personal",
        }

    def __str__(self) -> str:
        return f"{self.pk}"


class Claim(models.Model):
    """A place that somebody has (占用名额), from a day until it ends.

    `once_of` is the kind where nobody may have two of it, "" where only the same offer cannot be had twice.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    hold = models.OneToOneField(
        Hold, verbose_name="待答复名额", on_delete=models.PROTECT, related_name="claim"
    )
    offer = models.ForeignKey(Offer, verbose_name="名额", on_delete=models.PROTECT, related_name="claims")
    person = models.ForeignKey(
        "registry.Person", verbose_name="人员", on_delete=models.PROTECT, related_name="+"
    )
    once_of = models.CharField("只能有一个的种类", max_length=60, blank=True)
    since = models.DateField("开始日")
    ended_on = models.DateField("结束日", null=True, blank=True)
    why_ended = SealedTextField(verbose_name="结束的原因", context="offers.Claim.why_ended", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "占用名额"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "offer"], condition=Q(ended_on__isnull=True), name="one_place_of_an_offer"
            ),
            models.UniqueConstraint(
                fields=["person", "once_of"],
                condition=Q(ended_on__isnull=True) & ~Q(once_of=""),
                name="one_place_of_a_kind",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "hold": "official",
            "offer": "personal",
            "person": "personal",
            "once_of": "personal",
            "since": "personal",
            "ended_on": "personal",
            "why_ended": "sensitive",
        }

    def __str__(self) -> str:
        return f"{self.pk}"
