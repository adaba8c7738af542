"""The roll's constraints, apart from the change of its rows: PostgreSQL does not alter a table with changes pending."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_one_spelling_one_head")]

    operations = [
        migrations.AddConstraint(
            model_name="householdmember",
            constraint=models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation="head", valid_until__isnull=True),
                name="one_head_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdmember",
            constraint=models.UniqueConstraint(
                fields=["household", "person", "valid_from"], name="one_membership_per_start"
            ),
        ),
    ]
