from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="news",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", True), ("told_at__isnull", True)),
                fields=["region", "since", "person"],
                name="news_to_tell",
            ),
        ),
    ]
