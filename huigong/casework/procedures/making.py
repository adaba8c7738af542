"""Procedures and bars made from what a pack says; everything was checked against its shape before."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

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
from huigong.directory.permissions import Permission
from huigong.kernel.packs import Entry
from huigong.kernel.packs.references import full_reference

_USUAL = {Who.OFFICE: Permission.CASE_DECIDE, Who.PARTY: Permission.APPLICATION_LODGE, Who.SYSTEM: None}


def procedure_of(entry: Entry, *, region: str, document: str, source: str) -> Procedure:
    """The procedure of one file; `document` completes clauses that begin with `#`."""
    taken = (replace(TAKEN[move], starts=starts) for move, starts in entry["takes"].items())
    return Procedure(
        **_same(
            entry,
            Procedure,
            statuses=tuple(Status(**status) for status in entry["statuses"]),
            moves=(*map(_move, entry["moves"]), *taken),
            opened_by=frozenset(entry["opened_by"]),
            parties={Role(role): frozenset(kinds) for role, kinds in entry["parties"].items()},
            silent=frozenset(entry["silent"]),
            stages=tuple(_stage(stage, document) for stage in entry["stages"]),
            clauses=tuple(full_reference(clause, document) for clause in entry["clauses"]),
            owner=None if entry["owner"] is None else Owner(entry["owner"]["line"]),
        ),
        valid_from=entry["from"],
        valid_until=entry["until"],
        region=region,
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


def _stage(entry: Entry, document: str) -> Stage:
    clock = entry["clock"]
    if clock is None:
        return Stage(entry["id"], entry["words"])
    clause = full_reference(clock["clause"], document) if clock["clause"] else ""
    rule = ClockRule(**_same(clock, ClockRule, clause=clause))
    return Stage(entry["id"], entry["words"], rule)


def _move(entry: Entry) -> Move:
    who, after = entry["by"], entry["after"]
    return Move(
        **_same(
            entry,
            Move,
            name=entry["name"] or entry["id"],
            form=tuple(Field(**field) for field in entry["form"]),
            after=None if after is None else After(**after),
            decision=None if entry["decision"] is None else _decision(entry["decision"]),
        ),
        who=who,
        permission=entry["right"] or _USUAL[who],
    )


def _same(entry: Entry, kind: type[Any], **made: Any) -> dict[str, Any]:
    """The keys of the entry that are called like fields of a dataclass; `made` are those turned into something else."""
    names = {field.name for field in fields(kind)}
    return {**{key: value for key, value in entry.items() if key in names}, **made}


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
