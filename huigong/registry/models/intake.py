"""Files of people that the register was filled from: which, by whom, and whom each was about."""

from __future__ import annotations

import uuid

from django.db import models

from huigong.kernel.labelled import Labelled
from huigong.kernel.sentences import wording
from huigong.registry.models.people import Person


class Taken(Labelled):
    """What a file did for a person."""

    NEW = "new", wording("新登记")
    CHANGED = "changed", wording("补充登记")
    UNCHANGED = "unchanged", wording("已经登记")


class ImportBatch(models.Model):
    """One file of people that was taken in; `digest` is SHA-256 of the file, so that it is known when it comes again."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    digest = models.CharField("文件摘要", max_length=64)
    region = models.CharField("导入地区", max_length=6)
    taken_at = models.DateTimeField("导入时间", db_index=True)
    taken_by = models.CharField("导入账号", max_length=64)
    counts = models.JSONField("各类行数", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["pk"]
        indexes = [models.Index(fields=["digest", "region"], name="batch_of_file")]

    class Privacy:
        fields = {
            "public_id": "official",
            "digest": "official",
            "region": "official",
            "taken_at": "official",
            "taken_by": "official",
            "counts": "official",
        }

    def __str__(self) -> str:
        return f"导入批次 {self.public_id.hex}"


class ImportLine(models.Model):
    """What a batch did for one person; `sheet` counts from 1, `row` is the first that names the person, as the sheet shows it."""

    batch = models.ForeignKey(
        ImportBatch, verbose_name="批次", on_delete=models.CASCADE, related_name="lines", db_index=False
    )  # the constraint below has the index
    person = models.ForeignKey(Person, verbose_name="人员", on_delete=models.PROTECT, related_name="+")
    taken = models.CharField("结果", max_length=10, choices=Taken.choices())
    sheet = models.PositiveSmallIntegerField("第几张表")
    row = models.PositiveIntegerField("第几行")

    class Meta:
        verbose_name = verbose_name_plural = "导入明细"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "person"], name="one_line_per_person_of_a_batch")
        ]

    class Privacy:
        fields = {
            "batch": "official",
            "person": "personal",
            "taken": "official",
            "sheet": "official",
            "row": "official",
        }

    def __str__(self) -> str:
        return f"导入明细 {self.pk}"
