import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0003_carry_cases'),
    ]

    operations = [
        migrations.AlterField(
            model_name='outcome',
            name='decision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='casework.decision', verbose_name='决定'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='number',
            field=models.CharField(max_length=32, unique=True, verbose_name='文书编号'),
        ),
        migrations.RemoveField(
            model_name='outcome',
            name='case',
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['service_id', 'is_open', 'paused', 'due_on'], name='case_by_service'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['accountable_office', 'is_open', 'paused', 'due_on'], name='case_by_office'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['region', 'is_open', 'due_on'], name='case_by_region'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['is_open', 'paused', 'due_on'], name='case_by_due'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('status', ''), _negated=True), name='case_has_status'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('is_open', True)), models.Q(('closed_on__isnull', False), ('is_open', False)), _connector='OR'), name='case_is_open_until_closed_on'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', False), ('kind__in', ['correction', 'revocation'])), models.Q(models.Q(('kind__in', ['correction', 'revocation']), _negated=True), ('corrects__isnull', True)), _connector='OR'), name='decision_names_what_it_corrects'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('clause', ''), _negated=True), name='decision_has_clause'),
        ),
    ]
