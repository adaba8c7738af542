"""A correction of the register reaches whom it concerns: the offices of the cases that it touches, and the person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huigong.audit.subjects import subject_of
from huigong.casework.actions import steps
from huigong.casework.models import Case, Note
from huigong.casework.occasions import LONGEST_NOTE, REGISTER_CORRECTED
from huigong.casework.timekeeping import day_of
from huigong.casework.touched import touched
from huigong.catalogue.occasions import services_in_words
from huigong.catalogue.turned import Turned, by_correction
from huigong.directory.principals import Principal
from huigong.kernel.days import in_words
from huigong.kernel.sentences import say, wording
from huigong.messages.actions.telling import tell
from huigong.registry.heard import Correction

CORRECTED = "casework.ledger.corrected"
_ANSWERS = {
    "yes": wording("符合"),
    "held": wording("已经有"),
    "no": wording("不符合"),
    "unknown": wording("还不清楚"),
}
_NOTHING = wording("能办的事没有变")
_BLANK = wording("没有登记")


def register_corrected(correction: Correction, by: Principal, now: datetime) -> None:
    """Each office finds a note on its case, which says what changed of the answer; the person is told in any case."""
    today = day_of(now)
    turned = by_correction(correction.person, at=now, days=correction.days(today))
    for concerned in touched(correction.person, turned):
        case = steps.locked(concerned.public_id)
        _note(
            case, correction, [each for each in turned if each.service_id == case.service_id], by=by, now=now
        )
    services = list(dict.fromkeys(each.name for each in turned if each.service_id and each.is_other))
    changed = services_in_words(services) if services else str(_NOTHING)
    tell(
        people=[correction.person],
        event=f"register-corrected {correction.what} {now.isoformat()}",
        about=subject_of(correction.person),
        template=REGISTER_CORRECTED.id,
        values={
            "日期": in_words(today),
            "登记": correction.what,
            "原来": correction.was or str(_BLANK),
            "现在": correction.now or str(_BLANK),
            "影响": changed[:LONGEST_NOTE],
        },
        region=correction.person.residence,
        office="",
        now=now,
    )


def _note(
    case: Case, correction: Correction, turned: Sequence[Turned], *, by: Principal, now: datetime
) -> None:
    changed = (
        say(
            wording("{day}的答案由“{before}”变为“{after}”")
            if each.is_other
            else wording("{day}的答案还是“{after}”，理由变了"),
            day=in_words(each.on),
            before=_ANSWERS[each.before],
            after=_ANSWERS[each.after],
        )
        for each in turned
    )
    text = say(
        "更正了他的“{what}”：原来是{was}，现在是{row}。{changed}。请看这件要不要照新的登记办。",
        what=correction.what,
        was=correction.was or _BLANK,
        row=correction.now or _BLANK,
        changed="；".join(str(each) for each in changed),
    )
    note = Note.objects.create(
        case=case,
        office=case.accountable_office,
        text=str(text),
        written_at=now,
        written_by=by.account_id,
        writer=by.name[:50],
    )
    steps.record_on(case, CORRECTED, by=by, now=now, data={"note": note.public_id.hex})
