import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_by_region")]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["issued_at", "id"], name="notice_by_day"),
        ),
        migrations.CreateModel(
            name="UnservedNotice",
            fields=[
                ("notice", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="unserved", serialize=False, to="notices.notice", verbose_name="文书")),
                ("office", models.CharField(max_length=60, verbose_name="发文部门")),
                ("region", models.CharField(max_length=6, verbose_name="地区")),
                ("person_ref", models.CharField(blank=True, max_length=64, verbose_name="收件人编号")),
            ],
            options={
                "verbose_name": "未送达文书",
                "verbose_name_plural": "未送达文书",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["region", "office", "notice"], name="unserved_of_office"),
                    models.Index(fields=["region", "person_ref", "notice"], name="unserved_of_person"),
                ],
            },
        ),
    ]
