"""What a form warns of stands before whoever sends it: on the list, and on the page that is sent."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.unit.portals.worker.filling import SCHOOL, fill_in, shown


@pytest.mark.parametrize(("hukou", "warned"), [("仁和区", True), ("盐边县", False)])
def test_what_a_form_warns_of_stands_on_the_page_that_is_sent_too(
    worker: Client, hukou: str, warned: bool
) -> None:
    service = "schooling-of-accompanying-children"
    fill_in(worker, service, SCHOOL | {"入学孩子.1.孩子户籍地.region": hukou})
    checked = worker.post(f"/services/{service}/form/check/")
    assert ("户口就在要上学的县" in shown(worker, checked["Location"])) == warned
