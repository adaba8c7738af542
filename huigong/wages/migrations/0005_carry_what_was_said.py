"""Numbers by their kind of paper, explanations with what was said of each, and one warning of a rule and a month."""

from collections import defaultdict
from typing import Any

from django.db import migrations

from huigong.audit.fields import blind_index
from huigong.registry.numbers import is_resident

_NUMBER = "wages.WorkerMonth.number"


def papers(apps: Any, _editor: Any) -> None:
    """No roster's kind of paper was kept: a resident number says it itself, and any other may be of any kind."""
    rows = apps.get_model("wages", "WorkerMonth").objects
    for row in rows.defer("name", "cards", "said").iterator():
        if is_resident(row.number):
            rows.filter(pk=row.pk).update(paper="resident")
        else:
            index = blind_index(f":{row.number}", context=_NUMBER)
            rows.filter(pk=row.pk).update(number_index=index)


def explanations(apps: Any, _editor: Any) -> None:
    """Each with what was said of it; the rows whose months were taken over say of whom."""
    made, answers = (apps.get_model("wages", name).objects for name in ("Explanation", "WarningAnswer"))
    for warning in apps.get_model("wages", "EarlyWarning").objects.exclude(explained_at=None).order_by("pk").iterator():
        explanation = made.create(
            warning=warning,
            text=warning.explanation,
            explained_at=warning.explained_at,
            explained_by=warning.explained_by,
            confirm_by=warning.confirm_by,
        )
        said = {}
        for answer in answers.filter(warning=warning).select_related("worker").order_by("pk"):
            said[answer.worker.paper, answer.worker.number] = answer
        for (paper, number), answer in said.items():
            answer.explanation, answer.paper, answer.number = explanation, paper, number
            answer.save()
    answers.filter(explanation=None).delete()


def one_of_a_month(apps: Any, _editor: Any) -> None:
    """The first of a rule and month stays, with its days; how it stands now, and its case, are those of the later ones."""
    warnings = apps.get_model("wages", "EarlyWarning").objects
    said, answers = (apps.get_model("wages", name).objects for name in ("Explanation", "WarningAnswer"))
    same = defaultdict(list)
    for warning in warnings.exclude(month=None).order_by("pk").iterator():
        same[warning.record_id, warning.declared, warning.month].append(warning)
    for first, *later in same.values():
        for warning in later:
            said.filter(warning=warning).update(warning=first)
            answers.filter(warning=warning).update(warning=first)
            first.case_id = first.case_id or warning.case_id
            for name in ("closing", "closed_at", "closed_by", "reason", "level"):
                setattr(first, name, getattr(warning, name))
            warnings.filter(pk=warning.pk).delete()
        if later:
            first.save()


class Migration(migrations.Migration):
    dependencies = [("wages", "0004_what_is_said_stays")]

    operations = [
        migrations.RunPython(papers, migrations.RunPython.noop),
        migrations.RunPython(explanations, migrations.RunPython.noop),
        migrations.RunPython(one_of_a_month, migrations.RunPython.noop),
    ]
