from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_parties_come_back")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="added_on",
            field=models.DateField(blank=True, null=True, verbose_name="补充日"),
        ),
    ]
