"""Who stands in a case: as what, for how much, and with what outcome of their own."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.casework.models.cases import Case
from huigong.casework.procedures.roles import PartyKind, Role


class Party(models.Model):
    """Somebody's part in a case (当事人): a person, an employer, an office, or somebody unnamed.

    `is_main` marks the one by whom lists name the case. `amount` is what the person
    claims, in fen; `outcome` is a word of the procedure for what became of this person alone, with
    `settled_amount` in fen. `secret` is the digest of what an unnamed reporter asks with.
    `left_on` is set when the person went on to another case.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="parties")
    role = models.CharField("身份", max_length=14, choices=Role.choices())
    kind = models.CharField("当事人种类", max_length=10, choices=PartyKind.choices())
    person = models.ForeignKey(
        "registry.Person",
        verbose_name="人员",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    employer = models.ForeignKey(
        "registry.Employer",
        verbose_name="用人单位",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    office = models.CharField("部门", max_length=60, blank=True)
    is_main = models.BooleanField("主要当事人", default=False)
    contact = SealedTextField(verbose_name="联系方式", context="casework.Party.contact", blank=True)
    note = SealedTextField(verbose_name="说明", context="casework.Party.note", blank=True)
    secret = models.CharField("查询码摘要", max_length=64, blank=True)
    amount = models.BigIntegerField("请求金额（分）", null=True, blank=True)
    outcome = models.CharField("个人结果", max_length=40, blank=True)
    settled_amount = models.BigIntegerField("实得金额（分）", null=True, blank=True)
    settled_on = models.DateField("个人办结日", null=True, blank=True)
    joined_on = models.DateField("加入日")
    left_on = models.DateField("转出日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        ordering = ["case_id", "-is_main", "pk"]
        indexes = [
            models.Index(fields=["person", "role"], name="party_by_person"),
            models.Index(fields=["employer", "role"], name="party_by_employer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="person", person__isnull=False, employer__isnull=True, office="")
                | Q(kind="employer", person__isnull=True, employer__isnull=False, office="")
                | (Q(kind="office", person__isnull=True, employer__isnull=True) & ~Q(office=""))
                | Q(kind="anonymous", person__isnull=True, employer__isnull=True, office=""),
                name="party_is_what_its_kind_says",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_main=True), name="one_main_party_per_case"
            ),
            models.UniqueConstraint(
                fields=["case", "role", "person"],
                condition=Q(person__isnull=False, left_on__isnull=True),
                name="one_part_per_person_and_role",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="party_claims_no_negative_amount"
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "case": "official",
            "role": "personal",
            "kind": "official",
            "person": "personal",
            "employer": "personal",
            "office": "official",
            "is_main": "official",
            "contact": "sensitive",
            "note": "sensitive",
            "secret": "sensitive",
            "amount": "personal",
            "outcome": "personal",
            "settled_amount": "personal",
            "settled_on": "personal",
            "joined_on": "official",
            "left_on": "official",
        }

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.public_id.hex}"
