"""What registers know of a person, in the copy that people take along."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from huigong.directory.principals import Principal
from huigong.kernel.sentences import wording
from huigong.notices.letters import Paragraph, Table
from huigong.records import queries
from huigong.registry import owncopy
from huigong.registry.owncopy import Asked, Part, Values

TITLE: Final = wording("登记记录")
COLUMNS: Final = (wording("种类"), wording("编号"), wording("状态"), wording("内容"))


def _values(viewer: Principal, asked: Asked) -> Values:
    rows = queries.of_person(viewer, viewer.person_id or "", now=asked.now) if viewer.person_id else ()
    return {
        TITLE: [
            dict(
                zip(
                    COLUMNS,
                    (
                        row.name,
                        row.number,
                        row.state,
                        "；".join(f"{name}：{text}" for name, text in row.values),
                    ),
                    strict=True,
                )
            )
            for row in rows
        ]
    }


def _blocks(values: Values) -> Iterable[Paragraph | Table]:
    return owncopy.listed(TITLE, COLUMNS, values[TITLE])


PART: Final = Part("records", 60, _values, _blocks)
