"""The page of people who have something new and no login: listed, told, and not listed again."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.catalogue import actions
from huigong.catalogue.models import News, RegisterScreening
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from tests.unit.portals.desk.staff import PERMIT, at_desk, person
from tests.unit.registry.someone import HERE, NOW

PAGE = "/desk/people/newly/"


def with_something_new(sequence: int = 1) -> str:
    """Somebody for whom the residence permit is new; their public id."""
    now, somebody = timezone.now(), person(sequence)
    screening = RegisterScreening.objects.create(region=HERE, on=timezone.localdate(now), began_at=now)
    News.objects.create(
        person=somebody,
        service_id=PERMIT,
        region=HERE,
        since=screening.on,
        first_seen_at=now,
        screening=screening,
    )
    return somebody.public_id.hex


def told(client: Client, public_id: str, *services: str) -> HttpResponse:
    shown = [f"{HERE} {service}" for service in services or (PERMIT,)]
    return client.post(f"{PAGE}{public_id}/told/", {"shown": shown}, follow=True)


def test_somebody_is_listed_told_and_listed_no_more() -> None:
    public_id = with_something_new()
    client = at_desk("clerk")
    (row,) = client.get(PAGE).context["rows"]
    assert row.person.public_id == public_id
    assert "居住证" in row.services[0].name
    assert AuditEvent.objects.get(purpose="告知新符合的事项").person_ref == public_id
    after = told(client, public_id)
    assert after.redirect_chain[-1][0] == PAGE
    assert not after.context["rows"]
    assert News.objects.get().told_at is not None
    event = AuditEvent.objects.get(verb="catalogue.news.told")
    assert (event.person_ref, event.data) == (public_id, {"told": 1, "way": "person"})


def test_told_twice_is_said_and_changes_nothing() -> None:
    public_id = with_something_new()
    client = at_desk("clerk")
    told(client, public_id)
    first = News.objects.get().told_at
    again = told(client, public_id)
    assert "已经有人告知过" in again.content.decode()
    assert News.objects.get().told_at == first


def test_what_the_page_did_not_show_waits_on() -> None:
    """Also what a screening found that had begun before the page was shown."""
    public_id = with_something_new()
    client = at_desk("clerk")
    assert f'value="{HERE} {PERMIT}"' in client.get(PAGE).content.decode()
    later = News.objects.get()
    later.pk, later.service_id, later.first_seen_at = None, "basic-public-health", NOW
    later.save()
    (row,) = told(client, public_id).context["rows"]
    assert [service.service_id for service in row.services] == ["basic-public-health"]


def test_a_slip_is_taken_back_once() -> None:
    public_id = with_something_new()
    client = at_desk("clerk")
    assert "撤回" in told(client, public_id).content.decode()
    again = client.post(f"{PAGE}{public_id}/back/", follow=True)
    assert len(again.context["rows"]) == 1 and News.objects.get().told_at is None
    assert AuditEvent.objects.get(verb="catalogue.news.taken_back").data == {"back": 1}
    assert client.post(f"{PAGE}{public_id}/back/").status_code == 404


def test_nobody_takes_back_what_another_noted() -> None:
    public_id = with_something_new()
    told(at_desk("clerk"), public_id)
    with pytest.raises(DomainError) as refused:
        actions.take_back(
            by=Principal("other", "窗口乙", (Grant("clerk", HERE),), purpose="告知"),
            now=timezone.now(),
            person_id=public_id,
            told_at=News.objects.get().told_at,
        )
    assert refused.value.code == "news.not_told"


def test_the_record_opens_from_there_without_another_question() -> None:
    public_id = with_something_new()
    client = at_desk("clerk")
    client.get(PAGE)
    assert client.get(f"/desk/people/{public_id}/").context["purpose"] == "告知新符合的事项"
