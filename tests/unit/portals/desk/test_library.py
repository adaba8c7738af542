"""The policy library on screen."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from huigong.directory.principals import Grant, Principal
from huigong.policy.actions import save_reading
from huigong.policy.packs import library
from huigong.policy.reading import read_file
from huigong.portals.desk.library import drawing
from huigong.portals.desk.parts.clauses import link
from tests.unit.portals.desk.staff import at_desk
from tests.unit.registry.someone import CITY

DOCUMENT = "510400/panbanfa-2016-10"
POLICY_OFFICER = Principal("policy", "政策甲", (Grant("policy-officer", CITY),))
TEXT = """虚构市人民政府关于为农民工服务的意见
虚政发〔2020〕1号
各县人民政府：
（一）加强技能培训。每年培训1000人。（市人社局牵头，市教育局配合）
（二）保障工资支付。（市人社局牵头，市住建局、市公安局配合）
虚构市人民政府
2020年3月1日
"""


def test_every_document_is_listed_and_opens() -> None:
    client = at_desk("policy")
    rows = client.get("/desk/library/").context["rows"]
    assert len(rows) == len(library().documents)
    for document, _ in rows:
        assert client.get(f"/desk/library/documents/{document.id}/").status_code == 200, document.id


def test_a_document_is_an_outline_with_offices_then_and_now() -> None:
    body = at_desk("policy").get(f"/desk/library/documents/{DOCUMENT}/").content.decode()
    assert 'id="（十四）"' in body
    assert "市卫计委" in body
    assert "攀枝花市卫生健康委员会" in body


def test_a_clause_leads_to_the_services_that_rest_on_it() -> None:
    body = at_desk("policy").get(f"/desk/library/documents/{DOCUMENT}/").content.decode()
    assert '<a href="/desk/library/services/basic-public-health/?region=510400">' in body


def test_an_unknown_document_is_told_kindly() -> None:
    page = at_desk("policy").get("/desk/library/documents/510400/panbanfa-2016-11/")
    assert page.status_code in {400, 404}
    assert DOCUMENT in page.content.decode()


def test_regions_are_compared_by_system() -> None:
    page = at_desk("policy").get(
        "/desk/library/compare/", {"document": [DOCUMENT, "220000/2015-implementation"]}
    )
    table = page.context["table"]
    assert [each.id for each in table.documents] == [DOCUMENT, "220000/2015-implementation"]
    assert len(table.rows) == 27


def test_the_lineage_draws_every_link_once() -> None:
    documents = list(library().documents.values())
    tree = drawing.family_tree(documents, here=DOCUMENT)
    assert [box.document.id for box in tree.boxes if box.here] == [DOCUMENT]
    links = {(each.id, basis) for each in documents for basis in {*each.basis, *each.cites}}
    assert len(tree.edges) == len(links)
    assert all(0 <= box.x <= tree.width and 0 <= box.y <= tree.height for box in tree.boxes)
    assert len({(box.x, box.y) for box in tree.boxes}) == len(tree.boxes)


def test_search_leads_to_the_clause() -> None:
    client = at_desk("policy")
    page = client.get("/desk/library/search/?q=居住证")
    assert page.context["hits"]
    assert "/desk/library/documents/" in page.content.decode()
    assert client.get("/desk/library/search/?q=").headers["Location"] == "/desk/library/"
    assert "没有找到" in client.get("/desk/library/search/?q=宇宙飞船").content.decode()


def test_a_saved_reading_is_shown_as_the_reader_understood_it(tmp_path: Path) -> None:
    file = tmp_path / "意见.txt"
    file.write_text(TEXT, encoding="utf-8")
    reading = save_reading(
        by=POLICY_OFFICER, now=timezone.now(), read=read_file(file), source=file.read_bytes()
    )
    client = at_desk("policy")
    address = f"/desk/library/readings/{reading.public_id.hex}/"
    assert address in client.get("/desk/library/").content.decode()
    body = client.get(address).content.decode()
    assert "加强技能培训" in body
    assert "市住建局" in body
    assert client.get(f"/desk/library/readings/{'0' * 32}/").status_code in {400, 404}
    assert address in client.get("/desk/library/search/?q=虚构市").content.decode()


def test_a_clause_is_named_as_officers_name_it() -> None:
    assert link(f"{DOCUMENT}#（六）").text == "攀办发〔2016〕10号（六）"
    assert link("100000/residence-permit-regulation#第九条").text == "居住证暂行条例第九条"
    plain = link("本市实施细则第三条")
    assert (plain.text, plain.document_id) == ("本市实施细则第三条", "")
