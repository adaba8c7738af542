from django.db import migrations

import huigong.audit.fields


def fill(apps, schema_editor):
    """The numbers of before get their index; saving fills it."""
    accounts = apps.get_model("directory", "Account").objects.filter(kind="official").order_by("pk")
    for account in accounts.iterator(chunk_size=500):
        account.save(update_fields=["resident_number_index"])


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_local_entries")]

    operations = [
        migrations.AddField(
            "account",
            "resident_number_index",
            huigong.audit.fields.BlindIndexField(
                "身份证号索引",
                of="resident_number",
                context="directory.Account.resident_number",
                db_index=True,
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
