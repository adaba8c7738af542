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
from huigong.portals.desk.parts import paging
from huigong.registry.models import Person
from tests.unit.portals.desk.staff import PERMIT, at_desk, person
from tests.unit.registry.someone import CITY, FAR, HERE, NOW

PAGE, OTHER = "/desk/people/newly/", "510421"


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


def waiting_for(row: News, **changed: object) -> Person:
    """Somebody else for whom the same is new."""
    row.pk, row.person = None, person(News.objects.count() + 1)
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row.person


def names(page: HttpResponse) -> list[str]:
    return [row.person.public_id for row in page.context["rows"]]


def test_nobody_is_hidden_behind_those_who_wait_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    with_something_new()
    row = News.objects.get()
    people = [row.person.public_id.hex] + [waiting_for(row).public_id.hex for _ in range(4)]
    monkeypatch.setattr(paging, "SIZE", 2)
    client = at_desk("clerk")
    first = client.get(PAGE)
    second = client.get(f"{PAGE}{first.context['after']}")
    third = client.get(f"{PAGE}{second.context['after']}")
    assert names(first) + names(second) + names(third) == people
    assert not third.context["after"] and not first.context["before"]
    assert names(client.get(f"{PAGE}{third.context['before']}")) == names(second)
    assert first.context["total_in_words"] == "5"
    gone = told(client, people[1])
    assert names(gone) == [people[0], people[2]]
    assert names(client.get(f"{PAGE}{first.context['after']}")) == people[2:4], (
        "behind who was told meanwhile"
    )


def test_telling_somebody_stays_on_the_page_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    with_something_new()
    people = [waiting_for(News.objects.order_by("pk").last()).public_id.hex for _ in range(3)]  # type: ignore[arg-type]
    monkeypatch.setattr(paging, "SIZE", 2)
    client = at_desk("clerk")
    second = client.get(PAGE).context["after"]
    after = client.post(f"{PAGE}{people[1]}/told/{second}", {"shown": [f"{HERE} {PERMIT}"]}, follow=True)
    assert after.redirect_chain[-1][0] == f"{PAGE}{second}"
    assert names(after) == [people[2]]


def test_behind_the_last_of_a_later_page_the_list_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [with_something_new(), waiting_for(News.objects.get()).public_id.hex]
    monkeypatch.setattr(paging, "SIZE", 1)
    client = at_desk("clerk")
    second = client.get(PAGE).context["after"]
    shown = {"shown": [f"{HERE} {PERMIT}"]}
    after = client.post(f"{PAGE}{people[1]}/told/{second}", shown, follow=True)
    assert names(after) == people[:1] and after.context["total_in_words"] == "1"
    assert "已记下" in after.content.decode() and "撤回" in after.content.decode()
    nobody = client.post(f"{PAGE}{people[0]}/told/", shown, follow=True)
    assert "没有要告知的人" in nobody.content.decode()


def test_a_place_is_chosen_by_how_many_wait_there() -> None:
    with_something_new()
    other = waiting_for(News.objects.get(), region=OTHER)
    client = at_desk("clerk")
    page = client.get(PAGE)
    assert [(place.region, place.number) for place in page.context["places"]] == [(HERE, "1"), (OTHER, "1")]
    there = client.get(PAGE, {"in": OTHER})
    assert names(there) == [other.public_id.hex]
    assert there.context["wider"] == CITY
    assert len(names(client.get(PAGE, {"in": FAR}))) == 2, "what is not the clerk's own is not asked for"
    assert len(names(client.get(PAGE, {"in": "没有", "after": "没有"}))) == 2


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
