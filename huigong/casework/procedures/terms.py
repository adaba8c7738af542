"""What a procedure is: statuses, stages, moves, clocks, decisions and parties, all declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from huigong.casework.procedures.fields import Field
from huigong.casework.procedures.lengths import Length, Remedy
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.directory.permissions import Permission
from huigong.kernel.errors import Conflict, NotFound
from huigong.kernel.labelled import Labelled
from huigong.kernel.sentences import say, wording
from huigong.kernel.validity import Dated

OPENED = "立案"  # the occasion on which a case comes into being
ASKED = wording("当时要求")  # what a person had been asked for, kept with the move that answers it
ADDED, ATTACHED = "added", "attached"  # what a party filled in or handed in later, kept with the move
ENDED = ".结束"  # `<stage>.结束` is the occasion on which a stage ends


class Phase(StrEnum):
    """What a status means to somebody who knows nothing of the procedure."""

    RECEIVED = "received"
    WAITING = "waiting"  # for the person, not for the office
    WORKING = "working"
    DONE = "done"
    TURNED_DOWN = "turned_down"
    LEFT = "left"  # ended without an answer: withdrawn, joined to another case

    @property
    def is_open(self) -> bool:
        """Whether some office still owes an answer."""
        return self in (Phase.RECEIVED, Phase.WAITING, Phase.WORKING)


@dataclass(frozen=True)
class Status:
    """Where a case may stand. `name` is the officer's word, `next_step` what the person reads.

    `stages` are those that run while the case stands here; several run side by side. `complaint` is what somebody
    reads instead of both who complained of another.
    """

    id: str
    name: str
    next_step: str
    phase: Phase = Phase.WORKING
    stages: tuple[str, ...] = ()
    complaint: tuple[str, str] | None = None

    def words(self, *, complaint: bool) -> tuple[str, str]:
        """The name and the next step for the person."""
        return self.complaint if complaint and self.complaint else (self.name, self.next_step)

    @property
    def is_open(self) -> bool:
        """Whether some office still owes an answer."""
        return self.phase.is_open


class Weight(StrEnum):
    """How much a move weighs on a page, in the order in which pages offer moves."""

    MAIN = "main"  # moves the case on
    PLAIN = "plain"
    DANGER = "danger"  # ends it against the person, or cannot be taken back

    @property
    def rank(self) -> int:
        """0 for what is offered first."""
        return list(Weight).index(self)


class Who(StrEnum):
    """Who makes a move."""

    OFFICE = "office"  # an official of the accountable office
    PARTY = "party"  # one of the parties, or a clerk for them
    SYSTEM = "system"  # when a time limit has expired


class DecisionKind(Labelled):
    """What sort of decision it is; a correction or a revocation names the decision it is about."""

    ACCEPTANCE = "acceptance", "受理决定"
    INTERIM = "interim", "中间决定"
    PART = "part", "部分决定"
    FINAL = "final", "最终决定"
    CORRECTION = "correction", "更正决定"
    REVOCATION = "revocation", "撤销决定"

    @property
    def about_another(self) -> bool:
        """Whether it names an earlier decision."""
        return self in (DecisionKind.CORRECTION, DecisionKind.REVOCATION)


@dataclass(frozen=True)
class DecisionRule:
    """What a move decides.

    `favourable` is False for an answer against the person, which must name a
    remedy and a `notice`; None for one that neither grants nor refuses.
    """

    kind: DecisionKind
    verdict: str
    name: str
    favourable: bool | None = None
    notice: str = ""
    remedy: Remedy | None = None


@dataclass(frozen=True)
class ClockRule:
    """A clock of the procedure's own. `starts` is `立案`, a move's id, or `<stage>.结束`.

    Its length is set by law, or the move that starts it names its last day: `until` is then the field of that move, and
    `clause` what lets the office name a day. Where the law names no length, it is `local`: in a place that has set none the
    stage runs without a last day, and nobody is kept from beginning it. `longer` is the one extension that the law allows,
    counted like the length, and `approver` who may grant it.
    """

    starts: str
    length: Length | None = None
    until: str = ""
    clause: str = ""
    local: bool = False
    longer: Length | None = None
    approver: str = ""


@dataclass(frozen=True)
class Stage:
    """A piece of the work with a beginning and an end; `words` is what the person reads.

    `words_by_time` is read instead where the law took silence for its end.
    """

    id: str
    words: str
    clock: ClockRule | None = None
    words_by_time: str = ""


@dataclass(frozen=True)
class After:
    """The clock, by kind or stage, at whose expiry the system makes a move.

    With `outcome`, only where the clock's law attaches that outcome to an expired limit.
    """

    clock: str
    outcome: str = ""


class Overtaken(StrEnum):
    """What happens to a requested move when an expired clock already requires another one."""

    ALLOWED = "allowed"
    REPLACED = "replaced"  # the required move is made in its place
    REFUSED = "refused"


@dataclass(frozen=True)
class MoveWords:
    """What pages call a move, what stands on its button, what is read before it is pressed, and afterwards."""

    name: str
    button: str
    advice: str = ""
    done: str = ""


@dataclass(frozen=True)
class Move:
    """A verb on a case: from which statuses, by whom, on which form, with which effects.

    Attributes:
        to: "" for a move that leaves the case where it is.
        ends: the stage that it finishes: the case goes on to `to` when no stage of its status is left.
        verb, trail: the word in the trail, and what it says there.
        button, advice, done: what stands on its button, what is read before it is pressed, and afterwards.
        complaint: what is said instead of all these where somebody complains of another and asks for nothing.
        not_kin: keeps an official from moving an own or a relative's matter.
    """

    id: str
    name: str
    starts: tuple[str, ...]
    to: str = ""
    who: Who = Who.OFFICE
    permission: Permission | None = Permission.CASE_DECIDE
    roles: tuple[Role, ...] = ()
    form: tuple[Field, ...] = ()
    effects: tuple[str, ...] = ()
    ends: str = ""
    after: After | None = None
    overtaken: Overtaken = Overtaken.ALLOWED
    decision: DecisionRule | None = None
    verb: str = ""
    trail: str = ""
    button: str = ""
    advice: str = ""
    done: str = ""
    weight: Weight = Weight.PLAIN
    not_kin: bool = True
    outcome: str = ""
    complaint: MoveWords | None = None

    def words(self, *, complaint: bool) -> MoveWords:
        """What pages say of it."""
        usual = MoveWords(self.name, self.button or self.name, self.advice, self.done)
        return self.complaint if complaint and self.complaint else usual

    @property
    def said(self) -> str:
        """The word in the trail."""
        return self.verb or f"casework.case.{self.id}"


@dataclass(frozen=True)
class Owner:
    """The office line that answers for a case without a service, in the case's region or above it."""

    line: str


