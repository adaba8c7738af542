from django.db import migrations

from huigong.records import triggers


def protect(apps, schema_editor):
    triggers.RECORDS.install(schema_editor.connection)


def lift(apps, schema_editor):
    triggers.RECORDS.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [migrations.RunPython(protect, lift)]
