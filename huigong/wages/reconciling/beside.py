"""Rows of a sheet that are no rows of its table: sums, titles between parts, signatures, empty lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from huigong.kernel import writing
from huigong.kernel.errors import DomainError
from huigong.wages.reconciling.tables import Kind, Table

_SUM = re.compile(r"合计|小计|总计|共计|累计")
_SIGNED = re.compile(
    r"(?:制表|编制|填表|填报|审核|复核|审批|批准|签字|签名|签章|盖章|公章|经办|经手|主管|会计|出纳|负责人|项目经理"
    r"|项目负责人|劳资专管员|单位负责人|单位|日期|时间|备注|说明|注)(?:人|员)?(?:签字|签名|签章|盖章)?(?:$|[:：（(])"
)
_SAYS_WHOSE = frozenset([Kind.CODE, Kind.WORKER, Kind.SERIAL, Kind.MONTH, Kind.DAY])


def is_beside(table: Table, texts: Mapping[str, str | None]) -> bool:
    """Whether a row whose identity cannot be read is no row; `texts` are its cells by column id, as written."""
    written = {name: plain for name, text in texts.items() if (plain := _plain(text))}
    kinds = {column.id: column.kind for column in table.columns}
    if len(set(written.values())) < 2:
        return True  # empty, or one text, merged across
    said = [text for name, text in written.items() if name != "memo"]
    if any(_SUM.search(text) or _SIGNED.match(text) for text in said):
        return True
    return not any(kinds[name] in _SAYS_WHOSE or name == "name" for name in written)


def _plain(text: str | None) -> str:
    try:
        return writing.figures(text or "")
    except DomainError:
        return ""
