"""A statement keeps the region of which it was said; of two places the same source may say two things."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_accounts_of_before_were_not_checked")]

    operations = [
        migrations.AddField(
            model_name="personfact",
            name="region",
            field=models.CharField(default="", max_length=6, verbose_name="说的是哪里"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="personfact", name="one_statement_per_source_and_start"),
        migrations.AddConstraint(
            model_name="personfact",
            constraint=models.UniqueConstraint(
                condition=models.Q(superseded_at__isnull=True),
                fields=("person", "fact", "source", "region", "verification", "valid_from"),
                name="one_statement_per_source_and_start",
            ),
        ),
    ]
