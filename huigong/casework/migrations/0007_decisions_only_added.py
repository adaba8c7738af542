from django.db import migrations

from huigong.casework import triggers


def protect(apps, schema_editor):
    triggers.DECISIONS.install(schema_editor.connection)


def lift(apps, schema_editor):
    triggers.DECISIONS.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_seal_typed_lines")]

    operations = [migrations.RunPython(protect, lift)]
