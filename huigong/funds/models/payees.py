"""To which bank account somebody is paid."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from huigong.audit.fields import BlindIndexField, IndexedQuerySet, SealedTextField

NUMBER_CONTEXT = "funds.PayeeAccount.number"


class PayeeAccount(models.Model):
    """The account into which one office pays a person or an organisation, from one change to the next: what another office
    holds changes nothing here. Nobody is paid into one that another official has not verified.

    `payee` names whose it is as text, so that two records of one person can become one; the newest one then counts.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    payee = models.CharField("收款方", max_length=60)
    person = models.ForeignKey(
        "registry.Person",
        verbose_name="收款人",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    organisation = models.CharField("收款单位", max_length=18, blank=True, db_index=True)
    region = models.CharField("地区", max_length=6)
    office = models.CharField("部门", max_length=60)
    holder = SealedTextField(verbose_name="户名", context="funds.PayeeAccount.holder")
    number = SealedTextField(verbose_name="账号", context=NUMBER_CONTEXT)
    number_index = BlindIndexField(
        verbose_name="账号索引", of="number", context=NUMBER_CONTEXT, db_index=True
    )
    bank_name = models.CharField("开户行", max_length=60, blank=True)
    bank_code = models.CharField("行号", max_length=14, blank=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=64)
    verified_at = models.DateTimeField("核实时间", null=True, blank=True)
    verified_by = models.CharField("核实人", max_length=64, blank=True)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = IndexedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "收款账户"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["payee", "office"], condition=Q(ended_at=None), name="one_account_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(verified_by="") | ~Q(verified_by=F("entered_by")), name="account_seen_by_two"
            ),
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(organisation=""), name="account_of_a_person_or_organisation"
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "payee": "personal",
            "person": "personal",
            "organisation": "official",
            "region": "official",
            "office": "official",
            "holder": "personal",
            "number": "sensitive",
            "number_index": "sensitive",
            "bank_name": "personal",
            "bank_code": "personal",
            "entered_at": "official",
            "entered_by": "official",
            "verified_at": "official",
            "verified_by": "official",
            "ended_at": "official",
        }

    def __str__(self) -> str:
        """Never a number: this text reaches logs."""
        return f"收款账户 {self.public_id.hex}"
