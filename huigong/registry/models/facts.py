"""What is known about people, from whom and how surely."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.registry.models.people import Person
from huigong.registry.models.times import BitemporalRows, ends_after_it_begins


class PersonFact(models.Model):
    """One thing known about a person: what, who says so, how sure, of which region, and when it holds.

    `value` is sealed JSON: facts of health or family are as sensitive as a name. `corrects`: an official has put right by
    it what was believed of that day.
    """

    class Verification(models.TextChoices):
        CLAIMED = "claimed", "本人陈述"
        SHARED = "shared", "部门共享"
        VERIFIED = "verified", "核验属实"
        DECIDED = "decided", "决定认定"

    person = models.ForeignKey(Person, verbose_name="人员", on_delete=models.PROTECT, related_name="facts")
    fact = models.CharField("事实", max_length=60)
    value = SealedTextField(verbose_name="值", context="registry.PersonFact.value")
    source = models.CharField("来源", max_length=120)
    region = models.CharField("说的是哪里", max_length=6)
    verification = models.CharField("核验程度", max_length=10, choices=Verification)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    superseded_at = models.DateTimeField("更正时间", null=True, blank=True)
    basis = models.CharField("依据", max_length=120, blank=True)
    corrects = models.BooleanField("更正", default=False)

    objects = BitemporalRows()

    class Meta:
        verbose_name = verbose_name_plural = "人员事实"
        ordering = ["person_id", "fact", "-valid_from", "pk"]
        indexes = [models.Index(fields=["person", "fact"], name="fact_of_person")]
        constraints = [
            ends_after_it_begins("fact_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["person", "fact", "source", "region", "verification", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="one_statement_per_source_and_start",
            ),
        ]

    class Privacy:
        fields = {
            "person": "personal",
            "fact": "personal",
            "value": "sensitive",
            "source": "official",
            "region": "personal",
            "verification": "official",
            "valid_from": "personal",
            "valid_until": "personal",
            "recorded_at": "official",
            "superseded_at": "official",
            "basis": "official",
            "corrects": "official",
        }

    def __str__(self) -> str:
        return f"人员事实 {self.pk}"
