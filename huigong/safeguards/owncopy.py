"""What the copy that people take along says of call-backs: that they were drawn, of which month, and what they said of it."""

from __future__ import annotations

from collections.abc import Iterable

from huigong.directory.principals import Principal
from huigong.notices.letters import Paragraph, Table
from huigong.registry import lookup
from huigong.registry.owncopy import Asked, Part, Values, listed
from huigong.safeguards.models import CallBack
from huigong.wages.own import is_sure
from huigong.wages.whose import texts_of, theirs

CALLS = "回访"


def _values(viewer: Principal, asked: Asked) -> Values:
    """Without the words, which an official typed."""
    if not is_sure(viewer):
        return {CALLS: []}
    person = lookup.person(viewer.person_id or "")
    rows = CallBack.objects.by_index("number", *texts_of(person)).select_related("survey").order_by("pk")
    own, _ = theirs(person, rows)
    return {CALLS: [{"月份": f"{row.survey.month:%Y-%m}", "结果": row.get_outcome_display()} for row in own]}


def _print(document: Values) -> Iterable[Paragraph | Table]:
    return listed(CALLS, ("月份", "结果"), document[CALLS])


PART = Part("safeguards", 7, _values, _print)
