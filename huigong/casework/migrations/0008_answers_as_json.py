import json

from django.db import migrations

import huigong.casework.models.sealedjson

BATCH = 500


def rewrite(change):
    """Reads each application's answers as the text that they are and keeps `change` of every value."""

    def operation(apps, schema_editor):
        Application = apps.get_model("casework", "Application")
        rows = Application.objects.order_by("pk").only("pk", "answers")
        batch = []
        for row in rows.iterator(chunk_size=BATCH):
            if row.answers:
                kept = {name: change(value) for name, value in json.loads(row.answers).items()}
                row.answers = json.dumps(kept, ensure_ascii=False, sort_keys=True)
                batch.append(row)
            if len(batch) == BATCH:
                Application.objects.bulk_update(batch, ["answers"])
                batch = []
        Application.objects.bulk_update(batch, ["answers"])

    return operation


class Migration(migrations.Migration):
    """Values of answers were texts of JSON inside JSON."""

    dependencies = [("casework", "0007_decisions_only_added")]

    operations = [
        migrations.RunPython(
            rewrite(json.loads), rewrite(lambda value: json.dumps(value, ensure_ascii=False))
        ),
        migrations.AlterField(
            model_name="application",
            name="answers",
            field=huigong.casework.models.sealedjson.SealedJSONField(
                blank=True, context="casework.Application.answers", default=dict, verbose_name="填写内容"
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="content",
            field=huigong.casework.models.sealedjson.SealedJSONField(
                context="casework.Entry.content", verbose_name="内容"
            ),
        ),
    ]
