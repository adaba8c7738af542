"""Procedures and bars made from what a pack says; everything was checked against its shape before."""

from __future__ import annotations

from dataclasses import replace

from huigong.casework.procedures.bars import Bar
from huigong.casework.procedures.fields import Field
from huigong.casework.procedures.lengths import Remedy
from huigong.casework.procedures.roles import Role
from huigong.casework.procedures.shapes import TAKEN
from huigong.casework.procedures.terms import (
    After,
    ClockRule,
    DecisionRule,
    Move,
    Owner,
    Procedure,
    Stage,
    Status,
    Who,
)
from huigong.catalogue.lineage import full_reference
from huigong.directory.permissions import Permission
from huigong.kernel.packs import Entry

_USUAL = {Who.OFFICE: Permission.CASE_DECIDE, Who.PARTY: Permission.APPLICATION_LODGE, Who.SYSTEM: None}


def procedure_of(entry: Entry, *, region: str, document: str, source: str) -> Procedure:
    """The procedure of one file; `document` completes clauses that begin with `#`."""
    taken = (replace(TAKEN[move], starts=starts) for move, starts in entry["takes"].items())
    return Procedure(
        id=entry["id"],
        version=entry["version"],
        name=entry["name"],
        statuses=tuple(Status(**status) for status in entry["statuses"]),
        moves=(*map(_move, entry["moves"]), *taken),
        opened_by=frozenset(entry["opened_by"]),
        parties={Role(role): frozenset(kinds) for role, kinds in entry["parties"].items()},
        stages=tuple(map(_stage, entry["stages"])),
        clauses=tuple(full_reference(clause, document) for clause in entry["clauses"]),
        valid_from=entry["from"],
        valid_until=entry["until"],
        owner=None if entry["owner"] is None else Owner(entry["owner"]["line"]),
        collective=entry["collective"],
        outcomes=entry["outcomes"],
        region=region,
        opened_trail=entry["opened_trail"],
        source=source,
    )


def bar_of(entry: Entry, *, document: str) -> Bar:
    """One of the bars of a file."""
    return Bar(
        opening=frozenset(entry["opening"]),
        while_open=frozenset(entry["while_open"]),
        clause=full_reference(entry["clause"], document),
        why=entry["why"],
        do=entry["do"],
        valid_from=entry["from"],
        valid_until=entry["until"],
    )


def _stage(entry: Entry) -> Stage:
    clock = entry["clock"]
    return Stage(entry["id"], entry["words"], None if clock is None else ClockRule(**clock))


def _move(entry: Entry) -> Move:
    who, after = entry["by"], entry["after"]
    same = ("id", "starts", "to", "roles", "effects", "ends", "trail", "button", "done", "weight", "outcome")
    return Move(
        **{key: entry[key] for key in same},
        name=entry["name"] or entry["id"],
        who=who,
        permission=entry["right"] or _USUAL[who],
        form=tuple(Field(**field) for field in entry["form"]),
        after=None if after is None else After(**after),
        decision=None if entry["decision"] is None else _decision(entry["decision"]),
    )


def _decision(entry: Entry) -> DecisionRule:
    remedy = entry["remedy"]
    return DecisionRule(
        kind=entry["kind"],
        verdict=entry["verdict"],
        name=entry["name"] or entry["verdict"],
        favourable=entry["favourable"],
        notice=entry["notice"],
        remedy=None if remedy is None else Remedy(**remedy),
    )
