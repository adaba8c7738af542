"""A place whose rules could not be read: people are told so, and nobody is given half an answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.test import Client

from huigong.kernel import packs

pytestmark = pytest.mark.django_db
BROKEN, WHOLE = "510400", "210700"


@pytest.fixture(autouse=True)
def _a_city_with_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(packs.folder(), tmp_path / "policies")
    (folder / BROKEN / "panbanfa-2016-10" / "services" / "broken.yaml").write_text(
        "id: [\n", encoding="utf-8"
    )
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder))


def test_the_services_of_a_place_that_is_set_aside_are_not_shown(client: Client) -> None:
    for region, status in ((BROKEN, 503), (WHOLE, 200)):
        client.post("/place/", {"region": region})

        page = client.get("/services/")

        assert page.status_code == status
        assert ("暂时停用" in page.content.decode()) is (region == BROKEN)
        assert client.get("/").status_code == 200
