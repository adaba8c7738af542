from django.db import migrations, models

from huigong.audit import triggers
from huigong.audit.chain import mark_of


def mark_what_waits(apps, schema_editor):
    """What was written before events had a mark and is not sealed yet gets one; what is sealed needs none."""
    triggers.TRAIL.remove(schema_editor.connection)
    Event = apps.get_model("audit", "AuditEvent")
    for event in Event.objects.filter(sequence__isnull=True).order_by("pk").iterator(chunk_size=500):
        Event.objects.filter(pk=event.pk).update(mark=mark_of(event))
    triggers.TRAIL.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_carry_over")]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="mark",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="记号"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mark", ""), _negated=True), fields=("mark",), name="audit_one_of_a_mark"
            ),
        ),
        migrations.RunPython(mark_what_waits, migrations.RunPython.noop),
    ]
