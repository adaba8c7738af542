"""By what names are found that somebody knows only by ear."""

from __future__ import annotations

from django.db import models

from huigong.registry.models.people import Person


class NameSound(models.Model):
    """A blind index of the pinyin or of the initials of a sealed name; a name that is read in several ways has several.

    `sealed_with` is the id of the key, since of an index nobody sees it. Written by `registry.sounding`.
    """

    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.CASCADE, related_name="name_sounds", db_index=False
    )  # the constraint below has the index
    sound = models.CharField("读音索引", max_length=64, db_index=True)
    sealed_with = models.CharField("密钥编号", max_length=16)

    class Meta:
        verbose_name = verbose_name_plural = "姓名读音"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "sound"], name="one_sound_of_a_name_once")]

    class Privacy:
        fields = {"person": "personal", "sound": "personal", "sealed_with": "official"}

    def __str__(self) -> str:
        return f"姓名读音 {self.pk}"
