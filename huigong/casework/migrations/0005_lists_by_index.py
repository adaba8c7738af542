from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0004_hold_open_cases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='case_by_service',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_by_office',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_by_region',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_by_due',
        ),
        migrations.RemoveIndex(
            model_name='task',
            name='task_by_office',
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['region', '-is_open', 'paused', 'due_on', '-opened_on', '-id'], name='case_by_region'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['service_id', '-is_open', 'paused', 'due_on', '-opened_on', '-id'], name='case_by_service'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['accountable_office', '-is_open', 'paused', 'due_on', '-opened_on', '-id'], name='case_by_office'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['-is_open', 'paused', 'due_on', '-opened_on', '-id'], name='case_by_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['region', 'service_id', 'is_open', 'paused', 'due_on', 'granted'], name='case_tally_by_service'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['region', 'accountable_office', 'paused', 'due_on'], name='case_tally_by_office'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['office', 'case'], name='task_by_office'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['office', 'kind'], name='task_open_by_office'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['assignee'], name='task_open_by_assignee'),
        ),
    ]
