from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0005_look_approvals'),
    ]

    operations = [
        migrations.AddField(
            model_name='lookapproval',
            name='own_cases',
            field=models.BooleanField(default=False, verbose_name='只限经办的办件'),
        ),
    ]
