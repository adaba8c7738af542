"""Going against a decision: what was sent and decided stands in the form of the next step."""

from __future__ import annotations

from dataclasses import replace

from huigong.casework.ownshapes import Against
from huigong.forms.carrying import carried
from huigong.portals.worker.filling import Filling
from huigong.portals.worker.visit import Visit


def begun(visit: Visit, filling: Filling, against: Against) -> Visit:
    """The visit with the form of the next step, filled in from the case as far as nobody has filled it in yet."""
    if against.sent is None:
        return visit
    draft = carried(
        filling.kept,
        filling.form,
        earlier=against.sent.form,
        lodged=against.sent.lodged,
        decided=against.decided,
    )
    before = visit.draft_of(filling.service.id)
    if before is not None and before.form == draft.form:  # what another page kept meanwhile stays
        draft = replace(draft, said={**draft.said, **before.said})
    return visit if draft == filling.kept else visit.drafting(filling.service.id, draft)
