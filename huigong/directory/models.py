"""Accounts and the roles they hold, and what a place says of its own offices over the office book of the packs."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q

from huigong.audit.fields import BlindIndexField, SealedTextField
from huigong.directory.dated import DatedQuerySet

PHONE_CONTEXT = "directory.Account.phone"
NUMBER_CONTEXT = "directory.Account.resident_number"


class Accounts(BaseUserManager["Account"]):
    """Creates accounts; there is no superuser, since every right comes from a role."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """An account with a hashed password, or with none that works when `password` is None."""
        account = self.model(username=self.model.normalize_username(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """Someone who can log in: an official by password, a worker by phone and code.

    `password_valid_until` stands while an official's password is one that somebody else
    made: it opens only the page on which they choose their own. `resident_number` says who an official is, so
    that they act in no own or relative's matter.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", "工作人员"
        WORKER = "worker", "务工人员"

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField("用户名", max_length=150, unique=True)
    display_name = models.CharField("显示名", max_length=50, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    kind = models.CharField("账号类别", max_length=10, choices=Kind.choices)
    phone = SealedTextField("手机号", blank=True, context=PHONE_CONTEXT)
    phone_index = BlindIndexField("手机号索引", of="phone", context=PHONE_CONTEXT)
    resident_number = SealedTextField("身份证号", blank=True, context=NUMBER_CONTEXT)
    resident_number_index = BlindIndexField(
        "身份证号索引", of="resident_number", context=NUMBER_CONTEXT, db_index=True
    )
    is_active = models.BooleanField("启用", default=True)
    password_valid_until = models.DateTimeField("一次性密码有效至", null=True, blank=True)
    is_staff = models.BooleanField("可进后台", default=False)
    opened_at = models.DateTimeField("开户时间")

    objects = Accounts()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ["id"]
        indexes = [
            # A province's officials stand among its workers, who are forty times as many.
            models.Index(fields=["username"], condition=Q(kind="official"), name="account_of_official"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["phone_index"], condition=Q(kind="worker"), name="directory_one_worker_per_phone"
            )
        ]

    class Privacy:
        fields = {
            "password": "sensitive",
            "last_login": "personal",
            "is_superuser": "official",
            "public_id": "official",
            "username": "personal",
            "display_name": "personal",
            "email": "personal",
            "kind": "official",
            "phone": "personal",
            "phone_index": "personal",
            "resident_number": "sensitive",
            "resident_number_index": "sensitive",
            "is_active": "official",
            "password_valid_until": "official",
            "is_staff": "official",
            "opened_at": "official",
            "groups": "official",
            "user_permissions": "official",
        }

    def __str__(self) -> str:
        return self.display_name or self.username


class RoleAssignment(models.Model):
    """An account holds a role in a region, from one day to another (last day included)."""

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, verbose_name="账号", on_delete=models.PROTECT, related_name="+")
    role = models.CharField("角色", max_length=40)
    region = models.CharField("区划", max_length=6)
    office = models.CharField("部门", max_length=60, blank=True)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "角色分配"
        verbose_name_plural = "角色分配"
        ordering = ["account_id", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="directory_role_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "region", "office"],
                condition=Q(valid_until=None),
                name="directory_one_open_role",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "account": "official",
            "role": "official",
            "region": "official",
            "office": "official",
            "valid_from": "official",
            "valid_until": "official",
        }

    def __str__(self) -> str:
        return f"{self.role} {self.region} {self.office}".strip()


class LoginCount(models.Model):
    """How often a phone or a network address has tried something at the login, until its window ends."""

    subject_index = models.CharField("对象索引", max_length=64, unique=True)
    count = models.PositiveIntegerField("次数")
    ends_at = models.DateTimeField("窗口结束时间", db_index=True)

    class Meta:
        verbose_name = "登录计数"
        verbose_name_plural = "登录计数"
        ordering = ["id"]

    class Privacy:
        fields = {
            "subject_index": "personal",
            "count": "official",
            "ends_at": "official",
        }

    def __str__(self) -> str:
        return f"{self.count} 次，至 {self.ends_at:%H:%M}"


class LookApprovals(models.QuerySet["LookApproval"]):
    def valid_on(self, day: date) -> LookApprovals:
        """Approvals in force on `day`; each has a last day, `valid_until`."""
        return self.filter(valid_from__lte=day, valid_until__gte=day)


