"""What a clerk wrote about two records is sealed, and a record that is gone is found by number and name as people are."""

import json

from django.db import migrations, models

import huigong.audit.fields
from huigong.audit.fields import sealer

_SAID_THE_SAME = "本人自报，核对后并入"
_REASONS = (("PossibleDuplicate", ("reason",)), ("UnitedRecord", ("reason", "parted_because")))


def find_gone(apps, schema_editor):
    for row in apps.get_model("registry", "UnitedRecord").objects.order_by("pk").iterator(chunk_size=500):
        row.gone_name = json.loads(row.before)["person"]["name"]
        row.said_online = row.reason == _SAID_THE_SAME
        row.save()  # saving fills the indexes


def seal_reasons(apps, schema_editor):
    """The columns hold plain words yet."""
    for name, columns in _REASONS:
        model = apps.get_model("registry", name)
        for row in model.objects.order_by("pk").values("pk", *columns).iterator(chunk_size=500):
            sealed = {
                column: sealer().seal(row[column], context=f"registry.{name}.{column}")
                for column in columns
                if row[column]
            }
            if sealed:
                model.objects.filter(pk=row["pk"]).update(**sealed)


def _plain(model, name, label, **options):
    return migrations.AlterField(model, name, models.TextField(label, **options))


def _sealed(model, name, label, context, **options):
    field = huigong.audit.fields.SealedTextField(label, context=context, **options)
    return migrations.AlterField(model, name, field)


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_people_who_stand_twice")]

    operations = [
        migrations.AddField(
            "unitedrecord",
            "gone_name",
            huigong.audit.fields.SealedTextField(
                "并入的姓名", context="registry.UnitedRecord.gone_name", default=""
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "unitedrecord",
            "gone_name_index",
            huigong.audit.fields.BlindIndexField(
                "并入的姓名索引", of="gone_name", context="registry.Person.name", db_index=True
            ),
        ),
        migrations.AddField(
            "unitedrecord", "said_online", models.BooleanField("并入的是网上自报的", default=False)
        ),
        migrations.AlterField(
            "unitedrecord",
            "gone_number_index",
            huigong.audit.fields.BlindIndexField(
                "并入的身份证号索引",
                of="gone_number",
                context="registry.Person.resident_number",
                db_index=True,
            ),
        ),
        _plain("possibleduplicate", "reason", "理由", blank=True),
        _plain("unitedrecord", "reason", "合并理由"),
        _plain("unitedrecord", "parted_because", "分开理由", blank=True),
        migrations.RunPython(find_gone, migrations.RunPython.noop),
        migrations.RunPython(seal_reasons, migrations.RunPython.noop),
        _sealed("possibleduplicate", "reason", "理由", "registry.PossibleDuplicate.reason", blank=True),
        _sealed("unitedrecord", "reason", "合并理由", "registry.UnitedRecord.reason"),
        _sealed(
            "unitedrecord", "parted_because", "分开理由", "registry.UnitedRecord.parted_because", blank=True
        ),
    ]
