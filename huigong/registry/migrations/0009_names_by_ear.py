"""Names are found by pinyin and initials; those on record before are indexed here, and `huigong reseal` takes up what is left."""

import django.db.models.deletion
from django.db import migrations, models

from huigong.registry import sounding


def index_names(apps, schema_editor):
    sounding.fill(apps.get_model("registry", "Person"), apps.get_model("registry", "NameSound"))


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_files_of_people")]

    operations = [
        migrations.CreateModel(
            name="NameSound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sound", models.CharField(db_index=True, max_length=64, verbose_name="读音索引")),
                ("sealed_with", models.CharField(max_length=16, verbose_name="密钥编号")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="name_sounds",
                        to="registry.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "姓名读音",
                "verbose_name_plural": "姓名读音",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "sound"), name="one_sound_of_a_name_once")
                ],
            },
        ),
        migrations.RunPython(index_names, migrations.RunPython.noop),
    ]
