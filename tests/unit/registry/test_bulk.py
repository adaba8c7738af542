"""A county's file goes in at once: a handful of questions a batch, one audit event each."""

from __future__ import annotations

import time
from datetime import date

import pytest

from huigong.audit.models import AuditEvent
from huigong.registry.actions import engagements, facts, households, people
from huigong.registry.models import Engagement, PersonFact
from tests.unit.registry.someone import CLERK, HERE, NOW, TODAY, new_person

PEOPLE = 2_000
SECONDS = 30


@pytest.mark.django_db
def test_thousands_of_people_with_work_and_facts_load_fast() -> None:
    begun = time.perf_counter()
    made = people.register_many(by=CLERK, now=NOW, rows=[new_person(n) for n in range(PEOPLE)])
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
    assert time.perf_counter() - begun < SECONDS * PEOPLE / 5_000
    assert (Engagement.objects.count(), PersonFact.objects.count()) == (PEOPLE, 2 * PEOPLE)
    assert AuditEvent.objects.count() == 5
    assert Engagement.history.count() == PEOPLE
