"""What every declaration of the packs has in common, whatever it declares: forms, records, offers, funds, obligations.

A folder that owns a kind of declaration writes its shape, reads its files onto a shelf, and says what its ids mean:

    OFFER = declared("名额", {"mechanism": choice(Mechanism), "hold": duration(None), "offered_by": rows(ADDRESS)})
    shelf = Shelf("名额", "offer", tuple(read_written(folder, OFFER, report, "*/offers/*.yaml")))
    for error in shelf.misfits():
        report.add(error)
    layers = shelf.layers("charging-bay", on=day, region="510421")   # the highest region first, () where none holds
    head = head_of(layers)

What is needed of the rest:

- `durations`: `10个工作日`, `30天`, `6个月`, `参数:答复期限`, and the day that lies so much later;
- `aggregates`: `有(状态 = 有效)`, `最近(到期日, 按 到期日)`, `计数()`, … over rows that rules can read;
- `addresses`: `{line: police, level: county, of: 登记地}`;
- `tightening`: what a region below changes, and that it loosens nothing;
- `changing`: what was kept under an id that was renamed, converted, divided, joined or retired, as it is read today;
- `locking`: a `Section` of `declarations.lock` with what the ids of the kind mean, registered once;
- `stories`: examples, under one key, and what is said where one comes out otherwise;
- `privacy`: how private something is, and the strictest of several.

Unknown has one meaning for each place, and none of them is "no": a form asks, a condition stays `UNKNOWN`, an
aggregate is `UNKNOWN` unless what it counts is complete, a duration without a value gives no day.

Plain Python: no framework, no database.
"""

from __future__ import annotations

from huigong.declarations.addresses import ADDRESS, Address, address_of, check_address
from huigong.declarations.aggregates import Aggregate, Asked, read_aggregate, worked_out
from huigong.declarations.changing import CHANGE, Change, as_read, check_examples, read_changes
from huigong.declarations.durations import Duration, Span, duration, read_duration
from huigong.declarations.heads import Head, declared, head_of
from huigong.declarations.locking import Meaning, Released, Section, Term, given, register
from huigong.declarations.privacy import Secrecy, strictest
from huigong.declarations.shelf import Shelf, Written, read_written
from huigong.declarations.stories import EXAMPLES, PARAMETERS, came_out, differs, examples_of
from huigong.declarations.tightening import Way, loosens

__all__ = [
    "ADDRESS",
    "CHANGE",
    "EXAMPLES",
    "PARAMETERS",
    "Address",
    "Aggregate",
    "Asked",
    "Change",
    "Duration",
    "Head",
    "Meaning",
    "Released",
    "Secrecy",
    "Section",
    "Shelf",
    "Span",
    "Term",
    "Way",
    "Written",
    "address_of",
    "as_read",
    "came_out",
    "check_address",
    "check_examples",
    "declared",
    "differs",
    "duration",
    "examples_of",
    "given",
    "head_of",
    "loosens",
    "read_aggregate",
    "read_changes",
    "read_duration",
    "read_written",
    "register",
    "strictest",
    "worked_out",
]
