"""What officials have found out about a case of arrears, and what was paid of it. Both are only ever added."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.casework.models.sealedjson import SealedJSONField


class ArrearsFinding(models.Model):
    """What was found out of a case (欠薪案情), whole each time: the latest of a matter counts.

    `content`: `on` the day on which the wages fell due, `values` facts of the law on who must pay (text as people write it),
    `parties` and `limits` (fen) by role and name, `unable` roles, `owed` fen and `months` by the public id of the worker's row as a party.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("casework.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="+")
    content = SealedJSONField(verbose_name="查清的", context="arrears.ArrearsFinding.content")
    found_at = models.DateTimeField("认定时间")
    found_by = models.CharField("认定人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "欠薪案情"
        ordering = ["pk"]

    class Privacy:
        fields = {
            "public_id": "official",
            "case": "official",
            "content": "sensitive",
            "found_at": "official",
            "found_by": "official",
        }

    def __str__(self) -> str:
        return f"欠薪案情 {self.public_id.hex}"


class ArrearsPayment(models.Model):
    """Wages that reached one worker of a case (欠薪付款), fen, by the party that filled `role` of the law on who must pay.

    `batch` is what one form noted. One that was noted wrongly is struck, with the reason, and stays.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    batch = models.UUIDField("一次登记", editable=False)
    case = models.ForeignKey("casework.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(
        "casework.Party", verbose_name="领到的人", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField("谁付的", max_length=40)
    amount = models.BigIntegerField("付了多少")
    paid_on = models.DateField("哪天付的")
    paper = SealedTextField(verbose_name="凭证", context="arrears.ArrearsPayment.paper")
    noted_at = models.DateTimeField("登记时间")
    noted_by = models.CharField("登记人", max_length=64)
    struck_at = models.DateTimeField("划掉时间", null=True)
    struck_by = models.CharField("划掉的人", max_length=64, blank=True)
    struck_for = SealedTextField(
        verbose_name="为什么划掉", context="arrears.ArrearsPayment.struck_for", blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "欠薪付款"
        ordering = ["paid_on", "pk"]
        indexes = [models.Index(fields=["case", "paid_on"], name="arrears_paid_by_case")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="arrears_payment_of_something"),
            models.UniqueConstraint(fields=["batch", "party"], name="one_payment_of_a_form_and_worker"),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "batch": "official",
            "case": "official",
            "party": "personal",
            "role": "official",
            "amount": "personal",
            "paid_on": "personal",
            "paper": "sensitive",
            "noted_at": "official",
            "noted_by": "official",
            "struck_at": "official",
            "struck_by": "official",
            "struck_for": "sensitive",
        }

    def __str__(self) -> str:
        return f"欠薪付款 {self.public_id.hex}"
