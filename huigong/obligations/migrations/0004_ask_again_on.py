from datetime import date

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_LONG_AGO = date(1970, 1, 1)


def ask_once(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What is there already is asked in the next night, which sets the day after that."""
    apps.get_model("obligations", "Obligation").objects.update(ask_again_on=_LONG_AGO)


class Migration(migrations.Migration):
    dependencies = [("obligations", "0003_looked_until")]

    operations = [
        migrations.AddField(
            model_name="obligation",
            name="ask_again_on",
            field=models.DateField(blank=True, null=True, verbose_name="下次再问日期"),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                condition=models.Q(("ask_again_on__isnull", False)),
                fields=["ask_again_on", "id"],
                name="obligation_by_asking",
            ),
        ),
        migrations.RunPython(ask_once, migrations.RunPython.noop),
    ]
