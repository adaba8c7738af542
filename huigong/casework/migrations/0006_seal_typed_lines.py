from django.db import migrations
from django.db.models import TextField
from django.db.models.functions import Cast

import huigong.audit.fields
import huigong.casework.models.sealedlines

BATCH = 500


def seal_papers(apps, schema_editor):
    """What people wrote about their papers was plain."""
    Application = apps.get_model("casework", "Application")
    rows = Application.objects.order_by("pk").values_list("pk", "plain_evidence")
    for pk, lines in rows.iterator(chunk_size=BATCH):
        if lines:
            Application.objects.filter(pk=pk).update(evidence=lines)


def seal_reasons(apps, schema_editor):
    """The column holds plain words yet, so it is read as the text that it is."""
    for name in ("Pause", "Extension"):
        model = apps.get_model("casework", name)
        plain = model.objects.order_by("pk").annotate(plain=Cast("reason", TextField()))
        for pk, reason in list(plain.values_list("pk", "plain")):
            model.objects.filter(pk=pk).update(reason=reason)


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_lists_by_index")]

    operations = [
        migrations.RenameField("application", "evidence", "plain_evidence"),
        migrations.AddField(
            model_name="application",
            name="evidence",
            field=huigong.casework.models.sealedlines.SealedLinesField(
                blank=True,
                context="casework.Application.evidence",
                default=list,
                verbose_name="材料清单",
            ),
        ),
        migrations.AlterField(
            model_name="pause",
            name="reason",
            field=huigong.audit.fields.SealedTextField(
                context="casework.Pause.reason", verbose_name="暂停事由"
            ),
        ),
        migrations.AlterField(
            model_name="extension",
            name="reason",
            field=huigong.audit.fields.SealedTextField(
                context="casework.Extension.reason", verbose_name="延期理由"
            ),
        ),
        migrations.RunPython(seal_papers, migrations.RunPython.noop),
        migrations.RunPython(seal_reasons, migrations.RunPython.noop),
        migrations.RemoveField("application", "plain_evidence"),
    ]
