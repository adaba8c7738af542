from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0014_open_tasks_by_kind'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['-opened_on', 'number'], name='case_open_by_day'),
        ),
    ]
