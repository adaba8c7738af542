"""Funds as the packs declare them: `policies/<region>/<document>/funds.yaml`, or `policies/<region>/funds.yaml`.

- id: bay-deposit
  name: 充电位押金
  from: 2027-01-01
  clauses: ["#第十八条"]
  nature: trust                  # or appropriation
  pays: [charging-bay]           # the services whose decisions set its money aside
  amount: 参数:押金               # absent: each decision says how much
  once_per: {who: person, what: charging-bay, within: life}    # within: term with begins: ["03-01", "09-01"]
  returns: {when: charging-bay.exit, within: 参数:退还期限}
  pay: {maker: case-officer, checker: finance-officer}
  examples: […]                   # see `stories`
  year_end: carry                # of an appropriation: carry or lapse; absent while the place has not said
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from huigong.catalogue.services import catalogue
from huigong.declarations import EXAMPLES, Shelf, Written, declared, head_of, read_written
from huigong.declarations.durations import PARAMETER, Span, duration
from huigong.declarations.locking import Released, Section, Term
from huigong.funds.declared import Fund, Once, Returns, Who, Within, YearEnd
from huigong.funds.stories import STORY
from huigong.funds.terms import Nature
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Conflict
from huigong.kernel.packs import Entry, Kept, Report, Shape, speaks
from huigong.kernel.packs.kinds import choice, items, month_and_day, one, rows, text, texts
from huigong.kernel.sentences import say

FILES: Final = ("funds.yaml", "*/funds.yaml")
CALLED: Final = "资金"
_ONCE = Shape(
    "只付一次",
    {
        "who": choice(Who, Who.EITHER),
        "what": text(""),
        "within": choice(Within),
        "begins": items(month_and_day),
    },
)
_RETURNS = Shape("退还", {"when": text(), "within": duration()})
_PAY = Shape("付款", {"maker": text(), "checker": text()})
FUND = declared(
    CALLED,
    {
        "nature": choice(Nature, None),
        "amount": text(""),
        "pays": texts(),
        "once_per": one(_ONCE, None),
        "returns": one(_RETURNS, None),
        "pay": one(_PAY, None),
        "year_end": choice(YearEnd, None),
        EXAMPLES: rows(STORY),
    },
)
SECTION: Final = Section(
    "funds",
    CALLED,
    (Term("nature", "性质"), Term("who", "付给谁"), Term("once", "只付一次的范围")),
)
speaks("funds", after="procedures", packs=FILES, shape=FUND, at="*")


def read_shelf(folder: Path, report: Report) -> Shelf:
    """Every fund below the policies folder that can be used; what is wrong with the others goes into the report."""
    written = [each for each in read_written(folder, FUND, report, *FILES) if _is_complete(each)]
    return Shelf(CALLED, "fund", tuple(written)).sound(report)


def _is_complete(written: Written) -> bool:
    """A whole one says whose money it is and who pays, and when terms begin; a region below what becomes of it at the year's end."""
    entry, before = written.entry, len(written.entry.report.errors)
    for key in ("nature", "pay"):
        if not written.inherits and entry[key] is None:
            entry.wrong(key, "这一项必须写", code="packs.missing")
    for key in ("nature", "pay", "amount", "pays", "once_per", "returns"):
        if written.inherits and entry[key]:
            entry.wrong(key, "上级定的，下级不能改", "请去掉这一项；金额写在本地的 parameters.yaml 里")
    if once := entry["once_per"]:
        _check_terms(once)
    return len(entry.report.errors) == before


def _check_terms(once: Entry) -> None:
    of_terms = once["within"] is Within.TERM
    if of_terms and not once["begins"]:
        once.wrong("within", "按学期的要写每学期从几月几日起", '请写 begins: ["03-01", "09-01"]')
    if once["begins"] and not of_terms:
        once.wrong("begins", "只有按学期的才写 begins", "请去掉，或者写 within: term")
    if (2, 29) in once["begins"]:
        once.wrong("begins", "不是每年都有2月29日", "请写别的日子")


shelf: Kept[Shelf] = Kept(read_shelf)


def fund_of(name: str, *, region: str, on: date) -> Fund:
    """The fund as it is in the region on that day. Raises `DomainError`: `fund.unknown`, `fund.not_yet`."""
    return made(shelf().required(name, on=on, region=region))


def fund_for(service_id: str, *, region: str, on: date) -> Fund:
    """The fund from which a service is paid in the region on that day. Raises `DomainError` (`fund.none`)."""
    for name in shelf().ids:
        layers = shelf().layers(name, on=on, region=region)
        if layers and service_id in layers[0].entry["pays"]:
            return made(layers)
    raise Conflict(
        code="fund.none",
        what="这个事项没有写从哪项资金付",
        why="资金的声明里没有一项的 pays 写了它",
        do="请在 funds.yaml 里写明",
    )


def made(layers: tuple[Written, ...]) -> Fund:
    """The fund of a declaration's files, the highest region first; a region below may only say what happens at the year's end."""
    head, whole = head_of(layers), layers[0].entry
    once, returns = whole["once_per"], whole["returns"]
    year_ends = [layer.entry["year_end"] for layer in layers if layer.entry["year_end"]]
    return Fund(
        id=head.id,
        name=head.name,
        version=head.version,
        nature=whole["nature"],
        amount=whole["amount"].removeprefix(PARAMETER).strip(),
        who=once["who"] if once else Who.EITHER,
        once=once and Once(once["what"], once["within"], once["begins"]),
        returns=returns and Returns(returns["when"], returns["within"]),
        maker=whole["pay"]["maker"],
        checker=whole["pay"]["checker"],
        year_end=year_ends[-1] if year_ends else None,
        clauses=head.clauses,
    )


def stated_amount(fund: Fund, *, region: str, on: date) -> int:
    """Fen that the law states for the fund there on that day. Raises `DomainError` (`fund.no_amount`) where it states none."""
    value = catalogue().parameters.lookup(region)(fund.amount, on)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise Conflict(
        code="fund.no_amount",
        about="amount",
        what=say("“{name}”在这里还没有规定金额", name=fund.name),
        why=say("参数“{parameter}”没有值", parameter=fund.amount),
        do="请在本地的 parameters.yaml 里写明金额和依据",
    )


def due(fund: Fund, *, region: str, on: date, calendar: WorkCalendar) -> date | None:
    """By when trust money is back after what it was for has ended on a day; None where the law names no time there."""
    if fund.returns is None:
        return None
    book = catalogue().parameters
    span = fund.returns.within.on(on, book.declarations, book.lookup(region))
    return span.after(on, calendar) if isinstance(span, Span) else None


def released(folder: Path) -> Iterator[Released]:
    """What the ids of funds mean, for the lock."""
    for written in read_shelf(folder, Report()).written:
        if not written.inherits:
            once = written.entry["once_per"]
            says = {
                "nature": written.entry["nature"].value,
                "who": once["who"].value if once else "",
                "once": _in_lock(once) if once else "",
            }
            place = written.entry.spot("id").place
            yield Released(SECTION.name, written.file.pack, written.id, says, place=place)


def _in_lock(once: Entry) -> str:
    """`学生生活补助/term/03-01/09-01`: terms that begin on other days are another promise."""
    begins = (f"{month:02}-{day:02}" for month, day in once["begins"])
    return "/".join((once["what"], once["within"].value, *begins))
