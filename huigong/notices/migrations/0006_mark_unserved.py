from django.db import migrations


def mark(apps, schema_editor):
    """The letters that have reached nobody so far, by one statement: there may be millions."""
    schema_editor.execute(
        "INSERT INTO notices_unservednotice (notice_id, office, region, person_ref)"
        " SELECT letter.id, letter.office, letter.region, letter.person_ref FROM notices_notice AS letter"
        " WHERE NOT EXISTS (SELECT 1 FROM notices_noticeservice AS service"
        " WHERE service.notice_id = letter.id AND service.outcome = 'done')"
    )


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_unserved_and_by_day")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
