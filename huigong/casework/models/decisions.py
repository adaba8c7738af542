"""What was decided, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.casework.models.cases import Case
from huigong.casework.procedures.terms import DecisionKind


class Decision(models.Model):
    """What the accountable office decided, why, and by which clause. Only ever added.

    `move` is the move of the procedure that decided; `number` is its own (决定编号), its notice has another;
    `favourable` is None for what neither grants nor refuses; `corrects` is the decision that a
    correction or a revocation is about; until `remedy_until` somebody may turn to `remedy`.
    """

    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField("决定编号", max_length=32, unique=True)
    kind = models.CharField(
        "决定种类", max_length=12, choices=DecisionKind.choices(), default=DecisionKind.FINAL
    )
    move = models.CharField("作出决定的步骤", max_length=40)
    verdict = models.CharField("决定", max_length=40)
    verdict_name = models.CharField("决定的说法", max_length=60)
    favourable = models.BooleanField("有利", null=True, blank=True)
    reasons = SealedTextField(verbose_name="理由", context="casework.Decision.reasons")
    clause = models.CharField("依据条款", max_length=120)
    corrects = models.ForeignKey(
        "self", verbose_name="针对的决定", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    remedy = models.CharField("救济途径", max_length=300, blank=True)
    remedy_until = models.DateField("救济期限", null=True, blank=True)
    office = models.CharField("决定部门", max_length=60)
    decided_by = models.CharField("决定人", max_length=64)
    decided_at = models.DateTimeField("决定时间")

    class Meta:
        verbose_name = verbose_name_plural = "决定"
        ordering = ["case_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["correction", "revocation"], corrects__isnull=False)
                | (~Q(kind__in=["correction", "revocation"]) & Q(corrects__isnull=True)),
                name="decision_names_what_it_corrects",
            ),
            models.CheckConstraint(condition=~Q(clause=""), name="decision_has_clause"),
        ]

    class Privacy:
        fields = {
            "case": "official",
            "number": "official",
            "kind": "official",
            "move": "official",
            "verdict": "personal",
            "verdict_name": "personal",
            "favourable": "personal",
            "reasons": "sensitive",
            "clause": "official",
            "corrects": "official",
            "remedy": "official",
            "remedy_until": "official",
            "office": "official",
            "decided_by": "official",
            "decided_at": "official",
        }

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"


class Outcome(models.Model):
    """What became of a decision (办理结果): the result, and the facts it wrote about people."""

    decision = models.OneToOneField(
        Decision, verbose_name="决定", on_delete=models.PROTECT, related_name="outcome"
    )
    result = models.CharField("结果", max_length=200, blank=True)
    facts = models.JSONField("写入的事实", default=list, blank=True)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "办理结果"
        ordering = ["-recorded_at", "pk"]

    class Privacy:
        fields = {
            "decision": "official",
            "result": "personal",
            "facts": "personal",
            "recorded_at": "official",
        }

    def __str__(self) -> str:
        return f"办理结果 {self.decision_id}"
