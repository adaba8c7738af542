from django.db import migrations, models

from huigong.records import triggers


def protect(apps, schema_editor):
    triggers.RECORDS_THAT_END.install(schema_editor.connection)


def lift(apps, schema_editor):
    triggers.RECORDS_THAT_END.remove(schema_editor.connection)
    triggers.RECORDS.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("records", "0004_contested_keys")]

    operations = [
        migrations.CreateModel(
            name="ErasedRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("record", models.BigIntegerField(unique=True, verbose_name="记录原编号")),
                ("public_id", models.UUIDField(unique=True, verbose_name="公开编号")),
                ("kind", models.CharField(max_length=60, verbose_name="记录种类")),
                ("kept_until", models.DateField(verbose_name="留到哪天")),
                ("erased_on", models.DateField(verbose_name="删除日期")),
                ("erased_by", models.CharField(max_length=64, verbose_name="删除账号")),
            ],
            options={
                "verbose_name": "已删除的记录",
                "verbose_name_plural": "已删除的记录",
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(protect, lift),
    ]
