"""From a draft to where files are kept: whole or not at all, no byte copied, and what is not wanted gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from huigong.files import access, actions, limits, queries
from huigong.files.models import Attachment, IncomingFile, StoredFile
from huigong.kernel.errors import Conflict, NotFound, TooMany
from huigong.kernel.registries import Registry
from tests.unit.files import makers
from tests.unit.files.handing import (
    CASE,
    DRAFT,
    HOLDER,
    NOW,
    OFFICER,
    PLACE,
    STRANGER,
    WORKER,
    elsewhere,
    keep,
    stored,
)
from tests.unit.files.test_crashing import (
    Killed,
    connection_lost,
    emptied,
    is_whole,
    killed_at,
    steps_of,
    swept,
    tried,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
AT_CASE = elsewhere(purpose=CASE, holder="e-case")


def put(field: str, text: str, **given: Any) -> StoredFile:
    return keep(text.encode(), name=f"{text}.txt", place=elsewhere(field=field), **given)


def hand_over(*wanted: tuple[str, StoredFile], by: Any = WORKER) -> int:
    named = [(field, file.public_id) for field, file in wanted]
    return actions.hand_over(wanted=named, draft=(DRAFT, HOLDER), place=AT_CASE, by=by, now=NOW)


def at_case() -> dict[str, list[str]]:
    held = queries.by_field(OFFICER, purpose=CASE, holder="e-case")
    return {field: [file.name for file in files] for field, files in held.items()}


class TestHandingOver:
    def test_each_file_keeps_its_field_and_its_bytes(self, folder: Path) -> None:
        contract, sheet = put("证据", "合同"), put("考勤.2.照片", "考勤表")
        before = stored(folder)
        assert hand_over(("证据", contract), ("考勤.2.照片", sheet)) == 2
        assert at_case() == {"证据": ["合同.txt"], "考勤.2.照片": ["考勤表.txt"]}
        assert stored(folder) == before
        assert not Attachment.objects.filter(purpose=DRAFT).exists()

    def test_they_tell_of_the_one_whose_case_it_is_and_not_of_who_sent_them(self, folder: Path) -> None:
        child, both = put("身份", "child"), put("身份", "both")
        actions.attach(file_id=both.public_id, place=elsewhere(holder="e-own"), by=WORKER, now=NOW)
        place = replace(AT_CASE, person="c" * 32)
        named = [("身份", child.public_id), ("身份", both.public_id)]
        actions.hand_over(wanted=named, draft=(DRAFT, HOLDER), place=place, by=WORKER, now=NOW)
        child.refresh_from_db()
        both.refresh_from_db()
        assert (child.owner, child.person) == (PLACE.owner, "c" * 32)
        assert both.person == PLACE.person, "it lies among the sender's own papers too"

    def test_what_is_not_wanted_goes_with_the_draft(self, folder: Path) -> None:
        wanted, left = put("证据", "合同"), put("证据", "自拍")
        hand_over(("证据", wanted))
        left.refresh_from_db()
        assert (left.state, left.name) == ("deleted", "")
        assert len(stored(folder)) == 1

    def test_a_file_in_two_fields_stays_for_the_one_that_wants_it(self, folder: Path) -> None:
        file = put("证据", "合同")
        assert put("身份", "合同") == file
        hand_over(("身份", file))
        assert at_case() == {"身份": ["合同.txt"]}
        assert len(stored(folder)) == 1

    def test_a_file_that_is_missing_hands_nothing_over(self, folder: Path) -> None:
        file, gone = put("证据", "合同"), put("证据", "工牌")
        actions.remove(file_id=gone.public_id, place=elsewhere(field="证据"), by=WORKER, now=NOW)
        with pytest.raises(Conflict) as refused:
            hand_over(("证据", file), ("证据", gone))
        assert refused.value.code == "files.changed"
        assert at_case() == {} and len(stored(folder)) == 1

    def test_not_from_another_field_and_not_by_a_stranger(self) -> None:
        file = put("证据", "合同")
        with pytest.raises(Conflict):
            hand_over(("别的", file))
        with pytest.raises(NotFound):
            hand_over(("证据", file), by=STRANGER)
        assert at_case() == {}

    def test_stopped_at_each_line_all_of_it_or_nothing_is_there(self, folder: Path) -> None:
        def work() -> None:
            hand_over(("证据", StoredFile.objects.get(state="ready", kind="jpeg")))

        def prepare() -> None:
            emptied(folder)
            keep(makers.jpeg(), place=elsewhere(field="证据"))
            keep(makers.png(), name="自拍.png", place=elsewhere(field="证据"))

        prepare()
        steps = steps_of(work)
        for step in tried(steps):
            prepare()
            try:
                with killed_at(step):
                    work()
            except Killed:
                connection_lost()
            assert is_whole(folder), step
            places = list(Attachment.objects.order_by("pk").values_list("purpose", flat=True))
            assert places in ([DRAFT, DRAFT], [CASE]), step
            assert swept(folder).lost == (), step

    def test_the_number_of_questions_does_not_grow(self, django_assert_num_queries: Any) -> None:
        counts = []
        for number in (1, 9):
            files = [("证据", put("证据", f"第{number}批{each}")) for each in range(number)]
            with django_assert_num_queries(10, exact=False) as captured:
                hand_over(*files)
            counts.append(len(captured))
        assert counts[0] == counts[1]


class TestDropping:
    def test_a_draft_with_all_its_files(self, folder: Path) -> None:
        put("证据", "合同")
        put("考勤.2.照片", "考勤表")
        assert actions.drop(place=PLACE, by=WORKER, now=NOW) == 2
        assert stored(folder) == []
        assert actions.drop(place=PLACE, by=WORKER, now=NOW) == 0

    def test_one_row_of_it(self) -> None:
        for field in ("孩子.1.证明", "孩子.11.证明", "孩子.1", "孩子"):
            put(field, field)
        assert actions.drop(place=elsewhere(field="孩子.1"), by=WORKER, now=NOW) == 2
        left = Attachment.objects.order_by("pk").values_list("field", flat=True)
        assert list(left) == ["孩子.11.证明", "孩子"]

    def test_nothing_that_is_kept_and_nothing_of_others(self) -> None:
        keep(place=AT_CASE)
        with pytest.raises(Conflict):
            actions.drop(place=AT_CASE, by=WORKER, now=NOW)
        put("证据", "合同")
        with pytest.raises(NotFound):
            actions.drop(place=PLACE, by=STRANGER, now=NOW)
        assert Attachment.objects.count() == 2


class TestMoving:
    def test_two_drafts_become_one_and_the_same_file_is_there_once(self, folder: Path) -> None:
        both, mine = put("证据", "合同"), put("证据", "工牌")
        other = elsewhere(holder="e-other", field="证据")
        assert keep("合同".encode(), name="合同.txt", place=other) == both
        target = replace(other, field="")
        assert actions.move(draft=(DRAFT, HOLDER), place=target, by=WORKER, now=NOW) == 1
        held = queries.by_field(WORKER, purpose=DRAFT, holder="e-other")
        assert {file.public_id for file in held["证据"]} == {both.public_id, mine.public_id}
        assert not Attachment.objects.filter(holder=HOLDER).exists()
        assert len(stored(folder)) == 2


class TestBounds:
    def test_a_purpose_bounds_what_lies_there_altogether(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _bounded(monkeypatch, of_all=1)
        keep(b"a" * 600_000, name="1.txt")
        with pytest.raises(TooMany) as refused:
            keep(b"b" * 600_000, name="2.txt", place=elsewhere(holder="e2", owner="other"))
        assert refused.value.code == "files.all_full"
        keep(b"b" * 600_000, name="2.txt", place=elsewhere(purpose=CASE, owner="other"))

    def test_parts_on_their_way_count(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _bounded(monkeypatch, of_all=1)
        IncomingFile.objects.create(
            sender="s", place=PLACE.written(), name="x", size=10**7, received=900_000, touched_at=NOW
        )
        with pytest.raises(TooMany):
            keep(b"b" * 300_000, name="2.txt")

    def test_and_what_one_owner_hands_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _bounded(monkeypatch, of_one=1)
        keep(b"a" * 600_000, name="1.txt")
        with pytest.raises(Conflict):
            keep(b"b" * 600_000, name="2.txt")
        with pytest.raises(TooMany):
            keep(b"b" * 600_000, name="2.txt", place=elsewhere(holder="e2"))

    def test_all_fields_of_a_holder_have_so_many_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "MOST_WITH_ONE", 2)
        put("甲", "1")
        put("乙", "2")
        with pytest.raises(Conflict):
            put("丙", "3")


def _bounded(monkeypatch: pytest.MonkeyPatch, **bounds: int) -> None:
    bounded = replace(access._purposes[DRAFT], **bounds)
    others = {each: access._purposes[each] for each in access._purposes}
    monkeypatch.setattr(access, "_purposes", Registry(access._purposes.what, {**others, DRAFT: bounded}))
