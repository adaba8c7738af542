"""A warning is of a record: a project, or a spell of employment."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0005_records_that_end"), ("wages", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="earlywarning", name="one_open_warning_of_a_month"),
        migrations.RemoveConstraint(model_name="earlywarning", name="one_open_warning_of_a_project"),
        migrations.RenameField(model_name="earlywarning", old_name="project", new_name="record"),
        migrations.AlterField(
            model_name="earlywarning",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.record",
                verbose_name="登记",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlywarning",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closing", ""), ("month__isnull", False)),
                fields=("record", "declared", "month"),
                name="one_open_warning_of_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlywarning",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closing", ""), ("month__isnull", True)),
                fields=("record", "declared"),
                name="one_open_warning_of_a_record",
            ),
        ),
    ]
