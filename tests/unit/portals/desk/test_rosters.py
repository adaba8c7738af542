"""A roster on the desk: looked at row by row, taken in once, and what comes back is mended and handed in again."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from python_calamine_plus import CalamineWorkbook

from huigong.audit.models import AuditEvent
from huigong.files.models import Attachment, StoredFile
from huigong.registry import rosters
from huigong.registry.models import ImportBatch, Person
from tests.unit.portals.desk.staff import at_desk
from tests.unit.registry.intake import other_sheets
from tests.unit.registry.intake.sheets import HEAD, row, xlsx
from tests.unit.registry.someone import FAR, HERE, resident_number

PAGE = "/desk/people/rosters/"


def sent(client: Client, data: bytes, *, name: str = "花名册.xlsx", region: str = HERE) -> HttpResponse:
    return client.post(PAGE, {"sheet": SimpleUploadedFile(name, data), "region": region})


def looked(client: Client, data: bytes, **given: str) -> tuple[str, HttpResponse]:
    """The address of the sheet, and its page."""
    answer = sent(client, data, **given)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"], client.get(answer["Location"])


def counts(page: HttpResponse) -> dict[str, int]:
    return {str(title): count for title, count, _kind in page.context["counts"]}


def test_looking_registers_nobody_and_taking_in_registers_once() -> None:
    client = at_desk("clerk")
    address, page = looked(client, xlsx([row(1), row(2, 身份证号=5.1e17)]))
    assert counts(page) == {"新登记": 1, "退回，一格也没有登记": 1}
    assert not Person.objects.exists()
    taken = client.post(address, follow=True)
    assert "新登记 1 行" in taken.content.decode()
    assert [person.resident_number for person in Person.objects.all()] == [resident_number(1)]
    assert counts(taken)["已经登记，没有改动"] == 1
    assert "登记过" in taken.context["before"]
    client.post(address)
    assert Person.objects.count() == ImportBatch.objects.count() == 1
    assert AuditEvent.objects.filter(verb="registry.people.imported").count() == 1


def test_what_comes_back_is_mended_and_handed_in_again() -> None:
    client = at_desk("clerk")
    address, page = looked(client, xlsx([row(1, 手机号="12345"), row(2, 身份证号=5.1e17)]))
    client.post(address)
    back = client.get(page.context["report"])
    assert back["Content-Disposition"].startswith("attachment")
    book = CalamineWorkbook.from_filelike(io.BytesIO(back.content))
    head, *returned = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert len(returned) == 2
    returned[0][head.index("手机号")] = "13900000001"
    returned[1][head.index("身份证号")] = resident_number(2)
    address, page = looked(client, xlsx(returned, head=head))
    assert "问题" not in {problem.column for problem, _refused in page.context["problems"]}
    client.post(address)
    assert {person.phone for person in Person.objects.all()} == {"13900000001", "13900000002"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xls", other_sheets.xls([HEAD, row(1)])),
        ("a.ods", other_sheets.ods([HEAD, row(1)])),
        ("a.csv", "\n".join(",".join(cells) for cells in (HEAD, row(1))).encode("gb18030")),
    ],
)
def test_every_kind_of_sheet_is_read(name: str, data: bytes) -> None:
    _address, page = looked(at_desk("clerk"), data, name=name)
    assert counts(page) == {"新登记": 1}


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.xlsx", b""), ("a.pdf", b"%PDF-1.4"), ("a.xlsx", b"PK\x03\x04half"), ("a.csv", b"<html><script>")],
)
def test_what_is_no_sheet_is_said_beside_the_file_and_kept_nowhere(name: str, data: bytes) -> None:
    page = sent(at_desk("clerk"), data, name=name)
    assert page.status_code == 400
    assert page.context["form"].errors["sheet"]
    assert not StoredFile.objects.exists()


def test_a_sheet_without_the_headers_says_what_is_missing() -> None:
    _address, page = looked(at_desk("clerk"), xlsx([["甲"]], head=("名称",)))
    assert page.status_code == 400
    assert "身份证号" in page.content.decode()


def test_more_rows_than_the_desk_takes_are_told(settings: pytest.FixtureRequest) -> None:
    settings.ROSTER_ROWS = 2  # type: ignore[attr-defined]
    client = at_desk("clerk")
    assert looked(client, xlsx([row(1), row(2)]))[1].status_code == 200
    _address, page = looked(client, xlsx([row(1), row(2), row(3)]))
    assert page.status_code == 400
    assert "分成几个文件" in page.content.decode()


def test_another_region_is_refused_beside_the_region() -> None:
    page = sent(at_desk("clerk"), xlsx([row(1)]), region="长春市")
    assert page.status_code in {400, 403}
    assert page.context["form"].errors["region"]
    assert not StoredFile.objects.exists()


def test_one_official_has_so_many_sheets_waiting_for_whatever_regions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rosters, "MOST_AT_ONCE", 2)
    client = at_desk("clerk")
    for region, turn in ((HERE, 1), ("510400", 2)):
        assert sent(client, xlsx([row(turn)]), region=region).status_code == 302
    page = sent(client, xlsx([row(3)]), region=HERE)
    assert page.status_code == 409
    assert "已经有2份等着" in page.content.decode()
    assert sent(at_desk("clerk", username="another"), xlsx([row(3)])).status_code == 302


def test_a_sheet_is_its_officials_own_and_goes_when_told() -> None:
    client = at_desk("clerk")
    address, _page = looked(client, xlsx([row(1)]))
    other = at_desk("clerk", username="another")
    for place in (address, address.replace("/?", "/back/?")):
        assert other.get(place).status_code == 404
    assert other.post(address).status_code == 404
    assert other.post(address.replace("/?", "/away/?")).status_code == 404
    (roster,) = client.get(PAGE).context["waiting"]
    assert (roster.name, roster.region) == ("花名册", HERE)
    assert client.post(address.replace("/?", "/away/?"), {"region": HERE}).status_code == 302
    assert client.get(address).status_code == 404
    assert not Attachment.objects.exists() and not Person.objects.exists()


def test_a_sheet_is_taken_in_nowhere_else_by_another_address() -> None:
    client = at_desk("clerk")
    address, _page = looked(client, xlsx([row(1)]))
    for region in ("", "x", "<b>甲</b>", "51", "999999", "100000", "510000", FAR):
        forged = address.replace(f"region={HERE}", urlencode({"region": region}))
        assert forged != address
        for answer in (client.get(forged), client.get(forged.replace("/?", "/back/?")), client.post(forged)):
            assert answer.status_code in (400, 403, 404), region
            assert "<b>甲</b>" not in answer.content.decode()
    assert not Person.objects.exists() and not ImportBatch.objects.exists()


def test_a_name_made_to_harm_is_a_name() -> None:
    _address, page = looked(at_desk("clerk"), xlsx([row(1)]), name="../..\u202e<b>甲</b>\r\nX: y.xlsx")
    assert "<b>甲" not in page.content.decode() and "\u202e" not in page.content.decode()


def test_the_empty_sheet_has_the_headers_that_are_read() -> None:
    answer = at_desk("clerk").get(f"{PAGE}blank/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert {"姓名", "身份证号"} <= set(book.get_sheet_by_index(0).to_python()[0])
