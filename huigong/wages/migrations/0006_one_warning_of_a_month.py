"""What was carried over has to be so; where it was before is gone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wages", "0005_carry_what_was_said")]

    operations = [
        migrations.RemoveField("warninganswer", "warning"),
        migrations.RemoveField("warninganswer", "worker"),
        migrations.AlterField(
            "warninganswer",
            "explanation",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="wages.explanation",
                verbose_name="单位的说明",
            ),
        ),
        migrations.AddConstraint(
            "warninganswer",
            models.UniqueConstraint(fields=("explanation", "number_index"), name="one_answer_of_a_number"),
        ),
        *(
            migrations.RemoveField("earlywarning", name)
            for name in ("explained_at", "explained_by", "explanation", "confirm_by")
        ),
        migrations.RemoveConstraint("earlywarning", "one_open_warning_of_a_month"),
        migrations.AddConstraint(
            "earlywarning",
            models.UniqueConstraint(
                condition=models.Q(("month__isnull", False)),
                fields=("record", "declared", "month"),
                name="one_warning_of_a_month",
            ),
        ),
    ]
