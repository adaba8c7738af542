"""Stored names in the one spelling they are looked up by, and one head a household.

A name that cannot be (figures, markup) is kept as it is: what was written on a card or
in a file is not ours to invent. Of two heads at once the earlier stays; how the other is
related is not known, so the roll says "other".
"""

from django.db import migrations

from huigong.audit.fields import blind_index
from huigong.kernel import writing
from huigong.kernel.errors import DomainError

CHUNK = 1000


def spell_names(apps, schema_editor):
    Person = apps.get_model("registry", "Person")
    for key, name in Person.objects.order_by("pk").values_list("pk", "name").iterator(chunk_size=CHUNK):
        try:
            spelt = writing.person_name(name)
        except DomainError:
            continue
        if spelt != name:
            index = blind_index(spelt, context="registry.Person.name")
            Person.objects.filter(pk=key).update(name=spelt, name_index=index)


def keep_one_head(apps, schema_editor):
    HouseholdMember = apps.get_model("registry", "HouseholdMember")
    open_heads = HouseholdMember.objects.filter(relation="head", valid_until__isnull=True)
    seen = set()
    for key, household in open_heads.order_by("valid_from", "pk").values_list("pk", "household_id"):
        if household in seen:
            HouseholdMember.objects.filter(pk=key).update(relation="other")
        seen.add(household)


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.RunPython(spell_names, migrations.RunPython.noop),
        migrations.RunPython(keep_one_head, migrations.RunPython.noop),
    ]
