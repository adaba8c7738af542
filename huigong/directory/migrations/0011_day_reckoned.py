from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0010_approvals_by_region"),
    ]

    operations = [
        # What was said before was reckoned in the same transaction.
        migrations.AddField(
            model_name="localday",
            name="reckoned",
            field=models.BooleanField(default=True, verbose_name="期限已重算"),
        ),
        migrations.AlterField(
            model_name="localday",
            name="reckoned",
            field=models.BooleanField(default=False, verbose_name="期限已重算"),
        ),
    ]
