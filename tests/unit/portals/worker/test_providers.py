"""What any folder registers is known in the interview: it is not asked, and it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest
from django.test import Client

from huigong.registry import providers
from huigong.registry.models import Person
from huigong.registry.providers import Provider
from tests.unit.portals.worker.visiting import facts_of, screen_asked

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

    monkeypatch.setattr(providers, "_registered", dict(providers._registered))
    providers.register(Provider("tests.provider", frozenset({first}), knows, prevails=True))
    asked = asked_until_the_end(worker)
    assert asked and first not in asked
