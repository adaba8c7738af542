"""Records: the events as they were recorded, sealed, and the index that follows from them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.registry.models import Employer, Household, Person


class Record(models.Model):
    """One record as it stands: a row of the index, derived from its events and written by nothing else.

    Exactly one of `person`, `household`, `employer`, `project`, `place` and `of` says what it is about. `began` is
    the first day of any event that counts, None where none does. `state` is "" where it is not known. `flags` are
    those that hold, each between bars. `folded_on` is the day for which the row is right, `settled_on` the last day
    on which an event takes effect. `next_change_on` is the day on which the row has to be looked at again. The
    typed slots hold what states and facts read; which lies where stands in the lock of the pack.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("记录种类", max_length=60)
    number = models.CharField("编号", max_length=60, blank=True)
    person = models.ForeignKey(
        Person, verbose_name="人员", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    household = models.ForeignKey(
        Household, verbose_name="家庭户", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    employer = models.ForeignKey(
        Employer, verbose_name="用人单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    of = models.ForeignKey(
        "self", verbose_name="另一条记录", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    project = models.CharField("工程项目", max_length=120, blank=True)
    place = models.CharField("所说的地区", max_length=6, blank=True)
    region = models.CharField("登记地", max_length=6)
    office = models.CharField("登记部门", max_length=40)
    state = models.CharField("状态", max_length=20, blank=True)
    flags = models.CharField("标记", max_length=200, blank=True)
    began = models.DateField("开始日期", null=True, blank=True)
    ended = models.DateField("终止日期", null=True, blank=True)
    settled_on = models.DateField("最后生效日期", null=True, blank=True)
    folded_on = models.DateField("算到哪天")
    next_change_on = models.DateField("下次变化日期", null=True, blank=True)
    version = models.CharField("声明版本", max_length=200)
    changed_at = models.DateTimeField("变动时间")
    date_1 = models.DateField("日期一", null=True, blank=True)
    date_2 = models.DateField("日期二", null=True, blank=True)
    date_3 = models.DateField("日期三", null=True, blank=True)
    date_4 = models.DateField("日期四", null=True, blank=True)
    date_5 = models.DateField("日期五", null=True, blank=True)
    date_6 = models.DateField("日期六", null=True, blank=True)
    date_7 = models.DateField("日期七", null=True, blank=True)
    date_8 = models.DateField("日期八", null=True, blank=True)
    date_9 = models.DateField("日期九", null=True, blank=True)
    date_10 = models.DateField("日期十", null=True, blank=True)
    code_1 = models.CharField("代码一", max_length=40, blank=True)
    code_2 = models.CharField("代码二", max_length=40, blank=True)
    code_3 = models.CharField("代码三", max_length=40, blank=True)
    code_4 = models.CharField("代码四", max_length=40, blank=True)
    code_5 = models.CharField("代码五", max_length=40, blank=True)
    code_6 = models.CharField("代码六", max_length=40, blank=True)
    code_7 = models.CharField("代码七", max_length=40, blank=True)
    code_8 = models.CharField("代码八", max_length=40, blank=True)
    number_1 = models.BigIntegerField("数一", null=True, blank=True)
    number_2 = models.BigIntegerField("数二", null=True, blank=True)
    number_3 = models.BigIntegerField("数三", null=True, blank=True)
    number_4 = models.BigIntegerField("数四", null=True, blank=True)
    number_5 = models.BigIntegerField("数五", null=True, blank=True)
    number_6 = models.BigIntegerField("数六", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "登记记录"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["person", "kind"], name="record_of_person"),
            models.Index(fields=["kind", "state", "-began", "-id"], name="record_by_state"),
            models.Index(fields=["kind", "-began", "-id"], name="record_by_day"),
            models.Index(fields=["kind", "region", "state", "-began", "-id"], name="record_by_region"),
            models.Index(fields=["next_change_on"], name="record_to_look_at"),
            models.Index(fields=["kind", "number"], name="record_by_number"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(began__isnull=True) | Q(ended__gte=models.F("began")),
                name="record_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["kind", "number"], condition=~Q(number=""), name="one_record_per_number"
            ),
        ]

    class Privacy:
        fields = {
            **{f"date_{count}": "personal" for count in range(1, 11)},
            **{f"code_{count}": "personal" for count in range(1, 9)},
            **{f"number_{count}": "personal" for count in range(1, 7)},
            "public_id": "official",
            "kind": "personal",
            "number": "personal",
            "person": "personal",
            "household": "personal",
            "employer": "official",
            "of": "personal",
            "project": "official",
            "place": "official",
            "region": "personal",
            "office": "official",
            "state": "personal",
            "flags": "personal",
            "began": "personal",
            "ended": "personal",
            "settled_on": "personal",
            "folded_on": "official",
            "next_change_on": "personal",
            "version": "official",
            "changed_at": "official",
        }

    def __str__(self) -> str:
        """Never what it says: this text reaches logs."""
        return f"登记记录 {self.public_id.hex}"


class RecordEvent(models.Model):
    """One thing that was recorded: it happened, or an earlier one was wrong, or never counted.

    `says` is sealed JSON, field → value. `effective_on` is the day from which it counts; of a correction the day on
    which the corrected event counts, None as before; of an annulment None. `version` is the declaration of that day.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(
        Record, verbose_name="登记记录", on_delete=models.PROTECT, related_name="events"
    )
    event = models.CharField("事件", max_length=40)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    target = models.ForeignKey(
        "self", verbose_name="所更正的事件", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    says = SealedTextField(verbose_name="内容", context="records.RecordEvent.says", blank=True)
    reason = SealedTextField(verbose_name="理由", context="records.RecordEvent.reason", blank=True)
    basis = models.CharField("依据", max_length=120, blank=True)
    version = models.CharField("声明版本", max_length=200)
    office = models.CharField("登记部门", max_length=40)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记账号", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "记录事件"
        ordering = ["record_id", "pk"]

    class Privacy:
        fields = {
            "public_id": "official",
            "record": "personal",
            "event": "personal",
            "effective_on": "personal",
            "target": "personal",
            "says": "sensitive",
            "reason": "sensitive",
            "basis": "official",
            "version": "official",
            "office": "official",
            "recorded_at": "official",
            "recorded_by": "official",
        }

    def __str__(self) -> str:
        return f"记录事件 {self.public_id.hex}"


class RecordKey(models.Model):
    """Fields that together belong to one record of a kind: an index that only the sealing key makes, no text.

    `scope` is the part of the region's code within which they do; `claims` holds while no other record may have them,
    `contested` while no other should and one has: an official has to look which of the two is right.
    """

    record = models.ForeignKey(Record, verbose_name="登记记录", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("记录种类", max_length=60)
    name = models.CharField("标识名称", max_length=120)
    scope = models.CharField("范围", max_length=6, blank=True)
    digest = models.CharField("标识", max_length=64)
    claims = models.BooleanField("独占", default=True)
    contested = models.BooleanField("有争议", default=False)
    sealed_with = models.CharField("密钥编号", max_length=8)

    class Meta:
        verbose_name = verbose_name_plural = "记录标识"
        ordering = ["pk"]
        indexes = [models.Index(fields=["digest"], name="record_by_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "scope", "digest"],
                condition=Q(claims=True),
                name="one_record_claims_a_key",
            ),
            models.UniqueConstraint(fields=["record", "name"], name="one_key_of_a_name"),
            models.CheckConstraint(
                condition=Q(claims=False) | Q(contested=False), name="a_contested_key_is_not_claimed"
            ),
        ]

    class Privacy:
        fields = {
            "record": "personal",
            "kind": "personal",
            "name": "official",
            "scope": "personal",
            "digest": "sensitive",
            "claims": "official",
            "contested": "official",
            "sealed_with": "official",
        }

    def __str__(self) -> str:
        return f"记录标识 {self.pk}"


class ErasedRecord(models.Model):
    """That a record was kept as long as its kind says and then erased (已删除的记录): no more than its name and the days.

    The database lets the events of a record go only once it is named here. `record` is the key that it had.
    """

    record = models.BigIntegerField("记录原编号", unique=True)
    public_id = models.UUIDField("公开编号", unique=True)
    kind = models.CharField("记录种类", max_length=60)
    kept_until = models.DateField("留到哪天")
    erased_on = models.DateField("删除日期")
    erased_by = models.CharField("删除账号", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "已删除的记录"
        ordering = ["pk"]

    class Privacy:
        fields = {
            "record": "official",
            "public_id": "official",
            "kind": "official",
            "kept_until": "official",
            "erased_on": "official",
            "erased_by": "official",
        }

    def __str__(self) -> str:
        return f"已删除的记录 {self.public_id.hex}"


class NumberSeries(models.Model):
    """How far a series of numbers has got in a region and year."""

    series = models.CharField("系列", max_length=40)
    region = models.CharField("地区", max_length=6)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("用到的号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号系列"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["series", "region", "year"], name="one_series_a_year")]

    class Privacy:
        fields = {"series": "official", "region": "official", "year": "official", "last": "official"}

    def __str__(self) -> str:
        return f"编号系列 {self.pk}"
