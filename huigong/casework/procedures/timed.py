"""Checks what a procedure says of time and money: clocks, their lengths, and amounts that are a share of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from huigong.casework.procedures.faults import Fault, unknown
from huigong.casework.procedures.fields import FieldKind
from huigong.casework.procedures.lengths import Length
from huigong.casework.procedures.terms import ENDED, OPENED, Procedure, Stage
from huigong.declarations.durations import MEASURES
from huigong.kernel.packs import nearest_name


def stages(procedure: Procedure) -> Iterator[Fault]:
    occasions = {OPENED, *(move.id for move in procedure.moves)}
    occasions |= {f"{stage.id}{ENDED}" for stage in procedure.stages}
    for stage in procedure.stages:
        if stage.clock is not None:
            at = Fault(f"环节“{stage.id}”的起算", "stages", stage.id, "clock.starts")
            yield from unknown(at, stage.clock.starts, sorted(occasions))
            yield from _last_day(stage, procedure)
            yield from _longer(stage)
        if not any(stage.id in status.stages for status in procedure.statuses):
            yield Fault(f"环节“{stage.id}”没有一个进度里有", "stages", stage.id)


def _last_day(stage: Stage, procedure: Procedure) -> Iterator[Fault]:
    """A clock has a length of law, or a last day that the move which starts it has to name, by a clause that lets it."""
    clock = stage.clock
    assert clock is not None
    if (clock.length is None) is not bool(clock.until):
        what = f"环节“{stage.id}”的时限，length（法定长短）和 until（文书里写明的日子）要写一样、只写一样"
        yield Fault(what, "stages", stage.id, "clock")
    if not clock.until:
        return
    if not clock.clause:
        what = f"环节“{stage.id}”到写明的日子为止，没有写哪一条让部门定日子（clause）"
        yield Fault(what, "stages", stage.id, "clock")
    moves = [move for move in procedure.moves if move.id == clock.starts]
    for field in (field for move in moves for field in move.form if field.id == clock.until):
        if field.kind is FieldKind.DAY and field.required and field.future:
            return
    what = f"环节“{stage.id}”的 until“{clock.until}”，要是起算那一步必填的日子，可以在今天以后（kind: day, future: true）"
    yield Fault(what, "stages", stage.id, "clock.until")


def _longer(stage: Stage) -> Iterator[Fault]:
    """An extension is one of a length of law, and says who may grant it."""
    clock = stage.clock
    assert clock is not None
    if (clock.longer is None) is not (not clock.approver) or (clock.longer and clock.length is None):
        what = f"环节“{stage.id}”的延长（longer）要和批准的人（approver）一起写，只有法定长短（length）的才能延长"
        yield Fault(what, "stages", stage.id, "clock.longer")


def shares(procedure: Procedure) -> Iterator[Fault]:
    """An amount is a share of another amount of the same move, between bounds that are declared in percent."""
    for move in procedure.moves:
        amounts = {field.id for field in move.form if field.kind is FieldKind.MONEY and not field.share_of}
        for field in move.form:
            at = Fault("", "moves", move.id, "form", field.id)
            bounded = field.least is not None or field.most is not None
            if bounded is not bool(field.share_of):
                yield replace(at, what=f"字段“{field.id}”的 share_of 和 least、most 要一起写")
            if field.share_of and (field.kind is not FieldKind.MONEY or field.share_of not in amounts):
                yield replace(at, what=f"字段“{field.id}”要是金额，按同一步里另一个金额的份额定（share_of）")


def percents(procedure: Procedure, measures: Mapping[str, str]) -> Iterator[Fault]:
    for move in procedure.moves:
        for field in move.form:
            for bound in (field.least, field.most):
                if bound is not None and measures.get(bound.parameter) != "%":
                    what = f"字段“{field.id}”的“{bound.parameter}”不是登记过的百分比参数"
                    yield Fault(what, "moves", move.id, "form", field.id)


def lengths(procedure: Procedure, measures: Mapping[str, str]) -> Iterator[Fault]:
    for length, at in _all_lengths(procedure):
        if length.parameter not in measures:
            near = nearest_name(length.parameter, measures)
            do = f"，是不是“{near}”？" if near else ""
            yield replace(at, what=f"没有登记过叫“{length.parameter}”的参数{do}")
        elif measures[length.parameter] not in MEASURES:
            what = f"参数“{length.parameter}”不是按{'、'.join(MEASURES)}计的，不能当期限"
            yield replace(at, what=what)
    for stage in procedure.stages:
        clock = stage.clock
        if clock and clock.length and clock.longer:
            counted, usual = (measures.get(each.parameter) for each in (clock.longer, clock.length))
            if counted is not None and counted != usual:
                what = f"“{clock.longer.parameter}”和“{clock.length.parameter}”要用一样的单位"
                yield Fault(what, "stages", stage.id, "clock.longer")


def _all_lengths(procedure: Procedure) -> Iterator[tuple[Length, Fault]]:
    for stage in procedure.stages:
        if stage.clock and stage.clock.length:
            yield stage.clock.length, Fault("", "stages", stage.id, "clock.length")
        if stage.clock and stage.clock.longer:
            yield stage.clock.longer, Fault("", "stages", stage.id, "clock.longer")
    for move in procedure.moves:
        remedy = move.decision.remedy if move.decision else None
        if remedy and remedy.within:
            yield remedy.within, Fault("", "moves", move.id, "decision.remedy.within")
