"""What is wrong with a procedure, in words: for `huigong pack check`, and for whoever registers one in code.

Every status can be reached and left, by a person and by time; every refusal has a notice
and a remedy; no open case is without an owner; nothing names what is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from huigong.casework.procedures import effects
from huigong.casework.procedures.lengths import MEASURES, Length
from huigong.casework.procedures.reading import read_procedures
from huigong.casework.procedures.roles import Origin
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import ENDED, OPENED, DecisionRule, Move, Procedure, Who
from huigong.catalogue.checking import PackCheck
from huigong.kernel.packs import PackError, Place, nearest_name

_WEIGHTS = ("main", "plain", "danger")
_KINDS_OF_CLOCK = ("acceptance", "statutory", "promised")


@dataclass(frozen=True)
class Fault:
    """What is wrong; `word` is what stands in the file at that place."""

    word: str
    what: str


def check_procedures(folder: Path, found: PackCheck) -> None:
    """Adds to a check of packs what is wrong with the procedures below `folder`."""
    read = read_procedures(folder)
    found.errors += [_relative(error, folder) for error in read.errors]
    catalogue = found.catalogue
    measures = (
        {name: one.measure for name, one in catalogue.parameters.declarations.items()} if catalogue else {}
    )
    seen: dict[tuple[str, int], str] = {}
    for procedure in read.procedures:
        file = Path(procedure.source)
        faults = [*faults_of(procedure), *_lengths(procedure, measures)]
        twin = seen.setdefault((procedure.id, procedure.version), procedure.source)
        if twin != procedure.source or (procedure.id, procedure.version) == (STANDARD.id, STANDARD.version):
            faults.append(Fault(procedure.id, f"“{procedure.id}”第{procedure.version}版已经有了"))
        for fault in faults:
            found.errors.append(_told(fault.what, file, fault.word, folder))
    known = {*(catalogue.ids if catalogue else ()), *(one.id for one in read.procedures)}
    for bar in read.bars:
        for name in sorted((bar.opening | bar.while_open) - known):
            what = f"没有叫“{name}”的事项或程序{_perhaps(name, known)}"
            found.errors.append(_told(what, Path(bar.source), name, folder))


def faults_of(procedure: Procedure) -> tuple[Fault, ...]:
    """Everything that is wrong with one procedure."""
    return tuple(
        fault
        for part in (_names, _reachable, _ways_out, _forms, _refusals, _ownership, _stages)
        for fault in part(procedure)
    )


def _names(procedure: Procedure) -> Iterator[Fault]:
    """Nothing names a status, stage, effect or outcome that is not there; nothing stands there twice."""
    statuses = [status.id for status in procedure.statuses]
    stages = [stage.id for stage in procedure.stages]
    for group, words in (
        ("进度", statuses),
        ("环节", stages),
        ("步骤", [move.id for move in procedure.moves]),
    ):
        yield from (
            Fault(word, f"{group}“{word}”写了两次") for word in {w for w in words if words.count(w) > 1}
        )
    for move in procedure.moves:
        for status in (*move.starts, *([move.to] if move.to else [])):
            yield from _unknown(status, statuses, f"步骤“{move.id}”说的进度")
        for effect in move.effects:
            yield from _unknown(effect, effects.known(), f"步骤“{move.id}”的效果")
        if move.ends:
            yield from _unknown(move.ends, stages, f"步骤“{move.id}”办完的环节")
        if move.outcome:
            yield from _unknown(move.outcome, procedure.outcomes, f"步骤“{move.id}”的个人结果")
        if move.weight not in _WEIGHTS:
            yield from _unknown(move.weight, _WEIGHTS, f"步骤“{move.id}”的轻重")
        if move.after:
            yield from _unknown(move.after.clock, (*stages, *_KINDS_OF_CLOCK), f"步骤“{move.id}”等的时限")
    for status_ in procedure.statuses:
        for stage in status_.stages:
            yield from _unknown(stage, stages, f"进度“{status_.id}”的环节")


def _reachable(procedure: Procedure) -> Iterator[Fault]:
    reached, news = {procedure.first.id}, [procedure.first.id]
    while news:
        here = news.pop()
        for move in procedure.moves_from(here):
            if move.to and move.to not in reached:
                reached.add(move.to)
                news.append(move.to)
    for status in procedure.statuses:
        if status.id not in reached:
            yield Fault(status.id, f"进度“{status.id}”没有一步能到")


def _ways_out(procedure: Procedure) -> Iterator[Fault]:
    """An open status is left by somebody, and by time: by a move that time makes, or a clock that makes it late."""
    timed = {stage.id for stage in procedure.stages if stage.clock}
    by_service = Origin.APPLICATION in procedure.opened_by
    for status in procedure.statuses:
        moves = [move for move in procedure.moves_from(status.id) if move.to and move.to != status.id]
        if not status.is_open:
            continue
        if not any(move.who is not Who.SYSTEM for move in moves):
            yield Fault(status.id, f"进度“{status.id}”没有人能往下办")
        if not (timed & set(status.stages)) and not by_service:
            yield Fault(status.id, f"进度“{status.id}”没有时限，时间到了也没有人知道")


def _forms(procedure: Procedure) -> Iterator[Fault]:
    for move in procedure.moves:
        ids = [field.id for field in move.form]
        taken = {
            field.id for name in move.effects if name in effects.known() for field in effects.fields(name)
        }
        for word in ids:
            if ids.count(word) > 1 or word in taken:
                yield Fault(word, f"步骤“{move.id}”的字段“{word}”写了两次，或者和效果要填的重名")
        for field in move.form:
            if field.kind.value == "choice" and not field.options:
                yield Fault(field.id, f"步骤“{move.id}”的字段“{field.id}”没有可选的")


def _refusals(procedure: Procedure) -> Iterator[Fault]:
    for move in procedure.moves:
        if (move.decision is not None) is not ("decide" in move.effects):
            yield Fault(move.id, f"步骤“{move.id}”的决定和效果 decide 要一起写")
        if move.decision is not None:
            yield from _refusal(move, move.decision, by_service=procedure.opened_by == {Origin.APPLICATION})


def _refusal(move: Move, rule: DecisionRule, *, by_service: bool) -> Iterator[Fault]:
    """A case that only an application opens has a service, whose own words say where to turn."""
    if rule.kind.about_another and "correct" not in move.effects:
        yield Fault(move.id, f"步骤“{move.id}”作出{rule.kind.label}，要写效果 correct，指明针对哪一份")
    if rule.favourable is False and not rule.notice:
        yield Fault(move.id, f"步骤“{move.id}”对当事人不利，没有写用哪份文书告知（notice）")
    if rule.favourable is False and rule.remedy is None and not by_service:
        yield Fault(move.id, f"步骤“{move.id}”对当事人不利，没有写不服怎么办（remedy）")


def _ownership(procedure: Procedure) -> Iterator[Fault]:
    if not procedure.opened_by:
        yield Fault(procedure.id, "没有写怎样立案（opened_by）")
    if procedure.owner is None and procedure.opened_by - {Origin.APPLICATION, Origin.OFFICE}:
        yield Fault(procedure.id, "没有写责任部门（owner），立案以后没有人负责")
    if not procedure.first.is_open:
        yield Fault(procedure.first.id, "第一个进度应当是在办的")
    if not procedure.parties:
        yield Fault(procedure.id, "没有写当事人（parties）")
    for move in procedure.moves:
        if move.who is Who.PARTY and not move.roles:
            yield Fault(move.id, f"步骤“{move.id}”由当事人办，没有写哪些身份（roles）")
        if move.who is Who.SYSTEM and move.after is None:
            yield Fault(move.id, f"步骤“{move.id}”由时间推动，没有写等哪个时限（after）")


def _stages(procedure: Procedure) -> Iterator[Fault]:
    occasions = {OPENED, *(move.id for move in procedure.moves)}
    occasions |= {f"{stage.id}{ENDED}" for stage in procedure.stages}
    for stage in procedure.stages:
        if stage.clock is not None:
            yield from _unknown(stage.clock.starts, occasions, f"环节“{stage.id}”的起算")
        if not any(stage.id in status.stages for status in procedure.statuses):
            yield Fault(stage.id, f"环节“{stage.id}”没有一个进度里有")


def _lengths(procedure: Procedure, measures: Mapping[str, str]) -> Iterator[Fault]:
    for length in _all_lengths(procedure):
        if length.parameter not in measures:
            near = nearest_name(length.parameter, measures)
            do = f"，是不是“{near}”？" if near else ""
            yield Fault(length.parameter, f"没有登记过叫“{length.parameter}”的参数{do}")
        elif measures[length.parameter] not in MEASURES:
            yield Fault(
                length.parameter, f"参数“{length.parameter}”不是按{'、'.join(MEASURES)}计的，不能当期限"
            )


def _all_lengths(procedure: Procedure) -> Iterator[Length]:
    yield from (stage.clock.length for stage in procedure.stages if stage.clock)
    for move in procedure.moves:
        remedy = move.decision.remedy if move.decision else None
        if remedy and remedy.within:
            yield remedy.within


def _unknown(word: str, known: Iterable[str], what: str) -> Iterator[Fault]:
    if word not in known:
        yield Fault(word, f"{what}“{word}”没有登记过{_perhaps(word, known)}")


def _perhaps(word: str, known: Iterable[str]) -> str:
    near = nearest_name(word, known)
    return f"，是不是“{near}”？" if near else f"；可用的有：{'、'.join(list(known)[:12])}"


def _relative(error: PackError, folder: Path) -> PackError:
    """The error with its file below the policies folder."""
    place = error.place or Place()
    return replace(error, place=replace(place, file=_short(place.file, folder)))


def _told(what: str, file: Path, word: str, folder: Path) -> PackError:
    line, column = _place(file, word)
    return PackError("procedure.fault", what=what, place=Place(_short(str(file), folder), line, column))


def _place(file: Path, word: str) -> tuple[int, int]:
    """Line and column of the word's first place in the file, from 1."""
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        at = text.find(word)
        if at >= 0 and not text.lstrip().startswith("#"):
            return number, at + 1
    return 1, 1


def _short(file: str, folder: Path) -> str:
    return str(Path(file).relative_to(folder)) if Path(file).is_relative_to(folder) else file
