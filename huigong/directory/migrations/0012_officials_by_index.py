from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0011_day_reckoned'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='account',
            index=models.Index(condition=models.Q(('kind', 'official')), fields=['username'], name='account_of_official'),
        ),
    ]
