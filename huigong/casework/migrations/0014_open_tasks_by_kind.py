from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0013_notes_and_lists'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['kind', 'office'], name='task_open_by_kind'),
        ),
    ]
