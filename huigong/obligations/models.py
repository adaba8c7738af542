"""What somebody owes again and again, what happened about it, and where each time stands."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.obligations.forecast.states import State, Why


class Obligation(models.Model):
    """One declared obligation of one person (义务).

    `subject` is what it is about, as the trail names it: the person, or a record of theirs; it stays as it was when two
    records become one. `office` performs or watches it, "" where the person does it alone. `next_change_on` is the day on
    which time alone changes something, `ask_again_on` that on which `while` may have become another by then.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    declared = models.CharField("义务种类", max_length=60)
    person = models.ForeignKey(
        "registry.Person", verbose_name="人员", on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField("对象", max_length=80)
    region = models.CharField("地区", max_length=6)
    office = models.CharField("部门", max_length=60, blank=True)
    next_change_on = models.DateField("下次变化日期", null=True, blank=True)
    ask_again_on = models.DateField("下次再问日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "义务"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["declared", "subject"], name="one_obligation_per_subject")
        ]
        indexes = [
            models.Index(
                fields=["next_change_on", "id"],
                condition=Q(next_change_on__isnull=False),
                name="obligation_by_change",
            ),
            models.Index(
                fields=["ask_again_on", "id"],
                condition=Q(ask_again_on__isnull=False),
                name="obligation_by_asking",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "declared": "personal",
            "person": "personal",
            "subject": "personal",
            "region": "personal",
            "office": "official",
            "next_change_on": "official",
            "ask_again_on": "official",
        }

    def __str__(self) -> str:
        return f"义务 {self.public_id.hex}"


class HistoryEntry(models.Model):
    """Something that happened about an obligation (义务记载); only ever added.

    What it means depends on `kind`, as `forecast.history` says. `mark` is of all that counts: the same thing arriving
    again, by another way, is the same entry. What came from a field sheet knows its device, the order in which the device
    noted it, and the state of things that the device knew (`base`).
    """

    class Kind(models.TextChoices):
        ANCHORED = "anchored", "起算"
        STANDING = "standing", "有没有这项义务"
        PROVED = "proved", "办理证明"
        EXCUSED = "excused", "批准免办"

    obligation = models.ForeignKey(
        Obligation, verbose_name="义务", on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    kind = models.CharField("种类", max_length=8, choices=Kind)
    key = models.CharField("编号", max_length=80)
    said_on = models.DateField("说的日期")
    day = models.DateField("发生日期", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)
    holds = models.BooleanField("有没有", null=True, blank=True)
    refused = models.CharField("不算数的原因", max_length=60, blank=True)
    note = SealedTextField(verbose_name="情况", context="obligations.HistoryEntry.note", blank=True)
    mark = models.CharField("内容摘要", max_length=64)
    device = models.CharField("设备", max_length=40, blank=True)
    number = models.PositiveIntegerField("设备上的序号", null=True, blank=True)
    base = models.CharField("设备当时知道的", max_length=64, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人编号", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "义务记载"
        ordering = ["obligation_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "mark"], name="one_entry_per_content"),
            models.UniqueConstraint(
                fields=["obligation", "device", "number"],
                condition=~Q(device=""),
                name="one_entry_per_device_and_number",
            ),
        ]

    class Privacy:
        fields = {
            "obligation": "personal",
            "kind": "official",
            "key": "personal",
            "said_on": "official",
            "day": "personal",
            "until": "personal",
            "holds": "personal",
            "refused": "personal",
            "note": "sensitive",
            "mark": "official",
            "device": "official",
            "number": "official",
            "base": "official",
            "recorded_at": "official",
            "recorded_by": "official",
        }

    def __str__(self) -> str:
        return f"义务记载 {self.pk}"


class Occurrence(models.Model):
    """One time that an obligation is owed (期次), as the forecast of the last look at it says.

    A cache of the entries: what is no longer forecast goes, what happened stays in the entries. Named by anchor and ordinal,
    never by its due day.
    """

    obligation = models.ForeignKey(
        Obligation, verbose_name="义务", on_delete=models.CASCADE, related_name="occurrences", db_index=False
    )
    anchor = models.CharField("起算的事", max_length=80)
    ordinal = models.PositiveIntegerField("第几次")
    state = models.CharField("状态", max_length=12, choices=State.choices())
    due_on = models.DateField("到期日")
    opens_on = models.DateField("开始办理日期")
    late_after = models.DateField("按期的最后一天")
    last_on = models.DateField("宽限的最后一天")
    ended_on = models.DateField("了结日期", null=True, blank=True)
    by = models.CharField("凭什么了结", max_length=80, blank=True)
    why = models.CharField("缘由", max_length=12, choices=Why.choices(), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "期次"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "anchor", "ordinal"], name="one_occurrence_per_ordinal"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="occurrence_has_a_state"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="occurrence_by_state")]

    class Privacy:
        fields = {
            "obligation": "personal",
            "anchor": "personal",
            "ordinal": "official",
            "state": "personal",
            "due_on": "personal",
            "opens_on": "official",
            "late_after": "official",
            "last_on": "official",
            "ended_on": "personal",
            "by": "personal",
            "why": "personal",
        }

    def __str__(self) -> str:
        return f"期次 {self.pk}"


class LookOver(models.Model):
    """Until when news was looked for (义务推算), one row: after nights on which nobody was there, nothing is left out."""

    until = models.DateTimeField("看到什么时候")

    class Meta:
        verbose_name = verbose_name_plural = "义务推算"
        ordering = ["pk"]

    class Privacy:
        fields = {"until": "official"}

    def __str__(self) -> str:
        return f"义务推算 {self.pk}"
