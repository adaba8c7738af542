from itertools import islice

from django.db import migrations
from django.utils import timezone

from huigong.audit import triggers
from huigong.audit.batches import signed
from huigong.audit.models import GENESIS

BATCH = 500


def carry_over(apps, schema_editor):
    """The chain as it stands becomes the first batches, up to the head that was kept beside it.

    A trail that was broken stays broken: its digests are taken as they are, and the last
    batch ends where the old head says.
    """
    Event, Batch, Head = (apps.get_model("audit", name) for name in ("AuditEvent", "AuditBatch", "AuditHead"))
    head = Head.objects.filter(pk=1).first()
    if head is None or not head.sequence:
        return
    now, last, before = timezone.now(), None, GENESIS
    stream = Event.objects.filter(sequence__lte=head.sequence).order_by("sequence").iterator(chunk_size=BATCH)
    while events := list(islice(stream, BATCH)):
        last = signed(events, last=last, previous_head=before, now=now, model=Batch)
        before = last.head
        last.save()
    if last is None or (last.last_sequence, last.head) != (head.sequence, head.digest):
        claim = Event(sequence=head.sequence, digest=head.digest, at=now)
        signed([claim], last=last, previous_head=before, now=now, model=Batch).save()


def protect(apps, schema_editor):
    triggers.TRAIL.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_batches")]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="auditevent", name="previous_digest"),
        migrations.DeleteModel(name="AuditHead"),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
