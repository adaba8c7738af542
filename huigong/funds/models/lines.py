"""Lines of money, what stands in their books, and the journal of every fen that moved."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from huigong.audit.fields import SealedTextField
from huigong.funds.terms import Book, Nature, Reason


class FundLine(models.Model):
    """Money of one office for one purpose: of one year's budget, or held for others without a year.

    `payer_name` and `payer_account` are the office's own bank account, from which it pays.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    fund = models.CharField("资金", max_length=60)
    nature = models.CharField("资金性质", max_length=13, choices=Nature.choices())
    region = models.CharField("地区", max_length=6)
    office = models.CharField("部门", max_length=60)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    source = models.CharField("资金来源", max_length=60)
    purpose = models.CharField("用途", max_length=100)
    clauses = models.JSONField("依据的条文", default=list)
    payer_name = models.CharField("付款户名", max_length=100, blank=True)
    payer_account = SealedTextField(
        verbose_name="付款账号", context="funds.FundLine.payer_account", blank=True
    )
    payer_bank = models.CharField("付款行号", max_length=14, blank=True)
    opened_at = models.DateTimeField("设立时间")
    opened_by = models.CharField("设立人", max_length=64)
    closed_at = models.DateTimeField("关账时间", null=True, blank=True)
    closed_by = models.CharField("关账人", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "资金项目"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "office", "year", "source", "purpose"],
                nulls_distinct=False,
                name="one_line_per_year_and_purpose",
            ),
            models.CheckConstraint(
                condition=Q(nature=Nature.TRUST.value, year=None)
                | Q(nature=Nature.APPROPRIATION.value, year__isnull=False),
                name="a_budget_has_a_year",
            ),
        ]
        indexes = [models.Index(fields=["region", "office", "year"], name="fund_line_by_office")]

    class Privacy:
        fields = {
            "public_id": "official",
            "fund": "official",
            "nature": "official",
            "region": "official",
            "office": "official",
            "year": "official",
            "source": "official",
            "purpose": "official",
            "clauses": "official",
            "payer_name": "official",
            "payer_account": "official",
            "payer_bank": "official",
            "opened_at": "official",
            "opened_by": "official",
            "closed_at": "official",
            "closed_by": "official",
        }

    def __str__(self) -> str:
        return f"{self.fund} {self.office} {self.year or ''}".strip()


class Balance(models.Model):
    """What stands in each book of a line, in fen. The database adds each posting itself, and refuses what would not close."""

    line = models.OneToOneField(
        FundLine, verbose_name="资金项目", on_delete=models.PROTECT, related_name="balance", primary_key=True
    )
    granted = models.BigIntegerField(Book.GRANTED.label, default=0)
    free = models.BigIntegerField(Book.FREE.label, default=0)
    reserved = models.BigIntegerField(Book.RESERVED.label, default=0)
    committed = models.BigIntegerField(Book.COMMITTED.label, default=0)
    ordered = models.BigIntegerField(Book.ORDERED.label, default=0)
    sent = models.BigIntegerField(Book.SENT.label, default=0)
    unclear = models.BigIntegerField(Book.UNCLEAR.label, default=0)
    paid = models.BigIntegerField(Book.PAID.label, default=0)

    class Meta:
        verbose_name = verbose_name_plural = "资金余额"
        ordering = ["line_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    granted=F("free")
                    + F("reserved")
                    + F("committed")
                    + F("ordered")
                    + F("sent")
                    + F("unclear")
                    + F("paid")
                ),
                name="books_add_up_to_what_was_granted",
            ),
            models.CheckConstraint(
                condition=Q(
                    free__gte=0,
                    reserved__gte=0,
                    committed__gte=0,
                    ordered__gte=0,
                    sent__gte=0,
                    unclear__gte=0,
                    paid__gte=0,
                ),
                name="no_book_is_below_zero",
            ),
        ]

    class Privacy:
        fields = {
            "granted": "official",
            "free": "official",
            "reserved": "official",
            "committed": "official",
            "ordered": "official",
            "sent": "official",
            "unclear": "official",
            "paid": "official",
        }

    def __str__(self) -> str:
        return f"资金余额 {self.pk}"

    def books(self) -> dict[Book, int]:
        """Fen by book."""
        return {book: getattr(self, book.value) for book in Book}


class LineTransfer(models.Model):
    """Money asked from one line for another; it moves when somebody else approves it."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(FundLine, verbose_name="调出项目", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(FundLine, verbose_name="调入项目", on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField("调剂金额")
    reason = models.CharField("调剂理由", max_length=200)
    asked_at = models.DateTimeField("提出时间")
    asked_by = models.CharField("提出人", max_length=64)
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    decided_by = models.CharField("批准人", max_length=64, blank=True)
    refused = models.BooleanField("没有批准", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "资金调剂"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_transfer_of_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="line_transfer_elsewhere"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("asked_by")), name="line_transfer_by_two"
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "source": "official",
            "target": "official",
            "amount": "official",
            "reason": "official",
            "asked_at": "official",
            "asked_by": "official",
            "decided_at": "official",
            "decided_by": "official",
            "refused": "official",
        }

    def __str__(self) -> str:
        return f"资金调剂 {self.public_id.hex}"


class Posting(models.Model):
    """Fen out of one book of a line into another, and why. Only ever added.

    One row takes and gives, so no row and no set of rows can fail to add up to nothing.
    """

    line = models.ForeignKey(
        FundLine, verbose_name="资金项目", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    payment = models.ForeignKey(
        "funds.Payment",
        verbose_name="付款",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    taken_from = models.CharField("从哪里转出", max_length=9, choices=Book.choices())
    put_into = models.CharField("转到哪里", max_length=9, choices=Book.choices())
    amount = models.BigIntegerField("流水金额")
    reason = models.CharField("为什么转", max_length=10, choices=Reason.choices())
    about = models.CharField("关于", max_length=80, blank=True)
    at = models.DateTimeField("记账时间")
    by = models.CharField("记账人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "资金流水"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="posting_of_something"),
            models.CheckConstraint(condition=~Q(taken_from=F("put_into")), name="posting_elsewhere"),
            models.CheckConstraint(
                condition=Q(
                    taken_from__in=[book.value for book in Book], put_into__in=[book.value for book in Book]
                ),
                name="posting_between_books",
            ),
        ]
        indexes = [models.Index(fields=["line", "at"], name="posting_by_line")]

    class Privacy:
        fields = {
            "line": "official",
            "payment": "personal",
            "taken_from": "official",
            "put_into": "official",
            "amount": "official",
            "reason": "official",
            "about": "official",
            "at": "official",
            "by": "official",
        }

    def __str__(self) -> str:
        return f"资金流水 {self.pk}"
