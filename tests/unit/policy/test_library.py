"""The library in the database: who may read it, and what a saved reading keeps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from huigong.audit.models import AuditEvent
from huigong.directory.principals import ANONYMOUS, Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.policy import actions, queries
from huigong.policy.models import SavedReading
from huigong.policy.reading import read_text
from tests.unit.policy.writing import COPY, policies

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
READER = Principal("reader", "虚构甲", (Grant("case-officer", "990100"),))
EDITOR = Principal("editor", "虚构乙", (Grant("policy-officer", "990100"),))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIGONG_POLICIES", str(policies(tmp_path)))


def save(source: bytes = COPY.encode()) -> SavedReading:
    read = read_text(source.decode(), source="/somewhere/copy.txt")
    return actions.save_reading(by=EDITOR, now=NOW, read=read, source=source)


@pytest.mark.parametrize(
    "ask",
    [
        lambda viewer: queries.documents(viewer),
        lambda viewer: queries.document(viewer, "990100/child"),
        lambda viewer: queries.lineage(viewer, "990100/child"),
        lambda viewer: queries.coverage_table(viewer),
        lambda viewer: queries.search(viewer, "培训"),
        lambda viewer: queries.saved_readings(viewer),
        lambda viewer: queries.saved_reading(viewer, "x"),
    ],
)
def test_the_library_is_for_those_who_may_read_it(ask: object) -> None:
    with pytest.raises(DomainError) as caught:
        ask(ANONYMOUS)  # type: ignore[operator]
    assert caught.value.code == "access.denied"


def test_the_table_shows_what_is_missing_where() -> None:
    table = queries.coverage_table(READER)
    assert [document.id for document in table.documents] == ["990000/parent", "990100/child"]
    cells = {row.system.id: [len(cell) for cell in row.cells] for row in table.rows}
    assert cells == {"S1": [0, 1], "S2": [0, 2]}
    assert [[system.id for system in column] for column in table.missing] == [["S1", "S2"], []]


def test_the_table_can_be_narrowed() -> None:
    table = queries.coverage_table(READER, ["990100/child"])
    assert [document.id for document in table.documents] == ["990100/child"]


def test_a_reading_is_kept_with_its_text_and_pack() -> None:
    saved = save()
    assert saved.title.endswith("关于服务的实施意见")
    assert saved.matched_document_id == "990100/child"
    assert saved.region == "990100"
    assert saved.source_name == "copy.txt"
    assert saved.structure["n_clauses"] == 2
    assert queries.saved_reading(READER, str(saved.public_id)).text == COPY


def test_saving_the_same_bytes_twice_keeps_one_reading_and_one_event() -> None:
    assert save().public_id == save().public_id
    assert SavedReading.objects.count() == 1
    assert AuditEvent.objects.filter(verb="policy.reading.saved").count() == 1


def test_only_editors_save() -> None:
    with pytest.raises(DomainError):
        actions.save_reading(by=READER, now=NOW, read=read_text(COPY), source=b"x")
    assert not SavedReading.objects.exists()


def test_a_saved_text_is_found_by_its_words(django_assert_num_queries: object) -> None:
    saved = save()
    with django_assert_num_queries(1):  # type: ignore[operator]
        hits = queries.search(READER, "职业技能 补贴")
    assert [hit.ref for hit in hits] == [f"reading:{saved.public_id}"]
    assert "职业技能" in hits[0].excerpt


@pytest.mark.parametrize("public_id", ["x", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_reading_is_said_to_be_unknown(public_id: str) -> None:
    with pytest.raises(DomainError) as caught:
        queries.saved_reading(READER, public_id)
    assert caught.value.code == "policy.reading_unknown"
