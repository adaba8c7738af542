"""From an uploaded document to the library: two officers, one draft, nothing lost, nothing told too early."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from huigong.audit.models import AuditEvent
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import Conflict, Denied, DomainError, Invalid, NotFound
from huigong.policy import queries
from huigong.policy.actions import drafts
from huigong.policy.comparison import compare_with_pack
from huigong.policy.drafting.edits import ClauseEdit, HeadEdit, TargetEdit
from huigong.policy.models import DraftClause, PolicyDraft, SavedReading
from huigong.policy.packs import _with_local, library
from huigong.policy.reading import read_text
from tests.unit.policy.reading.invented import PLAN
from tests.unit.policy.writing import policies

POLICIES = Path(__file__).resolve().parents[3] / "policies"
NOW = datetime(2031, 6, 2, 9, 0, tzinfo=UTC)
REGION = "510421"
EDITOR = Principal("editor", "虚构乙", (Grant("policy-officer", "510400"),))
COLLEAGUE = Principal("colleague", "虚构丙", (Grant("policy-officer", REGION),))
STRANGER = Principal("stranger", "虚构丁", (Grant("policy-officer", "210700"),))
READER = Principal("reader", "虚构甲", (Grant("case-officer", REGION),))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for confirmed documents of an installation with two packs."""
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "100000").mkdir()
    shutil.copy(POLICIES / "100000" / "offices.yaml", shipped / "100000" / "offices.yaml")
    monkeypatch.setenv("HUIGONG_POLICIES", str(policies(shipped)))
    monkeypatch.setenv("HUIGONG_POLICIES_LOCAL", str(tmp_path / "local"))
    yield tmp_path / "local"
    _with_local.cache_clear()


def begun(text: str = PLAN, *, by: Principal = EDITOR, name: str = "yunzhengfa-2031-12") -> PolicyDraft:
    return drafts.begin(by=by, now=NOW, read=read_text(text), source=text.encode(), region=REGION, name=name)


def as_typed(clause: DraftClause, **changes: Any) -> ClauseEdit:
    """The clause as its form shows it, with changes."""
    content = clause.content
    shown = {
        "heading": content["heading"],
        "chapter": content["chapter"],
        "duties": {role: "、".join(names) for role, names in content.get("duties", {}).items()},
        "targets": tuple(
            TargetEdit(
                text=target["text"],
                value=str(target.get("value", "")),
                measure=target.get("measure", ""),
                kind=target["kind"],
                by=target.get("by", ""),
                bound=target.get("bound", ""),
            )
            for target in content.get("targets", ())
        ),
    }
    return ClauseEdit(**{**shown, **changes})


def correct(
    draft: PolicyDraft,
    place: int,
    *,
    by: Principal = EDITOR,
    version: int = 1,
    confirm: bool = True,
    **changes: Any,
) -> DraftClause:
    clause = draft.clauses.get(place=place)
    return drafts.correct(
        by=by,
        now=NOW,
        draft_id=str(draft.public_id),
        place=place,
        version=version,
        edit=as_typed(clause, **changes),
        confirm=confirm,
    )


def check_head(draft: PolicyDraft, **changes: Any) -> PolicyDraft:
    """The head saved as it was read, with changes."""
    draft.refresh_from_db()
    words = {key: draft.head.get(key) or "" for key in ("title", "number", "issuer", "issued_on")}
    read = {**words, "level": draft.head["level"], "doubts": tuple(draft.head.get("doubts", ()))}
    return drafts.correct_head(
        by=EDITOR,
        now=NOW,
        draft_id=str(draft.public_id),
        version=draft.version,
        edit=HeadEdit(**{**read, **changes}),
    )


def open_in(draft: PolicyDraft) -> list[str]:
    draft = queries.draft(EDITOR, str(draft.public_id))
    return [str(point) for point in queries.open_points_of(draft, draft.clauses)]


