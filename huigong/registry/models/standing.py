"""How people come to their own record, and who may act for whom."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from huigong.audit.fields import SealedTextField
from huigong.directory.assurance import Assurance
from huigong.directory.dated import DatedQuerySet
from huigong.kernel.labelled import Labelled
from huigong.kernel.sentences import wording
from huigong.registry.models.people import Person


class ClaimCode(models.Model):
    """What the counter gave somebody on a slip, so that their own phone may open their record; good once.

    Only a keyed digest of the code is kept.
    """

    person = models.ForeignKey(Person, verbose_name="人员", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField("认领码摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("给出时间")
    made_by = models.CharField("经手账号", max_length=64)
    ends_at = models.DateTimeField("有效至", db_index=True)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "认领码"
        ordering = ["pk"]

    class Privacy:
        fields = {
            "person": "personal",
            "digest": "sensitive",
            "made_at": "official",
            "made_by": "official",
            "ends_at": "official",
            "used_at": "official",
        }

    def __str__(self) -> str:
        return f"认领码 {self.pk}"


class Acting(Labelled):
    """The capacity in which somebody acts for another."""

    GUARDIAN = "guardian", wording("监护人")
    HELPER = "helper", wording("代办人")


class Ground(Labelled):
    """The basis of an authority to act."""

    HOUSEHOLD = "household", wording("家庭户登记")
    SAID = "said", wording("本人说的，没有核对")
    PAPER = "paper", wording("窗口看过证明")
    CODE = "code", wording("被代办人用短信验证码同意")


BY_WORD = (Ground.SAID, Ground.CODE)  # no official has seen anything of it


class Representations(DatedQuerySet):
    def in_force(self, *, on: date) -> Self:
        """Neither ended nor outside their days; the last day counts."""
        return self.valid_on(on).filter(ended_at__isnull=True)


class Representation(models.Model):
    """Somebody may act for another: as what, on what ground, in which matters, from when to when.

    `matters` are ids of services; none means every matter. `kinship` says in a word what they are
    to each other. `proof` is what was shown or who agreed.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, verbose_name="被代办人", on_delete=models.PROTECT, related_name="represented_by"
    )
    representative = models.ForeignKey(
        Person, verbose_name="代办的人", on_delete=models.PROTECT, related_name="represents"
    )
    acting = models.CharField("代办身份", max_length=10, choices=Acting.choices())
    kinship = models.CharField("两人关系", max_length=20)
    ground = models.CharField("代办凭据", max_length=10, choices=Ground.choices())
    proof = SealedTextField(verbose_name="证明", context="registry.Representation.proof", blank=True)
    matters = models.JSONField("可代办的事项", default=list, blank=True)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)
    made_at = models.DateTimeField("登记时间")
    made_by = models.CharField("登记账号", max_length=64)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_by = models.CharField("结束账号", max_length=64, blank=True)

    objects = Representations.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代办授权"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="representation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("representative")), name="nobody_represents_themselves"
            ),
            models.UniqueConstraint(
                fields=["person", "representative", "ground"],
                condition=Q(ended_at__isnull=True),
                name="one_open_representation_per_ground",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "person": "personal",
            "representative": "personal",
            "acting": "personal",
            "kinship": "personal",
            "ground": "official",
            "proof": "sensitive",
            "matters": "personal",
            "valid_from": "personal",
            "valid_until": "personal",
            "made_at": "official",
            "made_by": "official",
            "ended_at": "official",
            "ended_by": "official",
        }

    def __str__(self) -> str:
        return f"代办授权 {self.public_id.hex}"

    @property
    def assurance(self) -> Assurance:
        """How surely it is known that this is so."""
        sure = (Ground.PAPER, Ground.HOUSEHOLD)
        return Assurance.CHECKED if self.ground in sure else Assurance.PHONE
