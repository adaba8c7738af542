"""Filing a project with the platforms of its place from one set of tables, and noting what each of them says of it."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.audit.subjects import subject_of
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said_within
from huigong.records.models import Record
from huigong.registry.lookup import public_uuid
from huigong.wages.filing import carrying
from huigong.wages.filing.declaring import Profile, book
from huigong.wages.models import Filing
from huigong.wages.notfound import no_filing
from huigong.wages.reconciling.tables import PROJECTS
from huigong.wages.sites import require_officer
from huigong.wages.uploaded import one_at_a_time, require_seldom, written_into

MOST_SAID = 500
_MOST_A_DAY = 200  # files of platforms that one officer has made within a day
_DAY = timedelta(days=1)


def file(
    *,
    by: Principal,
    now: datetime,
    project_id: str,
    profiles: Sequence[str],
    files: Mapping[str, tuple[str, bytes]],
) -> bytes:
    """A ZIP with a file for each platform, all from the same tables. A file that was written before is not another filing.

    All of them are made before anything is locked.

    Raises `DomainError`: `wage.not_your_project`, `wage.file`, `wage.too_large`, `wage.busy`, `wage.other_project`,
    `wage.too_often`, `filing.none`, `filing.unknown`, `filing.cells`.
    """
    project = require_officer(by, project_id, now=now)
    wanted = [book().profile(id, project.region, on=localdate(now)) for id in profiles]
    if not wanted:
        raise Invalid("filing.none", what="没有选平台", do="请至少选一个", about="profiles")
    lately = Filing.objects.filter(written_by=by.account_id, written_at__gt=now - _DAY)
    require_seldom(lately.count(), _MOST_A_DAY)
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="huigong-filing-") as scratch:
        tables = carrying.tables_of(written_into(Path(scratch) / "in", files))
        _require_own(project, tables)
        source = hashlib.sha256(repr(sorted(tables.items())).encode()).hexdigest()
        made = [(profile, *carrying.written(profile, tables)) for profile in wanted]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for _, name, data, _ in made:
            archive.writestr(name, data)
    with transaction.atomic():
        for profile, _, _, counts in made:
            _noted(project, profile, source, counts, by=by, now=now)
    return packed.getvalue()


@transaction.atomic
def answered(*, by: Principal, now: datetime, filing_id: str, accepted: bool, said: str = "") -> Filing:
    """What a platform says of a filing; a refusal says why. What it accepted it may refuse later, and the other way round.

    Raises `DomainError`: `wage.no_filing`, `wage.not_your_project`, `filing.unsaid`, `wage.too_long`.
    """
    row = Filing.objects.select_for_update(of=("self",)).select_related("project").filter(
        public_id=public_uuid(filing_id)
    ).first()  # fmt: skip
    if row is None:
        raise no_filing()
    require_officer(by, row.project.public_id.hex, now=now)
    words = said_within(said, MOST_SAID, code="wage.too_long", about="said")
    if not accepted and not words:
        raise Invalid("filing.unsaid", what="没有写平台为什么退回", do="请照平台的话写", about="said")
    row.standing = Filing.Standing.ACCEPTED if accepted else Filing.Standing.REFUSED
    row.answered_at, row.answer = now, words
    row.save(update_fields=["standing", "answered_at", "answer"])
    record_event(
        by=by,
        now=now,
        verb="wages.filing.answered",
        subject=subject_of(row),
        region=row.region,
        data={"profile": row.profile, "standing": row.standing},
    )
    return row


def _noted(
    project: Record,
    profile: Profile,
    source: str,
    counts: Mapping[str, int],
    *,
    by: Principal,
    now: datetime,
) -> None:
    row, new = Filing.objects.get_or_create(
        project=project,
        profile=profile.id,
        source=source,
        defaults={
            "region": project.region,
            "rows": counts,
            "written_at": now,
            "written_by": by.account_id,
        },
    )
    record_event(
        by=by,
        now=now,
        verb="wages.filing.written",
        subject=subject_of(row),
        region=project.region,
        data={"profile": profile.id, "rows": counts, "again": not new},
    )


def _require_own(project: Record, tables: carrying.Tables) -> None:
    """Nobody files for a project that is not theirs, whichever table names it."""
    numbers = {row[PROJECTS.columns[0].name] for rows in tables.values() for row in rows}
    if not numbers:
        raise Conflict("wage.nothing_to_file", what="没有传上表", do="请传上花名册、考勤、工资表或者项目表")
    if numbers != {project.project}:
        raise Invalid(
            "wage.other_project",
            what=say("表里的项目编号应当只有“{number}”", number=project.project),
            why="您只能报自己的项目",
            do="请核对项目编号",
            about=PROJECTS.name,
        )
