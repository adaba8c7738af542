"""The number of another paper than the resident's is indexed with its kind: a passport opened the record of whoever has
that number on a card."""

import json
from typing import Any

from django.db import migrations

from huigong.audit.fields import blind_index

_CONTEXT = "registry.Person.resident_number"


def with_kind(apps: Any, _editor: Any) -> None:
    for name in ("Person", "PersonHistory"):
        rows = apps.get_model("registry", name).objects.exclude(paper__in=("resident", "none"))
        for row in rows.exclude(resident_number_index=None).iterator():
            index = blind_index(f"{row.paper}:{row.resident_number}", context=_CONTEXT)
            type(row).objects.filter(pk=row.pk).update(resident_number_index=index)
    unions = apps.get_model("registry", "UnitedRecord").objects
    for union in unions.all().iterator():
        paper = json.loads(union.before)["person"].get("paper", "resident")
        if paper != "resident":
            index = blind_index(f"{paper}:{union.gone_number}", context=_CONTEXT) if union.gone_number else None
            unions.filter(pk=union.pk).update(gone_paper=paper, gone_number_index=index)


class Migration(migrations.Migration):
    dependencies = [("registry", "0015_papers_by_kind")]

    operations = [migrations.RunPython(with_kind, migrations.RunPython.noop)]
