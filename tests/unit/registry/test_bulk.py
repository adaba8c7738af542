"""A county's file goes in at once: a handful of questions a batch, one audit event each."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huigong.audit.models import AuditEvent
from huigong.registry.actions import engagements, facts, households, people
from huigong.registry.models import Engagement, PersonFact
from tests.unit.registry.someone import CLERK, HERE, NOW, TODAY, new_person

PEOPLE = 2_000


def load(count: int) -> None:
    """`count` people with work, two facts each and a household, as a county's file brings them."""
    made = people.register_many(by=CLERK, now=NOW, rows=[new_person(n) for n in range(count)]).people
    ids = [person.public_id.hex for person in made]
    employer = engagements.register_employer(by=CLERK, now=NOW, name="虚构建筑有限公司", region=HERE)
    work = [engagements.NewEngagement(i, employer.public_id.hex, HERE, date(2016, 1, 1)) for i in ids]
    engagements.start_many(by=CLERK, now=NOW, rows=work)
    said = [
        facts.NewFact(i, fact, True, "普查", "claimed", TODAY)
        for i in ids
        for fact in ("持有居住证", "有随迁子女")
    ]
    facts.record_many(by=CLERK, now=NOW, rows=said)
    homes = [households.NewHousehold(HERE, ((i, "head"),), TODAY) for i in ids]
    households.form_many(by=CLERK, now=NOW, rows=homes)


@pytest.mark.django_db
def test_thousands_of_people_load_in_few_questions_and_five_events() -> None:
    with CaptureQueriesContext(connection) as asked:
        load(PEOPLE)
    assert len(asked) < PEOPLE / 5
    assert (Engagement.objects.count(), PersonFact.objects.count()) == (PEOPLE, 2 * PEOPLE)
    assert AuditEvent.objects.count() == 5
    assert Engagement.history.count() == PEOPLE
