"""What is wrong with a procedure, in words: for `huigong pack check`, and for whoever registers one in code.

Every status can be reached and left, and has a clock; every refusal has a notice and a remedy;
every open case has an owner; every name refers to something declared; every page can draw what
its moves ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from huigong.casework.procedures import drawing, effects, register, timed
from huigong.casework.procedures.faults import Fault, perhaps, unknown
from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.reading import Read, read_procedures
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import DecisionRule, Move, Procedure, Who
from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clause, require_clauses
from huigong.catalogue.entries import LimitKind, PublicService
from huigong.kernel.packs import Entry, PackError, Place, Report, place_in


def check_procedures(folder: Path, check: PackCheck, report: Report) -> None:
    """Reports what is wrong with the procedures below `folder`."""
    read = read_procedures(folder)
    report.errors += read.errors
    catalogue = check.catalogue
    measures = (
        {name: declared.measure for name, declared in catalogue.parameters.declarations.items()}
        if catalogue
        else {}
    )
    for procedure, entry in read.procedures:
        report.errors += [
            _told(fault, entry)
            for fault in (
                *faults_of(procedure),
                *timed.lengths(procedure, measures),
                *timed.percents(procedure, measures),
                *_answering(procedure, check),
            )
        ]
        require_clauses(check.library, entry, procedure.clauses, report)
        for row, stage in zip(entry["stages"], procedure.stages, strict=True):
            if stage.clock is not None and stage.clock.clause and check.library is not None:
                require_clause(check.library, stage.clock.clause, row["clock"].spot("clause").place, report)
    report.errors += [_told(fault, entry) for fault, entry in _twins(read)]
    if catalogue:
        report.errors += _of_services(catalogue.services, (procedure for procedure, _ in read.procedures))
    known = {*(catalogue.ids if catalogue else ()), *(procedure.id for procedure, _ in read.procedures)}
    for bar, entry in read.bars:
        for key, names in (("opening", bar.opening), ("while_open", bar.while_open)):
            for name in sorted(names - known):
                what = f"没有叫“{name}”的事项或程序{perhaps(name, known)}"
                report.add(_told(Fault(what, key=key, word=name), entry))
        if check.library is not None:
            require_clause(check.library, bar.clause, entry.spot("clause").place, report)


def _answering(procedure: Procedure, check: PackCheck) -> Iterator[Fault]:
    """The line of offices that answers is one that there is."""
    if procedure.owner is not None and check.offices is not None:
        lines = [line.id for line in check.offices.lines()]
        yield from unknown(Fault("部门条线", key="owner.line"), procedure.owner.line, lines)
        for line in procedure.asks:
            yield from unknown(Fault("部门条线", key="asks"), line, lines)


def _of_services(services: Iterable[PublicService], declared: Iterable[Procedure]) -> Iterator[PackError]:
    """A service runs by a procedure that takes applications of persons, from the packs or from a folder above."""
    known = {procedure.id: procedure for procedure in (*register.everyone(), *declared)}
    for service in services:
        if not service.procedure:
            continue
        procedure = known.get(service.procedure)
        if procedure is None:
            what = f"没有叫“{service.procedure}”的办理程序{perhaps(service.procedure, known)}"
        elif Origin.APPLICATION not in procedure.opened_by:
            what = f"办理程序“{procedure.id}”不由申请立案（opened_by 里没有 application）"
        elif PartyKind.PERSON not in procedure.parties.get(Role.APPLICANT, frozenset()):
            what = f"办理程序“{procedure.id}”里没有申请人（parties 里没有 applicant: [person]）"
        else:
            continue
        yield PackError("procedure.fault", what=f"事项“{service.id}”：{what}", place=service.place)


def _twins(read: Read) -> Iterator[tuple[Fault, Entry]]:
    seen = {(STANDARD.id, STANDARD.version)}
    for procedure, entry in read.procedures:
        key = (procedure.id, procedure.version)
        if key in seen:
            yield Fault(f"“{procedure.id}”第{procedure.version}版已经有了"), entry
        seen.add(key)


def faults_of(procedure: Procedure) -> tuple[Fault, ...]:
    """Everything that is wrong with one procedure."""
    return tuple(
        fault
        for part in (
            _names,
            _reachable,
            _ways_out,
            _forms,
            _drawn,
            _refusals,
            _ownership,
            timed.stages,
            timed.shares,
        )
        for fault in part(procedure)
    )


def _names(procedure: Procedure) -> Iterator[Fault]:
    """Nothing names a status, stage, effect or outcome that is not there; nothing stands there twice."""
    statuses = [status.id for status in procedure.statuses]
    stages = [stage.id for stage in procedure.stages]
    moves = [move.id for move in procedure.moves]
    for group, called, words in (
        ("statuses", "进度", statuses),
        ("stages", "环节", stages),
        ("moves", "步骤", moves),
    ):
        for word in sorted({word for word in words if words.count(word) > 1}):
            yield Fault(f"{called}“{word}”写了两次", group, word)
    for move in procedure.moves:
        yield from _names_of(move, procedure, statuses, stages)
    for status in procedure.statuses:
        for stage in status.stages:
            at = Fault(f"进度“{status.id}”的环节", "statuses", status.id, "stages", stage)
            yield from unknown(at, stage, stages)


def _names_of(move: Move, procedure: Procedure, statuses: list[str], stages: list[str]) -> Iterator[Fault]:
    def at(what: str, key: str, word: str = "") -> Fault:
        return Fault(f"步骤“{move.id}”{what}", "moves", move.id, key, word)

    for status in move.starts:
        yield from unknown(at("说的进度", "starts", status), status, statuses)
    if move.to:
        yield from unknown(at("说的进度", "to"), move.to, statuses)
    for effect in move.effects:
        yield from unknown(at("的效果", "effects", effect), effect, effects.known())
    if move.ends:
        yield from unknown(at("办完的环节", "ends"), move.ends, stages)
    if move.outcome:
        yield from unknown(at("的个人结果", "outcome"), move.outcome, procedure.outcomes)
    if move.after:
        yield from unknown(at("等的时限", "after.clock"), move.after.clock, (*stages, *LimitKind))


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
            yield Fault(f"进度“{status.id}”没有一步能到", "statuses", status.id)


def _ways_out(procedure: Procedure) -> Iterator[Fault]:
    """Somebody can move a case out of every open status, and a clock shows when that is late."""
    timed = {stage.id for stage in procedure.stages if stage.clock}
    by_service = Origin.APPLICATION in procedure.opened_by
    for status in procedure.statuses:
        moves = [move for move in procedure.moves_from(status.id) if move.to and move.to != status.id]
        if not status.is_open:
            continue
        if not any(move.who is not Who.SYSTEM for move in moves):
            yield Fault(f"进度“{status.id}”没有人能往下办", "statuses", status.id)
        if not (timed & set(status.stages)) and not by_service:
            yield Fault(f"进度“{status.id}”没有时限，时间到了也没有人知道", "statuses", status.id, "stages")


def _forms(procedure: Procedure) -> Iterator[Fault]:
    for move in procedure.moves:
        ids = [field.id for field in move.form]
        taken = {field.id for effect in effects.effects_of(move) for field in effect.form}
        for field in move.form:
            if ids.count(field.id) > 1 or field.id in taken:
                what = f"步骤“{move.id}”的字段“{field.id}”写了两次，或者和效果要填的重名"
                yield Fault(what, "moves", move.id, "form", field.id)
            if field.kind is FieldKind.CHOICE and not field.options:
                yield Fault(
                    f"步骤“{move.id}”的字段“{field.id}”没有可选的", "moves", move.id, "form", field.id
                )


def _drawn(procedure: Procedure) -> Iterator[Fault]:
    """Every field of a move can be filled in on every page on which the move is made."""
    for move in procedure.moves:
        for key, word, field in _asked(move):
            for page in drawing.lacking(move, field):
                what = f"步骤“{move.id}”要填“{field.ask}”（{field.kind}），{page.name}填不了"
                yield Fault(what, "moves", move.id, key, word)


def _asked(move: Move) -> Iterator[tuple[str, str, Field]]:
    """Each field with the key and the word of the file that bring it."""
    for effect in effects.effects_of(move):
        yield from (("effects", effect.id, field) for field in effect.form)
    yield from (("form", field.id, field) for field in move.form)


def _refusals(procedure: Procedure) -> Iterator[Fault]:
    for move in procedure.moves:
        decides = any(effect.decides for effect in effects.effects_of(move))
        if (move.decision is not None) is not decides:
            key = "effects" if move.decision is None else "decision"
            yield Fault(f"步骤“{move.id}”的决定和效果 decide 要一起写", "moves", move.id, key)
        if move.decision is not None:
            yield from _refusal(move, move.decision, by_service=procedure.opened_by == {Origin.APPLICATION})


def _refusal(move: Move, rule: DecisionRule, *, by_service: bool) -> Iterator[Fault]:
    """A case that only an application opens has a service, whose own words say where to turn."""
    at = ("moves", move.id, "decision.favourable")
    if rule.kind.about_another and not any(effect.names_decision for effect in effects.effects_of(move)):
        what = f"步骤“{move.id}”作出{rule.kind.label}，要写效果 correct，指明针对哪一份"
        yield Fault(what, "moves", move.id, "decision.kind")
    if rule.favourable is False and not rule.notice:
        yield Fault(f"步骤“{move.id}”对当事人不利，没有写用哪份文书告知（notice）", *at)
    if rule.favourable is False and rule.remedy is None and not by_service:
        yield Fault(f"步骤“{move.id}”对当事人不利，没有写不服怎么办（remedy）", *at)


def _ownership(procedure: Procedure) -> Iterator[Fault]:
    if not procedure.opened_by:
        yield Fault("没有写怎样立案（opened_by）", key="opened_by")
    if procedure.owner is None and procedure.opened_by - {Origin.APPLICATION, Origin.OFFICE}:
        yield Fault("没有写责任部门（owner），立案以后没有人负责", key="owner")
    if not procedure.first.is_open:
        yield Fault("第一个进度应当是在办的", "statuses", procedure.first.id, "phase")
    if not procedure.parties:
        yield Fault("没有写当事人（parties）", key="parties")
    for role in sorted(procedure.silent - set(procedure.parties)):
        yield Fault(f"不通知“{role}”（silent），可是当事人（parties）里没有", key="silent", word=role)
    for move in procedure.moves:
        if heard := sorted(procedure.silent & set(move.roles)):
            what = f"步骤“{move.id}”由“{heard[0]}”办，可是办件不让他知道（silent）"
            yield Fault(what, "moves", move.id, "roles")
        if move.who is Who.PARTY and not move.roles:
            yield Fault(f"步骤“{move.id}”由当事人办，没有写哪些身份（roles）", "moves", move.id, "by")
        if move.who is Who.SYSTEM and any(field.required for field in effects.form_of(move)):
            what = f"步骤“{move.id}”由时间推动，没有人能填它要填的内容（form、effects）"
            yield Fault(what, "moves", move.id, "by")
        if move.who is Who.SYSTEM and move.after is None:
            yield Fault(f"步骤“{move.id}”由时间推动，没有写等哪个时限（after）", "moves", move.id, "by")


def _told(fault: Fault, entry: Entry) -> PackError:
    return PackError("procedure.fault", what=fault.what, place=_place(fault, entry))


def _place(fault: Fault, entry: Entry) -> Place:
    """Where the value stands in the file, or the nearest thing around it that was written."""
    row = _row(fault, entry)
    if row is None:  # a move taken from the standard procedure
        return place_in(entry.raw.get("takes"), fault.id) or entry.place
    place, held = row.place, row.raw
    for key in fault.key.split("."):
        if not isinstance(held, Mapping) or key not in held:
            return place
        place, held = place_in(held, key) or place, held[key]
    if isinstance(held, list) and fault.word:
        at = next((n for n, member in enumerate(held) if _says(member, fault.word)), None)
        return place if at is None else place_in(held, at) or place
    return place


def _row(fault: Fault, entry: Entry) -> Entry | None:
    """The last of that id, which of two is the one too many."""
    rows = [row for row in entry[fault.group] if row["id"] == fault.id] if fault.group else [entry]
    return rows[-1] if rows else None


def _says(member: object, word: str) -> bool:
    return member == word or (isinstance(member, Mapping) and member.get("id") == word)
