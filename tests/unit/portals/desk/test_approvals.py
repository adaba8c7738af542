"""The pages of approvals: given with a post, a purpose and an end, listed, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from huigong.directory.models import LookApproval
from tests.unit.portals.desk.staff import HRSS, at_desk
from tests.unit.registry.someone import HERE

PAGE, NEW = "/desk/approvals/", "/desk/approvals/new/"


def said(**changed: object) -> dict[str, object]:
    until = timezone.localdate() + timedelta(days=30)
    given = {
        "region": HERE,
        "role": "case-officer",
        "office": HRSS,
        "purpose": "开学前核对入学",
        "minors": "on",
        "valid_until": until.isoformat(),
    }
    return given | changed


def test_an_approval_is_given_listed_and_taken_back() -> None:
    client = at_desk("leading")
    assert client.get(NEW, {"region": HERE}).status_code == 200
    listed = client.post(NEW, said(), follow=True)
    ((row, where),) = listed.context["approvals"]
    assert (row.minors, row.in_force, row.office) == (True, True, HRSS)
    assert "人力资源" in where
    assert "开学前核对入学" in listed.content.decode()
    after = client.post(f"{PAGE}{row.public_id}/end/", follow=True)
    assert "开学前核对入学" not in after.content.decode(), "it had not lasted a day"
    assert not LookApproval.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"valid_until": ""}, "valid_until"),
        ({"valid_until": "2020-01-01"}, "valid_until"),
        ({"role": "auditor"}, "role"),
        ({"role": ""}, "role"),
        ({"office": "510411/hrss"}, "office"),
    ],
)
def test_a_mistake_is_said_beside_its_field(changed: dict[str, object], field: str) -> None:
    page = at_desk("leading").post(NEW, said(**changed))
    assert page.status_code in {400, 422}
    assert list(page.context["form"].errors) == [field]
    assert not LookApproval.objects.exists()


def test_a_region_of_others_is_refused() -> None:
    client = at_desk("leading")
    answer = client.post(NEW, said(region="220100", office=""))
    assert answer.status_code == 403
    assert not LookApproval.objects.exists()
