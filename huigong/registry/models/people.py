"""Who the people are, and whom they live with."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from huigong.audit.fields import BlindIndexField, IndexedQuerySet, SealedDateField, SealedTextField
from huigong.directory.assurance import Assurance
from huigong.registry.models.times import DatedRows, ends_after_it_begins, row_history

NAME_CONTEXT = "registry.Person.name"
NUMBER_CONTEXT = "registry.Person.resident_number"
COUNTRY_CONTEXT = "registry.Person.paper_country"


class People(IndexedQuerySet):
    """People, found by what is sealed."""

    def on_record(self) -> Self:
        """Without those of whom nobody but themselves has said who they are."""
        return self.exclude(assurance=Assurance.PHONE)


class Person(models.Model):
    """One person, known once by resident number. What identifies a person is sealed: what stands in the clear is what
    the database itself has to compare, and together it singles out hardly anybody (`bench/identifying.py`).

    Who has another `paper` is known by its number, which says nothing of sex and birth, and who has none by none. Of a
    passport `paper_country` is part of it: two countries may give one number.

    `assurance` says by what it is known that the account is this person's. What somebody logged
    in by phone says of themselves is a row of its own until it is checked, whatever the register
    knows of that number: it hides no one, and nobody learns by it who is registered.
    """

    class Sex(models.TextChoices):
        MALE = "male", "男"
        FEMALE = "female", "女"

    class Paper(models.TextChoices):
        RESIDENT = "resident", "居民身份证"
        TRAVEL = "travel", "港澳台居民来往内地（大陆）的通行证"
        PASSPORT = "passport", "护照"
        OTHER = "other", "别的证件"
        NONE = "none", "还没有证件"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    name = SealedTextField(verbose_name="姓名", context=NAME_CONTEXT)
    name_index = BlindIndexField(verbose_name="姓名索引", of="name", context=NAME_CONTEXT, db_index=True)
    paper = models.CharField("证件种类", max_length=10, choices=Paper, default=Paper.RESIDENT)
    paper_country = SealedTextField(
        verbose_name="证件签发国家或地区", context=COUNTRY_CONTEXT, blank=True, default="", db_default=""
    )
    resident_number = SealedTextField(verbose_name="居民身份证号", context=NUMBER_CONTEXT, blank=True)
    resident_number_index = BlindIndexField(
        verbose_name="身份证号索引",
        of="resident_number",
        context=NUMBER_CONTEXT,
        beside="paper",
        usual=Paper.RESIDENT.value,
        within="paper_country",
        db_index=True,
    )
    phone = SealedTextField(verbose_name="手机号", context="registry.Person.phone", blank=True)
    phone_index = BlindIndexField(
        verbose_name="手机号索引", of="phone", context="registry.Person.phone", blank=True, db_index=True
    )
    address = SealedTextField(verbose_name="住址", context="registry.Person.address", blank=True)
    sex = models.CharField("性别", max_length=6, choices=Sex)
    born_on = SealedDateField(verbose_name="出生日期", context="registry.Person.born_on")
    hukou_place = models.CharField("户籍地", max_length=6, db_index=True)
    residence = models.CharField("常住地", max_length=6, db_index=True)
    residence_since = SealedDateField(
        verbose_name="居住起始日", context="registry.Person.residence_since", null=True, blank=True
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    assurance = models.CharField(
        "身份核对程度", max_length=10, choices=Assurance.choices(), default=Assurance.CHECKED.value
    )
    registered_at = models.DateTimeField("登记时间")

    objects = People.as_manager()
    history = row_history(
        unindexed=(
            "public_id",
            "name_index",
            "resident_number_index",
            "phone_index",
            "hukou_place",
            "residence",
            "account",
        )
    )
    _history_user: str  # who, when and why, set by actions for the row of history
    _history_date: datetime
    _change_reason: str | None

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["resident_number_index"],
                condition=~Q(assurance=Assurance.PHONE.value),
                name="one_person_on_record_per_number",
            )
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "name": "personal",
            "name_index": "personal",
            "paper": "official",
            "paper_country": "personal",
            "resident_number": "sensitive",
            "resident_number_index": "sensitive",
            "phone": "sensitive",
            "phone_index": "sensitive",
            "address": "sensitive",
            "sex": "personal",
            "born_on": "personal",
            "hukou_place": "personal",
            "residence": "personal",
            "residence_since": "personal",
            "account": "personal",
            "assurance": "official",
            "registered_at": "official",
        }

    def __str__(self) -> str:
        """Never a name: this text reaches logs."""
        return f"人员 {self.public_id.hex}"


class Household(models.Model):
    """People who live as one household (家庭户)."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    region = models.CharField("所在地区", max_length=6, db_index=True)
    address = SealedTextField(verbose_name="住址", context="registry.Household.address", blank=True)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "家庭户"
        ordering = ["pk"]

    class Privacy:
        fields = {
            "public_id": "official",
            "region": "personal",
            "address": "sensitive",
            "registered_at": "official",
        }

    def __str__(self) -> str:
        return f"家庭户 {self.public_id.hex}"


class HouseholdMember(models.Model):
    """A person's place in a household, for as long as it lasts."""

    class Relation(models.TextChoices):
        HEAD = "head", "户主"
        SPOUSE = "spouse", "配偶"
        CHILD = "child", "子女"
        PARENT = "parent", "父母"
        OTHER = "other", "其他"

    household = models.ForeignKey(
        Household, verbose_name="家庭户", on_delete=models.CASCADE, related_name="members"
    )
    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="memberships"
    )
    relation = models.CharField("与户主关系", max_length=10, choices=Relation)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)

    objects = DatedRows()

    class Meta:
        verbose_name = verbose_name_plural = "家庭成员"
        ordering = ["household_id", "valid_from", "pk"]
        constraints = [
            ends_after_it_begins("household_member_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_until__isnull=True), name="one_household_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation="head", valid_until__isnull=True),
                name="one_head_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["household", "person", "valid_from"], name="one_membership_per_start"
            ),
        ]

    class Privacy:
        fields = {
            "household": "personal",
            "person": "personal",
            "relation": "personal",
            "valid_from": "personal",
            "valid_until": "personal",
        }

    def __str__(self) -> str:
        return f"家庭成员 {self.pk}"