class LookApproval(models.Model):
    """Whoever holds a post may see people of a region in full for a purpose, without a case of theirs.

    The post is a role in a region, and in one office where it is named. `minors` says that children are meant
    too: their data needs an approval whoever looks (P10). An approval always ends.
    """

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    role = models.CharField("角色", max_length=40)
    region = models.CharField("区划", max_length=6)
    office = models.CharField("部门", max_length=60, blank=True)
    purpose = models.CharField("事由", max_length=60)
    minors = models.BooleanField("包括未成年人")
    valid_from = models.DateField("起")
    valid_until = models.DateField("止")
    given_by = models.CharField("批准人编号", max_length=64)
    given_by_name = models.CharField("批准人", max_length=50)
    own_cases = models.BooleanField("只限经办的办件", default=False)

    objects = LookApprovals.as_manager()

    class Meta:
        verbose_name = "查看批准"
        verbose_name_plural = "查看批准"
        ordering = ["-valid_until", "-id"]
        indexes = [
            # The list of a county, and that of a province, each in its order.
            models.Index(fields=["region", "-valid_until", "-id"], name="look_approval_of_region"),
            models.Index(fields=["-valid_until", "-id"], name="look_approval_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="directory_approval_ends_after_start"
            ),
        ]

    class Privacy:
        fields = {
            **dict.fromkeys(
                ("public_id", "role", "region", "office", "purpose", "minors", "own_cases"), "official"
            ),
            **{"valid_from": "official", "valid_until": "official"},
            **{"given_by": "official", "given_by_name": "personal"},
        }

    def __str__(self) -> str:
        return f"{self.role} {self.region} {self.office} {self.purpose}".strip()


class LocalEntry(models.Model):
    """What somebody of the place says from a day on, never changed afterwards: a later row says otherwise.

    `source` is the paper from which they know it; `closed` that from this day on there is no such body.
    """

    region = models.CharField("区划", max_length=6)
    valid_from = models.DateField("起")
    closed = models.BooleanField("撤并", default=False)
    name = models.CharField("名称", max_length=60, blank=True)
    street = models.CharField("地址", max_length=120, blank=True)
    telephone = models.CharField("电话", max_length=60, blank=True)
    hours = models.CharField("时间", max_length=80, blank=True)
    source = models.CharField("依据", max_length=120)
    said_at = models.DateTimeField("填写时间")
    said_by = models.CharField("填写人编号", max_length=64)
    said_by_name = models.CharField("填写人", max_length=50)

    class Meta:
        abstract = True


_ENTRY_PRIVACY = {
    **dict.fromkeys(
        ("region", "valid_from", "closed", "name", "street", "telephone", "hours", "source"), "public"
    ),
    **{"said_at": "official", "said_by": "official", "said_by_name": "personal"},
}


class LocalOffice(LocalEntry):
    """One entry of a place about one of its offices; `successor` has its work where it is closed."""

    office = models.CharField("部门", max_length=60)
    successor = models.CharField("承接部门", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "部门当地资料"
        ordering = ["office", "valid_from", "pk"]

    class Privacy:
        fields = {**_ENTRY_PRIVACY, "office": "public", "successor": "public"}

    def __str__(self) -> str:
        return f"{self.office} {self.valid_from}"


class LocalDesk(LocalEntry):
    """One entry of a place about one of its desks below the county; `desk` stays through all of them."""

    desk = models.UUIDField("窗口编号")
    line = models.CharField("条线", max_length=40)
    level = models.CharField("层级", max_length=12)
    serves = models.CharField("服务范围", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "窗口当地资料"
        ordering = ["desk", "valid_from", "pk"]

    class Privacy:
        fields = {**_ENTRY_PRIVACY, "desk": "public", "line": "public", "level": "public", "serves": "public"}

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"


class LocalPeriod(models.Model):
    """How many days a place keeps a kind of thing; None says that nothing of it is erased."""

    kind = models.CharField("种类", max_length=40)
    days = models.PositiveIntegerField("天数", null=True, blank=True)
    source = models.CharField("依据", max_length=120)
    said_at = models.DateTimeField("填写时间")
    said_by = models.CharField("填写人编号", max_length=64)
    said_by_name = models.CharField("填写人", max_length=50)

    class Meta:
        verbose_name = verbose_name_plural = "保存期限"
        ordering = ["kind", "pk"]

    class Privacy:
        fields = {
            **dict.fromkeys(("kind", "days", "source"), "public"),
            **{"said_at": "official", "said_by": "official", "said_by_name": "personal"},
        }

    def __str__(self) -> str:
        return f"{self.kind} {self.days}"


class LocalDay(models.Model):
    """What somebody of the place says of one day: a day off, or a day of work; `withdrawn` takes that back.

    `reckoned` is all that ever changes of it: that every clock which the day lies within ends as it says now.
    """

    day = models.DateField("日子", db_index=True)
    working = models.BooleanField("上班")
    withdrawn = models.BooleanField("撤回", default=False)
    reckoned = models.BooleanField("期限已重算", default=False)
    note = models.CharField("缘由", max_length=40, blank=True)
    source = models.CharField("依据", max_length=120)
    said_at = models.DateTimeField("填写时间")
    said_by = models.CharField("填写人编号", max_length=64)
    said_by_name = models.CharField("填写人", max_length=50)

    class Meta:
        verbose_name = verbose_name_plural = "当地放假调休"
        ordering = ["day", "pk"]

    class Privacy:
        fields = {
            **dict.fromkeys(("day", "working", "withdrawn", "note", "source"), "public"),
            "reckoned": "official",
            "said_at": "official",
            "said_by": "official",
            "said_by_name": "personal",
        }

    def __str__(self) -> str:
        return f"{self.day}"
