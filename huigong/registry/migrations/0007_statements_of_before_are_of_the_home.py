"""Of which place earlier statements were said, nobody wrote down: of where the person lived when they were recorded."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce


def of_the_home(apps: Any, _editor: Any) -> None:
    homes = apps.get_model("registry", "PersonHistory").objects.filter(
        id=OuterRef("person_id"), history_date__lte=OuterRef("recorded_at")
    )
    people = apps.get_model("registry", "Person").objects.filter(pk=OuterRef("person_id"))
    then = homes.order_by("-history_date", "-history_id").values("residence")[:1]
    apps.get_model("registry", "PersonFact").objects.filter(region="").update(
        region=Coalesce(Subquery(then), Subquery(people.values("residence")))
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_what_is_said_of_a_place")]

    operations = [migrations.RunPython(of_the_home, migrations.RunPython.noop)]
