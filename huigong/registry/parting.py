"""In what words somebody is asked whose an entry of the register is that came after two records became one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.timezone import localdate

from huigong.kernel.days import in_words
from huigong.kernel.sentences import say
from huigong.registry.models import Engagement, HouseholdMember, ImportLine, PersonFact

Told = Mapping[int, tuple[str, str]]  # key of a row → what it is called, in a form and in words


def of_engagements(keys: Collection[int]) -> Told:
    """By employer and first day."""
    rows = Engagement.objects.filter(pk__in=keys).select_related("employer").order_by("pk")
    return {
        row.pk: (
            f"work.{row.pk}",
            say("用工：{employer}，{day}起", employer=row.employer.name, day=in_words(row.valid_from)),
        )
        for row in rows
    }


def of_facts(keys: Collection[int]) -> Told:
    """By name and the day on which it was recorded; what it says is sealed and stays so."""
    rows = PersonFact.objects.filter(pk__in=keys).order_by("pk")
    return {
        row.pk: (
            f"fact.{row.pk}",
            say("事实“{fact}”，{day}记的", fact=row.fact, day=in_words(localdate(row.recorded_at))),
        )
        for row in rows.defer("value")
    }


def of_memberships(keys: Collection[int]) -> Told:
    """By place in the household and first day."""
    rows = HouseholdMember.objects.filter(pk__in=keys).order_by("pk")
    return {
        row.pk: (
            f"home.{row.pk}",
            say(
                "家庭户里的“{relation}”，{day}起",
                relation=row.get_relation_display(),
                day=in_words(row.valid_from),
            ),
        )
        for row in rows
    }


def of_sheets(keys: Collection[int]) -> Told:
    """By the day of the sheet and its row."""
    rows = ImportLine.objects.filter(pk__in=keys).select_related("batch").order_by("pk")
    return {
        row.pk: (
            f"sheet.{row.pk}",
            say("{day}导入的表格，第{row}行", day=in_words(localdate(row.batch.taken_at)), row=row.row),
        )
        for row in rows
    }
