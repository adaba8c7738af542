"""JSON values that people typed, kept sealed."""

from __future__ import annotations

import json
from typing import Any

from huigong.audit.fields import SealedTextField


class SealedJSONField(SealedTextField):
    """A JSON value that only the running program reads: a mapping, or a list in `SealedLinesField`.

    An empty one is kept as empty text. Text given in its place is the JSON of a value, as unsealing gives it.
    """

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
    empty: type[Any] = dict

    def get_prep_value(self, value: Any) -> Any:
        if value and not isinstance(value, str):
            value = json.dumps(self.empty(value), ensure_ascii=False, sort_keys=True)
        return super().get_prep_value(value or "")

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        plain = super().from_db_value(value, expression, connection)
        return json.loads(plain) if plain else self.empty()
