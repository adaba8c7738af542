"""Who may open what every portal shares: an address that is not listed fails."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from huigong.portals.shared.urls import urlpatterns

OPEN = {"language", "mode", "keys"}
OF_SOMEBODY = {"file", "file_small", "upload"}
NAMES = {str(page.name) for page in urlpatterns}


def test_every_address_says_who_may_open_it() -> None:
    assert NAMES == OPEN | OF_SOMEBODY
    assert len(urlpatterns) == len(NAMES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(OF_SOMEBODY))
def test_nobody_learns_whether_there_is_such_a_file(client: Client, name: str) -> None:
    wanted = next(page.pattern.converters for page in urlpatterns if page.name == name)
    address = reverse(f"shared:{name}", kwargs=dict.fromkeys(wanted, uuid.uuid4()))
    assert client.get(address).status_code in {403, 404, 405}
    assert client.post(address).status_code in {403, 404, 405}
