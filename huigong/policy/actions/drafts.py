"""From an uploaded document to a page of the library: begin, correct, confirm.

Every change names the version it was made on; where somebody else was faster it is refused
with `Conflict`, and nothing is lost on either side.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from huigong.audit.actions import record
from huigong.directory.principals import Permission, Principal
from huigong.kernel import packs, regions
from huigong.kernel.errors import Conflict, Invalid, NotFound
from huigong.policy.actions.readings import save_reading
from huigong.policy.comparison import find_pack
from huigong.policy.documents import region_of
from huigong.policy.drafting import as_yaml, drafted, short_name
from huigong.policy.drafting.edits import (
    ClauseEdit,
    HeadEdit,
    clause_content,
    for_file,
    for_storage,
    head_content,
    missing_of,
)
from huigong.policy.drafting.folder import add_confirmed, checked_name
from huigong.policy.models import DraftClause, PolicyDraft, SavedReading
from huigong.policy.packs import library
from huigong.policy.queries import open_points_of, unknown_draft
from huigong.policy.reading import ReadDocument


def begin(
    *, by: Principal, now: datetime, read: ReadDocument, source: bytes, region: str, name: str = ""
) -> PolicyDraft:
    """Keeps the reading and opens a draft of it under `<region>/<name>`; `name` may be left to us.

    Raises `DomainError`: `access.denied`, `policy.document_known` (in the library, or being
    worked on), `policy.folder_name`, `region.unknown`.
    """
    place = regions.find(region)
    by.require(Permission.LIBRARY_EDIT, region=place.code)
    document_id = f"{place.code}/{checked_name(name or short_name(read))}"
    # Looking up a hundred offices takes a second, for which no lock is held.
    content = for_storage(drafted(read, place, library().documents.values()))
    with transaction.atomic():
        reading = save_reading(by=by, now=now, read=read, source=source)
        _refuse_known(read, reading, document_id)
        clauses = content.pop("clauses")
        draft = PolicyDraft.objects.create(
            reading=reading, document_id=document_id, head=content, begun_by=by.account_id, begun_at=now
        )
        DraftClause.objects.bulk_create(
            DraftClause(draft=draft, place=place, content=clause, begins=begins, ends=ends)
            for place, (clause, (begins, ends)) in enumerate(zip(clauses, _spans(read), strict=True), 1)
        )
        _tell(by, now, draft, "policy.draft.begun", {"clauses": len(clauses)})
    return draft


def _spans(read: ReadDocument) -> list[tuple[int, int]]:
    """Where each clause stands in the text as it is kept, which has no null characters."""
    text = read.source_text

    def kept(offset: int) -> int:
        return offset - text.count("\x00", 0, offset)

    return [(kept(clause.span[0]), kept(clause.span[1])) for clause in read.clauses]


def _refuse_known(read: ReadDocument, reading: SavedReading, document_id: str) -> None:
    same = find_pack(read, library())
    open_drafts = PolicyDraft.objects.filter(status=PolicyDraft.Status.OPEN)
    taken = document_id in library().documents or open_drafts.filter(document_id=document_id).exists()
    if not (same or taken or open_drafts.filter(reading=reading).exists()):
        return
    raise Conflict(
        "policy.document_known",
        what=f"这份文件已经在资料库里了：{same.id}。"
        if same
        else "这份文件已经有人在核对，或者编号已被占用。",
        why=f"题名、文号或标题相同；编号是 {document_id}。",
        do="请打开已有的那一份；如果确实是另一份文件，请换一个简称。",
    )


@transaction.atomic
def correct(
    *, by: Principal, now: datetime, draft_id: str, place: int, version: int, edit: ClauseEdit, confirm: bool
) -> DraftClause:
    """Saves what was entered for a clause, and with `confirm` marks it as checked against the print.

    Raises `DomainError`: `access.denied`, `policy.draft_unknown`, `policy.draft_changed`,
    `policy.draft_invalid`, `policy.draft_ended`, `policy.draft_incomplete`.
    """
    draft = _open(by, draft_id)
    clause = _clause(draft, place)
    _same_version(clause.version, version)
    systems = [system.id for system in library().systems]
    printed = draft.printed(clause)
    clause.content = clause_content(clause.content, edit, systems=systems, printed=printed, whole=confirm)
    if confirm:
        _require_complete(clause.content)
    clause.confirmed = confirm
    clause.version += 1
    clause.changed_by, clause.changed_at = by.account_id, now
    clause.save()
    _tell(
        by,
        now,
        draft,
        "policy.draft.clause_confirmed" if confirm else "policy.draft.clause_corrected",
        {"clause": place},
    )
    return clause


@transaction.atomic
def correct_head(*, by: Principal, now: datetime, draft_id: str, version: int, edit: HeadEdit) -> PolicyDraft:
    """Saves title, number, issuer, days, level, recipients and basis; raises as `correct` does."""
    draft = _open(by, draft_id)
    _same_version(draft.version, version)
    draft.head = head_content(draft.head, edit, documents=library().documents)
    draft.version += 1
    draft.save(update_fields=["head", "version"])
    _tell(by, now, draft, "policy.draft.head_corrected", {})
    return draft


@transaction.atomic
def confirm(*, by: Principal, now: datetime, draft_id: str, accepted: Iterable[str] = ()) -> PolicyDraft:
    """Writes the document into the library of this deployment; every page shows it from then on.

    `accepted` are the open points (as `str`) that the officer has seen and lets stand.
    Raises `DomainError`: `policy.draft_incomplete` while a clause or the head is not checked,
    `policy.draft_open` while a point is open that was not accepted, and as `correct` does.
    """
    draft = _open(by, draft_id)
    clauses = list(draft.clauses.all())
    _require_checked(draft, clauses)
    points = {str(point) for point in open_points_of(draft, clauses)}
    _require_accepted(points - set(accepted))
    content = {key: value for key, value in draft.head.items() if key != "verified"}
    content["clauses"] = [clause.content for clause in clauses]
    draft.status, draft.ended_by, draft.ended_at = PolicyDraft.Status.CONFIRMED, by.account_id, now
    draft.save(update_fields=["status", "ended_by", "ended_at"])
    _tell(by, now, draft, "policy.draft.confirmed", {"clauses": len(clauses), "open": len(points)})
    # Last, so that nothing after it can undo the rows and leave the file.
    add_confirmed(packs.local_folder(), draft.document_id, as_yaml(_filed(content)))
    return draft


def _require_checked(draft: PolicyDraft, clauses: list[DraftClause]) -> None:
    if not clauses or not draft.head.get("title"):
        raise _incomplete("没有题名，或者没有任何条目。")
    waiting = [clause.content["number"] for clause in clauses if not clause.confirmed]
    if not draft.head_checked:
        waiting.insert(0, "题头")
    if waiting:
        raise _incomplete(f"还没有核对：{'、'.join(waiting[:20])}。")


def _require_accepted(points: Iterable[str]) -> None:
    still = sorted(points)
    if still:
        raise Invalid(
            "policy.draft_open",
            what="还有没解决的地方，没有确认。",
            why="；".join(still[:20]) + "。",
            do="请逐处改好；确实要留着的，看过清单以后再确认一次。",
        )


def _filed(content: dict[str, Any]) -> dict[str, Any]:
    return for_file(content) | {"clauses": [for_file(clause) for clause in content["clauses"]]}


@transaction.atomic
def drop(*, by: Principal, now: datetime, draft_id: str) -> PolicyDraft:
    """Gives the draft up; its reading stays. Raises as `correct` does."""
    draft = _open(by, draft_id)
    draft.status, draft.ended_by, draft.ended_at = PolicyDraft.Status.DROPPED, by.account_id, now
    draft.save(update_fields=["status", "ended_by", "ended_at"])
    _tell(by, now, draft, "policy.draft.dropped", {})
    return draft


def _open(by: Principal, draft_id: str) -> PolicyDraft:
    """The draft, locked, if it is open and in a region where the actor may edit the library."""
    try:
        draft = (
            PolicyDraft.objects.select_for_update(of=("self",))
            .select_related("reading")
            .get(public_id=draft_id)
        )
    except (PolicyDraft.DoesNotExist, ValidationError) as error:
        raise unknown_draft() from error
    by.require(Permission.LIBRARY_EDIT, region=region_of(draft.document_id))
    if draft.status != PolicyDraft.Status.OPEN:
        raise Conflict(
            "policy.draft_ended",
            what=f"这份草稿{draft.get_status_display()}，不能再改。",
            do="请打开资料库里的文件；要改已确认的文件，请按资料包的办法修改。",
        )
    return draft


def _clause(draft: PolicyDraft, place: int) -> DraftClause:
    clause = draft.clauses.filter(place=place).first()
    if clause is None:
        raise NotFound(
            "policy.draft_clause_unknown", what="草稿里没有这一条。", do="请从左边的目录重新选择。"
        )
    return clause


def _same_version(now: int, seen: int) -> None:
    if now != seen:
        raise Conflict(
            "policy.draft_changed",
            what="别人刚刚改过这里，您的改动没有保存。",
            why="您打开以后，另一位同事或另一个窗口保存了新的内容。",
            do="下面同时列出现在的内容和您填的内容，请对照后再保存。",
        )


def _require_complete(content: dict[str, Any]) -> None:
    missing = missing_of(content)
    if missing:
        raise _incomplete(f"还缺：{'；'.join(missing)}。")


def _incomplete(why: str) -> Invalid:
    return Invalid("policy.draft_incomplete", what="还不能确认。", why=why, do="补上以后再确认。")


def _tell(by: Principal, now: datetime, draft: PolicyDraft, verb: str, data: dict[str, Any]) -> None:
    record(
        by=by,
        now=now,
        verb=verb,
        subject=f"policy.PolicyDraft:{draft.public_id}",
        region=region_of(draft.document_id),
        data={"document": draft.document_id, **data},
    )
