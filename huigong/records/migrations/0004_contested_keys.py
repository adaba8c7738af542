from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("records", "0003_by_day")]

    operations = [
        migrations.AddField(
            model_name="recordkey",
            name="contested",
            field=models.BooleanField(default=False, verbose_name="有争议"),
        ),
        migrations.AddConstraint(
            model_name="recordkey",
            constraint=models.CheckConstraint(
                condition=Q(claims=False) | Q(contested=False), name="a_contested_key_is_not_claimed"
            ),
        ),
    ]
