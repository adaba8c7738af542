"""Carries cases that began under the one fixed table: open or not, parties, stages, decisions with their numbers."""

from django.db import migrations
from django.db.models import Exists, OuterRef

OPEN = ("lodged", "completion_requested", "completed", "accepted")
MOVES = {"approved": ("approve", "同意", True), "refused": ("refuse", "不同意", False)}
AT_ONCE = 500


def carry(apps, schema_editor):
    Case = apps.get_model("casework", "Case")
    Pause = apps.get_model("casework", "Pause")
    held = Pause.objects.filter(
        clock__case=OuterRef("pk"), clock__stopped_on__isnull=True, resumed_on__isnull=True
    )
    Case.objects.exclude(status__in=OPEN).update(is_open=False)
    Case.objects.filter(Exists(held)).update(paused=True)
    Party = apps.get_model("casework", "Party")
    CaseStage = apps.get_model("casework", "CaseStage")
    parties, stages = [], []
    for case in Case.objects.select_related("application").order_by("pk").iterator(chunk_size=AT_ONCE):
        parties.append(
            Party(
                case=case,
                role="applicant",
                kind="person",
                person_id=case.application.person_id,
                is_main=True,
                joined_on=case.opened_on,
            )
        )
        stages += [CaseStage(case=case, **row) for row in stages_of(case)]
        if len(parties) >= AT_ONCE:
            Party.objects.bulk_create(parties)
            CaseStage.objects.bulk_create(stages)
            parties, stages = [], []
    Party.objects.bulk_create(parties)
    CaseStage.objects.bulk_create(stages)
    carry_decisions(apps)


def stages_of(case):
    """The stages as the days of the case tell them; a case taken back or turned away ended in its stage."""
    taken_in = case.accepted_on or case.closed_on
    rows = [{"stage": "受理", "began_on": case.opened_on, "ended_on": later(case.opened_on, taken_in)}]
    if case.accepted_on:
        rows.append(
            {
                "stage": "办理",
                "began_on": case.accepted_on,
                "ended_on": later(case.accepted_on, case.closed_on),
            }
        )
    if case.status in ("approved", "refused", "closed"):
        rows.append(
            {
                "stage": "送达",
                "began_on": case.closed_on,
                "ended_on": later(case.closed_on, case.delivered_on),
            }
        )
    return rows


def later(began_on, ended_on):
    return max(began_on, ended_on) if ended_on else None


def carry_decisions(apps):
    Case = apps.get_model("casework", "Case")
    Decision = apps.get_model("casework", "Decision")
    for decision in Decision.objects.select_related("case").order_by("pk").iterator(chunk_size=AT_ONCE):
        decision.move, decision.verdict_name, decision.favourable = MOVES[decision.verdict]
        decision.number = f"{decision.case.number}-1"
        decision.save(update_fields=["move", "verdict_name", "favourable", "number"])
        Case.objects.filter(pk=decision.case_id).update(granted=decision.favourable)
    for outcome in apps.get_model("casework", "Outcome").objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        outcome.decision = Decision.objects.get(case_id=outcome.case_id)
        outcome.save(update_fields=["decision"])


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_open_cases")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
