"""Who the people are, whom they live with, where they worked, and what is known about them.

Two times run through the folder. `valid_from`/`valid_until` say when something
was so in the world (`valid_until` is its last day, None while it lasts);
`recorded_at`/`superseded_at` say when this register believed it. A correction
never overwrites: it supersedes a row and adds another.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from simple_history.models import HistoricalRecords

from huigong.audit.fields import BlindIndexField, IndexedQuerySet, SealedTextField
from huigong.directory.assurance import Assurance


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name=name
    )


def _history_account(historical: Any, **_: Any) -> str | None:
    return historical.history_user_id


def _set_history_account(historical: Any, account_id: str | None) -> None:
    historical.history_user_id = account_id


def _row_history() -> HistoricalRecords:
    """Row history that names the account by its public id, so that it survives the account."""
    return HistoricalRecords(
        history_user_id_field=models.CharField(max_length=64, blank=True, null=True),
        history_user_getter=_history_account,
        history_user_setter=_set_history_account,
        custom_model_name=lambda name: f"{name}History",
    )


class DatedQuerySet(models.QuerySet):
    """Rows that say when something was so."""

    def valid_on(self, day: date) -> Self:
        """True in the world on `day`."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class BitemporalQuerySet(DatedQuerySet):
    """Rows that carry both times."""

    def known_at(self, moment: datetime | None = None) -> BitemporalQuerySet:
        """Believed by this register at `moment`; None means what it believes today."""
        if moment is None:
            return self.filter(superseded_at__isnull=True)
        still = Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        return self.filter(still, recorded_at__lte=moment)


class People(IndexedQuerySet):
    """People, found by what is sealed."""

    def on_record(self) -> Self:
        """Without those of whom nobody but themselves has said who they are."""
        return self.exclude(assurance=Assurance.PHONE)

    def counted_once(self) -> Self:
        """Without what somebody said of themselves whom the register knows: they are on record already."""
        known = Person.objects.on_record().filter(resident_number_index=OuterRef("resident_number_index"))
        return self.filter(~Q(assurance=Assurance.PHONE) | ~Exists(known))


class Person(models.Model):
    """One person, known once by resident number. What identifies a person is sealed.

    `assurance` says by what it is known that the account is this person's. What somebody logged
    in by phone says of themselves is a row of its own until it is checked, whatever the register
    knows of that number: it hides no one, and nobody learns by it who is registered.
    """

    class Sex(models.TextChoices):
        MALE = "male", "男"
        FEMALE = "female", "女"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    name = SealedTextField(verbose_name="姓名", context="registry.Person.name")
    name_index = BlindIndexField(
        verbose_name="姓名索引", of="name", context="registry.Person.name", db_index=True
    )
    resident_number = SealedTextField(verbose_name="居民身份证号", context="registry.Person.resident_number")
    resident_number_index = BlindIndexField(
        verbose_name="身份证号索引",
        of="resident_number",
        context="registry.Person.resident_number",
        db_index=True,
    )
    phone = SealedTextField(verbose_name="手机号", context="registry.Person.phone", blank=True)
    phone_index = BlindIndexField(
        verbose_name="手机号索引", of="phone", context="registry.Person.phone", blank=True, db_index=True
    )
    address = SealedTextField(verbose_name="住址", context="registry.Person.address", blank=True)
    sex = models.CharField("性别", max_length=6, choices=Sex)
    born_on = models.DateField("出生日期")
    hukou_place = models.CharField("户籍地", max_length=6, db_index=True)
    residence = models.CharField("常住地", max_length=6, db_index=True)
    residence_since = models.DateField("居住起始日", null=True, blank=True)
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
    history = _row_history()
    _history_user: str  # who and when, set by actions for the row of history
    _history_date: datetime

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

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家庭成员"
        ordering = ["household_id", "valid_from", "pk"]
        constraints = [
            _ends_after_it_begins("household_member_ends_after_it_begins"),
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


class Employer(models.Model):
    """An employer (用人单位), known once by unified social credit code where it has one."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    name = models.CharField("名称", max_length=120)
    region = models.CharField("所在地区", max_length=6, db_index=True)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "用人单位"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="one_employer_per_uscc"),
            # Without a code the name tells employers of one region apart.
            models.UniqueConstraint(
                fields=["name", "region"], condition=Q(uscc=""), name="one_employer_per_name_without_uscc"
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "uscc": "public",
            "name": "public",
            "region": "public",
            "registered_at": "official",
        }

    def __str__(self) -> str:
        return self.name


class Engagement(models.Model):
    """A person working for an employer at a place (用工实名登记), in both times."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="engagements"
    )
    employer = models.ForeignKey(
        Employer, verbose_name="用人单位", on_delete=models.PROTECT, related_name="engagements"
    )
    place = models.CharField("工作地区", max_length=6, db_index=True)
    project = models.CharField("工程项目", max_length=120, blank=True)
    occupation = models.CharField("工种", max_length=60, blank=True)
    contract_signed = models.BooleanField("已签劳动合同", null=True, blank=True)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    superseded_at = models.DateTimeField("更正时间", null=True, blank=True)

    objects = BitemporalQuerySet.as_manager()
    history = _row_history()
    _history_user: str  # who and when, set by actions for the row of history
    _history_date: datetime

    class Meta:
        verbose_name = verbose_name_plural = "用工登记"
        ordering = ["person_id", "-valid_from", "pk"]
        constraints = [
            _ends_after_it_begins("engagement_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["person", "employer", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="one_engagement_per_start",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "person": "personal",
            "employer": "personal",
            "place": "personal",
            "project": "personal",
            "occupation": "personal",
            "contract_signed": "personal",
            "valid_from": "personal",
            "valid_until": "personal",
            "recorded_at": "official",
            "superseded_at": "official",
        }

    def __str__(self) -> str:
        return f"用工登记 {self.public_id.hex}"


class PersonFact(models.Model):
    """One thing known about a person: what, who says so, how sure, of which region, and when it holds.

    `value` is sealed JSON: facts of health or family are as sensitive as a name.
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

    objects = BitemporalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人员事实"
        ordering = ["person_id", "fact", "-valid_from", "pk"]
        indexes = [models.Index(fields=["person", "fact"], name="fact_of_person")]
        constraints = [
            _ends_after_it_begins("fact_ends_after_it_begins"),
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
        }

    def __str__(self) -> str:
        return f"人员事实 {self.pk}"
