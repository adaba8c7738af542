"""Reads a policy document into its title, clauses, duties and targets.

`read_file` takes TXT, DOCX, PDF and HTML, `read_text` text; both give a `ReadDocument`,
which `to_json` turns into plain values. Whatever the input, the only error is a
`DomainError` whose code starts with `reading.`.
"""

from huigong.policy.reading.answer import to_json
from huigong.policy.reading.apart import read_apart
from huigong.policy.reading.document import (
    Attribution,
    Citation,
    Doubt,
    Point,
    ReadClause,
    ReadDocument,
    Target,
)
from huigong.policy.reading.files import read_file
from huigong.policy.reading.reader import read_text

__all__ = [
    "Attribution",
    "Citation",
    "Doubt",
    "Point",
    "ReadClause",
    "ReadDocument",
    "Target",
    "read_apart",
    "read_file",
    "read_text",
    "to_json",
]