def confirmed(draft: PolicyDraft) -> PolicyDraft:
    """Confirmed by an officer who has checked the head and lets stand whatever is open."""
    draft.refresh_from_db()
    if draft.version == 1:
        check_head(draft)
    return drafts.confirm(by=EDITOR, now=NOW, draft_id=str(draft.public_id), accepted=open_in(draft))


def test_a_draft_keeps_the_reading_and_shows_each_clause_as_printed() -> None:
    draft = queries.draft(EDITOR, str(begun().public_id))
    assert PLAN.startswith(draft.opening + draft.clauses[0].printed)
    assert [clause.number for clause in draft.clauses] == ["（一）", "（二）", "（三）"]
    assert draft.clauses[0].printed.startswith("（一）办好夜校。")
    assert draft.clauses[0].printed.endswith("市信鸽委配合）")


def test_nothing_of_a_draft_is_in_the_library() -> None:
    begun()
    assert list(library().documents) == ["990000/parent", "990100/child"]
    assert queries.search(EDITOR, "夜校")[0].ref.startswith("reading:")


def test_the_whole_way_ends_in_the_library_without_a_restart(local: Path) -> None:
    before = list(library().documents)
    draft = begun()
    for place in (1, 2, 3):
        correct(draft, place)
    assert list(library().documents) == before
    confirmed(draft)
    document = library().document(f"{REGION}/yunzhengfa-2031-12")
    assert (document.issued_on, document.verified) == (date(2031, 5, 6), True)
    assert document.clauses[0].offices("lead") == ("市织造局",)
    assert document.clauses[0].targets[0].value == 30_000
    assert [str(each) for each in compare_with_pack(read_text(PLAN), document)] == []
    assert [each.name for each in local.iterdir() if each.is_dir()] == [REGION]


def test_corrections_reach_the_library() -> None:
    draft = begun()
    correct(
        draft,
        1,
        heading="办夜校",
        summary="城里每年教三万人。",
        systems=("S2",),
        duties={"lead": "市织造局、市灯塔局", "guiding": "各市、县（区）人民政府"},
        targets=(TargetEdit("每年3万至4万人次", "3万", "40,000", True, "人次", "goal", "2032-01-31"),),
    )
    correct(draft, 2)
    correct(draft, 3)
    confirmed(draft)
    clause = library().document(f"{REGION}/yunzhengfa-2031-12").clauses[0]
    assert (clause.heading, clause.summary, clause.systems) == ("办夜校", "城里每年教三万人。", ("S2",))
    assert clause.offices("lead") == ("市织造局", "市灯塔局")
    assert clause.offices("guiding") == ("各市、县（区）人民政府",)
    (target,) = clause.targets
    assert (target.value, target.upper, target.about, target.by) == (30_000, 40_000, True, date(2032, 1, 31))


def test_of_two_officers_the_second_is_told_and_nothing_is_lost() -> None:
    draft = begun()
    correct(draft, 1, heading="办夜校")
    with pytest.raises(Conflict) as refused:
        correct(draft, 1, by=COLLEAGUE, heading="另一个标题")
    assert refused.value.code == "policy.draft_changed"
    assert draft.clauses.get(place=1).content["heading"] == "办夜校"
    correct(draft, 1, by=COLLEAGUE, version=2, heading="另一个标题")
    correct(draft, 2, by=COLLEAGUE)
    assert draft.clauses.get(place=1).content["heading"] == "另一个标题"


