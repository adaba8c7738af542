"""The page of people who have something new and no login: listed, told, and not listed again."""

from __future__ import annotations

from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.catalogue.models import News, RegisterScreening
from tests.unit.portals.desk.staff import PERMIT, at_desk, person
from tests.unit.registry.someone import HERE

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


def test_somebody_is_listed_told_and_listed_no_more() -> None:
    public_id = with_something_new()
    client = at_desk("clerk")
    (row,) = client.get(PAGE).context["rows"]
    assert row.person.public_id == public_id
    assert "居住证" in row.services[0]
    assert AuditEvent.objects.get(purpose="告知新符合的事项").person_ref == public_id
    after = client.post(f"{PAGE}{public_id}/told/", follow=True)
    assert after.redirect_chain[-1][0] == PAGE
    assert not after.context["rows"]
    assert News.objects.get().told_at is not None
    event = AuditEvent.objects.get(verb="catalogue.news.told")
    assert (event.person_ref, event.data) == (public_id, {"told": 1, "way": "person"})


def test_told_twice_is_said_and_changes_nothing() -> None:
    public_id = with_something_new()
    client = at_desk("clerk")
    client.post(f"{PAGE}{public_id}/told/")
    first = News.objects.get().told_at
    again = client.post(f"{PAGE}{public_id}/told/", follow=True)
    assert "已经有人告知过" in again.content.decode()
    assert News.objects.get().told_at == first


def test_the_record_opens_from_there_without_another_question() -> None:
    public_id = with_something_new()
    client = at_desk("clerk")
    client.get(PAGE)
    assert client.get(f"/desk/people/{public_id}/").context["purpose"] == "告知新符合的事项"
