"""What goes along to the next step after a refusal: the form that was sent, and who decided at which level."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils.timezone import localdate

from huigong.casework.actions import cases
from huigong.casework.models import Case
from huigong.casework.queries import own
from huigong.forms.kinds import Decided
from huigong.kernel.errors import NotFound
from huigong.registry.models import Person
from tests.filled import lodged_for
from tests.unit.casework.desk import COMPLAINT, HERE, applicant, lodge, officer, worker

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 11, 26, 2, tzinfo=UTC)
TODAY = localdate(THEN)
REVIEW, FINDING = "labour-authority-review", "work-injury-claim"


def refused(service: str, person: Person) -> Case:
    case = lodge(
        person, service=service, now=THEN, answers={}, lodged=lodged_for(service, region=HERE, now=THEN)
    )
    by, id = officer(case.accountable_office), case.public_id.hex
    cases.accept(by=by, now=THEN, case_id=id)
    cases.decide(
        by=by,
        now=THEN,
        case_id=id,
        verdict="refused",
        reasons="没有证据",
        clause="劳动保障监察条例第二十一条",
    )
    return case


@pytest.mark.parametrize(("service", "level"), [(COMPLAINT, "县级"), (FINDING, "市级")])
def test_the_office_that_decided_is_named_with_its_level(service: str, level: str) -> None:
    """工伤保险条例 17: the city finds an injury, so the city's government reviews that."""
    person = applicant()
    case = refused(service, person)
    told = own.against(worker(person), case.public_id.hex, REVIEW, today=TODAY)
    assert told.decided[Decided.LEVEL] == level
    assert told.decided[Decided.PLACE] in ("四川省攀枝花市西区", "四川省攀枝花市")
    assert told.sent is not None and told.person_id == person.public_id.hex


def test_nothing_goes_along_for_a_stranger_or_to_another_service() -> None:
    person = applicant()
    case = refused(COMPLAINT, person)
    for viewer, service in ((worker(applicant(2)), REVIEW), (worker(person), "residence-permit")):
        with pytest.raises(NotFound):
            own.against(viewer, case.public_id.hex, service, today=TODAY)
