"""What the register knows is not asked in the interview, and counts: of a place, in that place only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from huigong.registry import providers
from huigong.registry.actions import facts
from huigong.registry.models import Person
from huigong.registry.providers import Provider
from tests.registries import copied
from tests.unit.portals.worker.visiting import COUNTER, REGION, facts_of, screen_asked, shows_held

pytestmark = pytest.mark.django_db


def asked_until_the_end(client: Client) -> list[str]:
    asked: list[str] = []
    while screen := screen_asked(client):
        asked += facts_of(screen)
        client.post("/ask/", {**screen, "skip": "yes"})
    return asked


def test_what_a_provider_knows_is_not_asked(worker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = "有劳动争议"

    def knows(people: Sequence[Person], on: date, known_at: datetime | None) -> Mapping[int, dict[str, bool]]:
        return {person.pk: {first: True} for person in people}

    monkeypatch.setattr(providers, "_registered", copied(providers._registered))
    providers.register(Provider("tests.provider", frozenset({first}), knows, prevails=True))
    asked = asked_until_the_end(worker)
    assert asked and first not in asked


def test_a_permit_of_one_city_is_asked_anew_in_another(worker: Client) -> None:
    """居住证暂行条例 2, 9: whoever moves to another city applies there, after half a year there."""
    now, fact = timezone.now(), "持有居住证"
    person = Person.objects.get()
    facts.record(
        by=replace(COUNTER, purpose="虚构的核对"),
        now=now,
        person_id=person.public_id.hex,
        fact=fact,
        value=True,
        source="窗口",
        verification="verified",
        valid_from=timezone.localdate(now),
        region=REGION,
    )
    at_home, elsewhere = (permit_page(worker, region) for region in (REGION, "330106"))
    assert shows_held(at_home) and not shows_held(elsewhere)
    assert Person.objects.get().facts.get(fact=fact).region == REGION


def permit_page(client: Client, region: str) -> str:
    client.post("/place/", {"region": region})
    return unescape(client.get("/services/residence-permit/").content.decode())
