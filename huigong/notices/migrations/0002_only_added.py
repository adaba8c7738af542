from django.db import migrations

from huigong.notices import triggers


def protect(apps, schema_editor):
    triggers.LETTERS.install(schema_editor.connection)


def lift(apps, schema_editor):
    triggers.LETTERS.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [migrations.RunPython(protect, lift)]
