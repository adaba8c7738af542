"""Of accounts linked before, nobody wrote down by what: they count as known by phone until they are checked."""

from typing import Any

from django.db import migrations


def by_phone(apps: Any, _editor: Any) -> None:
    apps.get_model("registry", "Person").objects.filter(account__isnull=False).update(assurance="phone")


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_who_somebody_is")]

    operations = [migrations.RunPython(by_phone, migrations.RunPython.noop)]