@dataclass(frozen=True)
class Procedure(Dated):
    """How one kind of case runs. A case keeps to the version under which it was opened.

    `parties` says which roles are known and what each may be; with `collective`
    there may be several persons concerned, each with an amount and an `outcomes` of their own.
    Without `by_hand` no official opens a case of it: what it follows from does. `asks` are the office lines that are asked
    as soon as a case is open, each with its question: whom the law wants told at once. Who stands in a case in one of the
    `silent` roles alone is not told of it and does not see that there is one.
    """

    id: str
    version: int
    name: str
    statuses: tuple[Status, ...]
    moves: tuple[Move, ...]
    opened_by: frozenset[Origin]
    parties: Mapping[Role, frozenset[PartyKind]]
    silent: frozenset[Role] = frozenset()
    stages: tuple[Stage, ...] = ()
    clauses: tuple[str, ...] = ()
    valid_from: date = date.min
    valid_until: date | None = None
    owner: Owner | None = None
    asks: Mapping[str, str] = field(default_factory=dict)
    collective: bool = False
    by_hand: bool = True
    outcomes: Mapping[str, str] = field(default_factory=dict)
    region: str = "100000"
    opened: str = "casework.case.opened"
    opened_trail: str = "立案"
    source: str = ""

    @property
    def first(self) -> Status:
        """Where every case begins."""
        return self.statuses[0]

    def status(self, status_id: str) -> Status:
        """The status, or one that every procedure knows. Raises `KeyError` for a word of neither."""
        return self._statuses[status_id]

    def knows(self, status_id: str) -> bool:
        """Whether a case of this procedure may stand there."""
        return status_id in self._statuses

    def move(self, move_id: str) -> Move:
        """Raises `DomainError` (`case.no_such_move`)."""
        move = self._moves.get(move_id)
        if move is None:
            raise NotFound(
                code="case.no_such_move",
                what="没有这一步",
                why=say(
                    "“{procedure}”的办理程序里没有叫“{move_id}”的步骤",
                    procedure=self.name,
                    move_id=move_id[:40],
                ),
                do="请刷新页面，从列出的步骤里选",
            )
        return move

    def moves_from(self, status_id: str) -> tuple[Move, ...]:
        """The moves possible from a status, in the order in which they are declared."""
        return tuple(move for move in self.moves if status_id in move.starts)

    def after(self, status_id: str, move: Move) -> Status:
        """Where `move` leads from a status.

        Raises `DomainError` (`case.move_not_allowed`), naming what is possible instead.
        """
        if status_id not in move.starts:
            possible = [other.name for other in self.moves_from(status_id) if other.who is not Who.SYSTEM]
            raise Conflict(
                code="case.move_not_allowed",
                what=say("现在不能“{move}”", move=move.name),
                why=say("办件目前的进度是“{status}”", status=self.status(status_id).name),
                do=say("现在可以：{listed}", listed="、".join(possible))
                if possible
                else "办件已经结束，如有新的请求请重新申请",
            )
        return self.status(move.to or status_id)

    def trail(self, verb: str) -> str:
        """What a verb of the trail says, empty for one that is not of this procedure."""
        return self._trail.get(verb, "")

    @property
    def trail_words(self) -> dict[str, str]:
        """Verb → what the trail says, for the opening and every move."""
        return dict(self._trail)

    @cached_property
    def _statuses(self) -> dict[str, Status]:
        return {status.id: status for status in (*COMMON, *self.statuses)}

    @cached_property
    def _moves(self) -> dict[str, Move]:
        return {move.id: move for move in self.moves}

    @cached_property
    def _trail(self) -> dict[str, str]:
        moves = {move.said: move.trail or move.name for move in self.moves}
        return {self.opened: self.opened_trail, **moves}


JOINED = Status("joined", "已并案", "已经和另一件合在一起办", Phase.LEFT)
COMMON = (JOINED,)
