from django.db import migrations

from huigong.obligations import triggers


def protect(apps, schema_editor):
    triggers.ENTRIES.install(schema_editor.connection)


def lift(apps, schema_editor):
    triggers.ENTRIES.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_initial")]

    operations = [migrations.RunPython(protect, lift)]
