"""A case opens to whoever only watches the numbers for a reason that is said first."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from huigong.audit.actions import READ_VERB
from huigong.audit.models import AuditEvent
from huigong.casework.models import Case
from huigong.portals.shared.purposes import OTHER, WATCHING, chosen_of
from tests.unit.portals.desk.staff import at_desk, lodged
from tests.unit.portals.desk.test_letters import issued

pytestmark = pytest.mark.django_db
REASON = WATCHING[0][0]
PAGES = ("/desk/cases/{}/", "/desk/cases/{}/evidence/", "/desk/letters/of/{}/")


def looks() -> list[str]:
    return list(AuditEvent.objects.filter(verb=READ_VERB).order_by("pk").values_list("purpose", flat=True))


def asks(answer: Any) -> bool:
    return "desk/parts/why_watch.html" in {template.name for template in answer.templates}


def say(client: Client, case_id: str, **given: str) -> Any:
    return client.post(f"/desk/cases/{case_id}/why/", given)


@pytest.mark.parametrize("address", PAGES)
def test_the_leading_group_is_asked_first_and_shown_nothing(address: str) -> None:
    case_id = lodged()
    answer = at_desk("leading").get(address.format(case_id))
    assert asks(answer) and answer.status_code == 200
    assert Case.objects.get().number not in answer.content.decode()
    assert looks() == []


@pytest.mark.parametrize("address", PAGES)
def test_with_a_reason_the_pages_open_and_the_trail_says_it(address: str) -> None:
    client, case_id = at_desk("leading"), lodged()
    assert say(client, case_id, why=REASON).status_code == 302
    answer = client.get(address.format(case_id))
    assert not asks(answer) and Case.objects.get().number in answer.content.decode()
    assert looks() == [REASON]


def test_without_a_choice_or_in_blanks_it_does_not_open() -> None:
    client, case_id = at_desk("leading"), lodged()
    assert say(client, case_id).status_code == 400
    assert say(client, case_id, why=OTHER, more="\u200b ").status_code == 400
    assert asks(client.get(PAGES[0].format(case_id)))
    assert say(client, case_id, why=OTHER, more="人大代表问起").status_code == 302
    assert not asks(client.get(PAGES[0].format(case_id)))


def test_the_reason_is_of_one_case() -> None:
    client, case_id, other = at_desk("leading"), lodged(), lodged(sequence=2)
    say(client, case_id, why=REASON)
    assert asks(client.get(PAGES[0].format(other)))


@pytest.mark.parametrize("role", ["police", "clerk"])
def test_who_handles_the_case_is_not_asked(role: str) -> None:
    client, case_id = at_desk(role), lodged()
    assert not asks(client.get(PAGES[0].format(case_id)))
    assert looks() == [f"办理 {Case.objects.get().number}"]


def test_who_also_handles_cases_is_asked_for_those_of_others() -> None:
    case_id = lodged()
    assert not asks(at_desk("leading", "police", username="both").get(PAGES[0].format(case_id)))
    assert asks(at_desk("leading", "hrss", username="other").get(PAGES[0].format(case_id)))


@pytest.mark.parametrize("role", ["hrss", "auditor", "administrator"])
def test_nobody_says_a_reason_for_a_case_that_is_not_theirs_to_read(role: str) -> None:
    assert say(at_desk(role), lodged(), why=REASON).status_code == 404


def test_a_person_reads_the_reason_in_their_own_copy() -> None:
    assert chosen_of(f"{REASON}：第3号") == REASON


def test_a_letter_of_its_own_address_is_no_way_around_the_reason() -> None:
    letter, client = issued(at_desk("police")), at_desk("leading")
    case, before = Case.objects.get(), looks()
    answer = client.get(letter)
    assert asks(answer) and case.number not in answer.content.decode()
    assert looks() == before
    say(client, case.public_id.hex, why=REASON)
    answer = client.get(letter)
    assert not asks(answer) and case.number in answer.content.decode()
    assert looks() == [*before, REASON]


def test_the_office_that_wrote_a_letter_and_the_counter_are_not_asked() -> None:
    office, counter = at_desk("police"), at_desk("clerk")
    letter = issued(office)
    assert not asks(office.get(letter)) and not asks(counter.get(letter))


@pytest.mark.parametrize("address", ["/desk/cases/{}/form/", "/desk/letters/of/{}/accept/"])
def test_who_leads_here_and_handles_elsewhere_is_asked_and_not_turned_away(address: str) -> None:
    client, case_id = at_desk("leading", "hrss"), lodged()
    assert asks(client.get(address.format(case_id)))
    say(client, case_id, why=REASON)
    assert not asks(client.get(address.format(case_id)))
    assert at_desk("leading", username="alone").get(address.format(case_id)).status_code == 403