def test_saving_without_confirming_asks_for_the_clause_again() -> None:
    draft = begun()
    for place in (1, 2, 3):
        correct(draft, place)
    correct(draft, 2, version=2, confirm=False, heading="发补贴")
    with pytest.raises(Invalid) as refused:
        confirmed(draft)
    assert "（二）" in refused.value.why
    assert "（一）" not in refused.value.why


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"heading": ""}, "小标题"),
        ({"duties": {}, "targets": ()}, "责任单位"),
        ({"heading": "长" * 121}, "最多 120 个字"),
        ({"systems": ("S99",)}, "S99"),
        ({"targets": (TargetEdit("三万人", "三方"),)}, "不是数字"),
        ({"targets": (TargetEdit("三万人", "30000"),)}, "要有单位"),
        ({"targets": (TargetEdit("三万人", "3", "2", measure="人"),)}, "上限"),
        ({"targets": (TargetEdit("不超过三万人", measure="人", bound="at_most"),)}, "至多"),
        ({"targets": (TargetEdit("三万人", "3万", measure="人", bound="under"),)}, "under"),
        ({"targets": (TargetEdit("三万人", by="明年"),)}, "不是日期"),
        ({"targets": (TargetEdit("三万人", kind="wish"),)}, "wish"),
        ({"summary": "完善培训制度，每年培训务工人员3万人次，规范补贴发放"}, "用自己的话"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(changes: dict[str, Any], says: str) -> None:
    draft = begun()
    before = draft.clauses.get(place=1).content
    with pytest.raises(Invalid) as refused:
        correct(draft, 1, **changes)
    assert says in str(refused.value)
    clause = draft.clauses.get(place=1)
    assert (clause.content, clause.version, clause.confirmed) == (before, 1, False)


def test_several_faults_are_told_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        correct(begun(), 1, systems=("S99",), targets=(TargetEdit("三万人", "三方", by="明年"),))
    assert all(word in refused.value.why for word in ("S99", "三方", "明年"))


def test_the_head_is_corrected_with_the_same_care() -> None:
    draft = begun()
    edit = HeadEdit("云中市的方案", issued_on="2031-05-07", level="county", basis=("990100/child",))
    drafts.correct_head(by=EDITOR, now=NOW, draft_id=str(draft.public_id), version=1, edit=edit)
    with pytest.raises(Conflict):
        drafts.correct_head(by=COLLEAGUE, now=NOW, draft_id=str(draft.public_id), version=1, edit=edit)
    for place in (1, 2, 3):
        correct(draft, place)
    confirmed(draft)
    document = library().document(f"{REGION}/yunzhengfa-2031-12")
    assert (document.title, document.basis, document.issued_on) == (
        "云中市的方案",
        ("990100/child",),
        date(2031, 5, 7),
    )
    bad = HeadEdit("", issued_on="2031-13-01", basis=("nowhere/x",))
    with pytest.raises(DomainError):
        drafts.correct_head(by=EDITOR, now=NOW, draft_id=str(draft.public_id), version=2, edit=bad)


def test_the_same_document_is_begun_once() -> None:
    draft = begun()
    with pytest.raises(Conflict):
        begun(name="other-name")
    drafts.drop(by=EDITOR, now=NOW, draft_id=str(draft.public_id))
    again = begun()
    for place in (1, 2, 3):
        correct(again, place)
    confirmed(again)
    with pytest.raises(Conflict) as refused:
        begun(PLAN + "\n", name="third")
    assert f"{REGION}/yunzhengfa-2031-12" in str(refused.value)
    assert SavedReading.objects.count() == 1


def test_an_ended_draft_is_not_changed() -> None:
    draft = begun()
    drafts.drop(by=EDITOR, now=NOW, draft_id=str(draft.public_id))
    with pytest.raises(Conflict) as refused:
        correct(draft, 1)
    assert refused.value.code == "policy.draft_ended"


@pytest.mark.parametrize("viewer", [STRANGER, READER])
def test_only_policy_officers_of_the_region_work_on_it(viewer: Principal) -> None:
    with pytest.raises(Denied):
        begun(by=viewer)
    assert not PolicyDraft.objects.exists()
    assert not SavedReading.objects.exists()
    draft = begun()
    with pytest.raises(DomainError):
        correct(draft, 1, by=viewer)
    with pytest.raises(DomainError):
        queries.draft(viewer, str(draft.public_id))
    with pytest.raises(NotFound):
        queries.draft(EDITOR, "no-such-draft")


def test_the_list_counts_what_is_confirmed(django_assert_num_queries: Any) -> None:
    draft = begun()
    correct(draft, 1)
    with django_assert_num_queries(1):
        (row,) = queries.drafts(EDITOR)
    assert (row.clauses, row.confirmed) == (3, 1)
    assert queries.drafts(STRANGER) == ()


def test_who_did_what_stands_in_the_trail() -> None:
    draft = begun()
    correct(draft, 1, by=COLLEAGUE)
    correct(draft, 2, confirm=False)
    drafts.drop(by=EDITOR, now=NOW, draft_id=str(draft.public_id))
    events = AuditEvent.objects.filter(subject=f"policy.PolicyDraft:{draft.public_id}").order_by("pk")
    assert [(event.verb, event.actor_id) for event in events] == [
        ("policy.draft.begun", "editor"),
        ("policy.draft.clause_confirmed", "colleague"),
        ("policy.draft.clause_corrected", "editor"),
        ("policy.draft.dropped", "editor"),
    ]


def test_a_confirmation_is_repeated_after_a_broken_commit() -> None:
    draft = begun()
    for place in (1, 2, 3):
        correct(draft, place)
    confirmed(draft)
    PolicyDraft.objects.update(status=PolicyDraft.Status.OPEN)
    assert confirmed(draft).status == PolicyDraft.Status.CONFIRMED


def test_work_goes_on_at_the_next_clause_that_waits_and_begins_again_after_the_last() -> None:
    row = begun()
    correct(row, 2)
    draft = queries.draft(EDITOR, str(row.public_id))
    assert draft.waiting == (1, 3)
    assert [draft.waiting_after(place) for place in (1, 2, 3)] == [3, 3, 1]


def test_null_characters_do_not_move_the_words() -> None:
    draft = queries.draft(EDITOR, str(begun(PLAN.replace("云中市", "云\x00中市")).public_id))
    assert draft.clauses[1].printed.startswith("（二）发放补贴。")


def test_a_local_document_that_is_broken_stops_nobody(local: Path) -> None:
    place = local / REGION / "broken"
    place.mkdir(parents=True)
    for text in ("title: [\n", "title: 虚构\nlevel: moon\n", ""):
        (place / "document.yaml").write_text(text, encoding="utf-8")
        _with_local.cache_clear()
        assert len(library().documents) == 2
        assert library().set_aside


def test_a_head_that_nobody_checked_is_not_confirmed() -> None:
    draft = begun()
    for place in (1, 2, 3):
        correct(draft, place)
    with pytest.raises(Invalid) as refused:
        drafts.confirm(by=EDITOR, now=NOW, draft_id=str(draft.public_id), accepted=open_in(draft))
    assert (refused.value.code, "题头" in refused.value.why) == ("policy.draft_incomplete", True)


def test_what_is_open_is_said_and_confirmed_only_when_accepted() -> None:
    draft = begun()
    DraftClause.objects.filter(draft=draft, place=2).update(
        content=draft.clauses.get(place=2).content | {"doubts": ["虚构的疑点"]}
    )
    correct(draft, 1, duties={"lead": "市摆渡局"})
    correct(draft, 2, doubts=("虚构的疑点",))
    correct(draft, 3)
    check_head(draft)
    draft_id = str(draft.public_id)
    with pytest.raises(Invalid) as refused:
        drafts.confirm(by=EDITOR, now=NOW, draft_id=draft_id)
    assert refused.value.code == "policy.draft_open"
    for words in ("施行日期没有填", "名录里没有“市摆渡局”", "虚构的疑点"):
        assert words in refused.value.why
    seen = open_in(draft)
    correct(draft, 3, version=2, duties={"lead": "市风筝局"})
    with pytest.raises(Invalid) as again:
        drafts.confirm(by=EDITOR, now=NOW, draft_id=draft_id, accepted=seen)
    assert again.value.why == "（三）：名录里没有“市风筝局”。"
    assert (
        drafts.confirm(by=EDITOR, now=NOW, draft_id=draft_id, accepted=open_in(draft)).status == "confirmed"
    )
