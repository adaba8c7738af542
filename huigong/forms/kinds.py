"""The kinds of field, how private a field is, and where an answer came from."""

from __future__ import annotations

from enum import StrEnum

from huigong.kernel.labelled import Labelled


class Kind(StrEnum):
    """What is filled in. Money is whole fen, a month is a month of a named year."""

    TEXT = "text"
    LONG = "long"
    BOOL = "bool"
    INT = "int"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    MONTH = "month"
    CODE = "code"
    PLACE = "place"
    PERSON = "person"
    EMPLOYER = "employer"
    FILE = "file"
    REPEAT = "repeat"
    TABLE = "table"


NUMBERS = frozenset({Kind.INT, Kind.DECIMAL, Kind.MONEY})
ROWS = frozenset({Kind.REPEAT, Kind.TABLE})
COMPOUND = frozenset({Kind.PLACE, Kind.PERSON, Kind.EMPLOYER, Kind.FILE, *ROWS})


class Source(Labelled):
    """Where an answer came from: said here, filled in to be looked over, said before this form, in the person's own
    registration, known from others, or worked out from other answers of the form."""

    SAID = "said", "本人填写"
    OFFERED = "offered", "照前面的填上"
    EARLIER = "earlier", "本人前面答过"
    REGISTERED = "registered", "登记过"
    SHARED = "shared", "部门共享"
    VERIFIED = "verified", "已经核实"
    WORKED_OUT = "worked_out", "按填的算出来"

    @property
    def own(self) -> bool:
        """Whether the person may change it here."""
        return self.asked or self in (Source.EARLIER, Source.REGISTERED)

    @property
    def told(self) -> bool:
        """Whether the person said it, here or before."""
        return self in (Source.SAID, Source.OFFERED, Source.EARLIER)

    @property
    def asked(self) -> bool:
        """Whether the question is still put, with the answer standing in it."""
        return self in (Source.SAID, Source.OFFERED)


class Role(StrEnum):
    """What a field is to the program, whatever its pack calls it: who applies, where they live, and what the resident
    number says of them. In a row `SEX` and `BIRTH` are of whoever is named there."""

    APPLICANT = "applicant"
    HOME = "home"
    SEX = "sex"
    BIRTH = "birth"


ROLE_KINDS = {Role.APPLICANT: Kind.PERSON, Role.HOME: Kind.PLACE, Role.SEX: Kind.CODE, Role.BIRTH: Kind.DATE}
ON_THE_CARD = frozenset({Role.SEX, Role.BIRTH})


class Decided(StrEnum):
    """What a decision says of itself to a form that goes against it: the office that made it, by name, level and place."""

    OFFICE = "部门"
    LEVEL = "级别"
    PLACE = "地点"


class Level(StrEnum):
    """What a check does: refuse to send, say something, or ask for a reason."""

    STOP = "stop"
    WARN = "warn"
    REASON = "reason"


FILE_KINDS = ("image", "pdf", "table", "text")
"""What a field of files may say that it takes: photographs, PDF, spreadsheets, Word and plain text."""

ONLY_FOR: dict[str, tuple[Kind, ...]] = {
    "unit": (Kind.INT, Kind.DECIMAL),
    "codes": (Kind.CODE, Kind.PERSON),
    "only": (Kind.CODE,),
    "parts": (Kind.PLACE, Kind.PERSON, Kind.EMPLOYER),
    "needs": (Kind.PLACE, Kind.PERSON, Kind.EMPLOYER),
    "kinds": (Kind.FILE,),
    "fields": (Kind.REPEAT,),
    "columns": (Kind.TABLE,),
    "rows": (Kind.TABLE,),
    "totals": (Kind.TABLE, Kind.REPEAT),
    "about": (Kind.PERSON,),
    "pattern": (Kind.TEXT,),
    "decided": (Kind.TEXT, Kind.CODE, Kind.PLACE),
    "min_length": (Kind.TEXT, Kind.LONG),
    "max_length": (Kind.TEXT, Kind.LONG),
    "min": (*NUMBERS, *ROWS, Kind.DATE, Kind.MONTH, Kind.FILE),
    "max": (*NUMBERS, *ROWS, Kind.DATE, Kind.MONTH, Kind.FILE),
}
"""Keys of a declaration that belong to some kinds alone."""
