"""The lists that an official comes back to: a filter under a name of their own."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class SavedList(models.Model):
    """A filter of the work list as its address says it, under the name that its owner gave it."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="账号", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("清单名称", max_length=20)
    query = models.CharField("筛选条件", max_length=500)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "存下的清单"
        ordering = ["account_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="one_list_of_a_name_per_account")
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "account": "official",
            "name": "official",
            "query": "official",
            "saved_at": "official",
        }

    def __str__(self) -> str:
        return self.name
