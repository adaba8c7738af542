"""`huigong funds`: lines of money, payments through bank files, what comes back.

    huigong funds open --as qian --fund skill-raising-subsidy --office 510421/hrss --year 2026 \\
        --source 就业补助资金 --purpose 技能提升补贴 --payer-name 米易县人社局 --payer-account 5104…
    huigong funds grant LINE 120000 --paper 米财〔2026〕8号 --as qian
    huigong funds accounts 账户.xlsx --office 510421/hrss --as li
    huigong funds verify 账户.xlsx --as qian
    huigong funds reserve LINE 名单.xlsx --as li
    huigong funds commit LINE --as qian             what waits, with its digest
    huigong funds commit LINE --seen DIGEST --as qian
    huigong funds make LINE --profile iso-pain001 --as li
    huigong funds fetch BATCH --out . --as qian
    huigong funds approve BATCH --digest 3f… --as qian
    huigong funds send BATCH --as li
    huigong funds return 回单.txt --office 510421/hrss --profile county-bank --as li
    huigong funds lines --as qian
    huigong funds check --as qian

`--as` is the user name of an official: what one prepares another approves. Amounts are yuan. Exit code 0 when all went well,
1 when lines of a return file were refused or the books are not right, 2 for wrong input.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone

from huigong.directory.principals import Principal
from huigong.funds import browsing, listing, queries
from huigong.funds.actions import accounts, batches, deposits, lines, payments, recoveries, returns
from huigong.funds.terms import Book, Outcome, Standing
from huigong.kernel.errors import Invalid
from huigong.kernel.money import Fen, format_yuan, yuan
from huigong.kernel.wholefiles import written_whole
from huigong.portals.cli import plain
from huigong.portals.cli.fund_words import parser
from huigong.portals.cli.officials import acting
from huigong.portals.cli.shell import day, require_folder

Words = argparse.Namespace
_TOLD, _LISTED = 20, 200


def run(argv: list[str]) -> int:
    """Does the one thing; raises `DomainError` for wrong input."""
    words, now = parser(__doc__ or "").parse_args(argv), timezone.now()
    return _VERBS[words.verb](words, acting(words.by, now=now), now)


def _open(words: Words, by: Principal, now: datetime) -> int:
    line = lines.open_line(
        by=by,
        now=now,
        fund=words.fund,
        office=words.office,
        year=words.year,
        source=words.source,
        purpose=words.purpose,
        payer_name=words.payer_name,
        payer_account=words.payer_account,
        payer_bank=words.payer_bank,
    )
    print(f"资金项目 {line.public_id.hex}")
    return 0


def _grant(words: Words, by: Principal, now: datetime) -> int:
    act = lines.withdraw if words.verb == "withdraw" else lines.grant
    act(by=by, now=now, line_id=words.line, amount=yuan(words.amount), paper=words.paper)
    return _lines(words, by, now)


def _transfer(words: Words, by: Principal, now: datetime) -> int:
    row = lines.ask_transfer(
        by=by,
        now=now,
        source_id=words.line,
        target_id=words.into,
        amount=yuan(words.amount),
        reason=words.reason,
    )
    print(f"已提出，等另一位同事批准：资金调剂 {row.public_id.hex}")
    return 0


def _decide(words: Words, by: Principal, now: datetime) -> int:
    lines.decide_transfer(by=by, now=now, transfer_id=words.transfer, approved=not words.refuse)
    print("没有批准。" if words.refuse else "已批准，钱已经调过去。")
    return 0


def _close(words: Words, by: Principal, now: datetime) -> int:
    lines.close_year(by=by, now=now, line_id=words.line, into_id=words.into)
    return _lines(words, by, now)


def _accounts(words: Words, by: Principal, now: datetime) -> int:
    rows = listing.accounts(_bytes(words.file))
    accounts.enter(by=by, now=now, office=words.office, given=rows)
    print(f"录入 {len(rows)} 个收款账户，等另一位同事核实。")
    return 0


def _verify(words: Words, by: Principal, now: datetime) -> int:
    """Every account of the sheet that is kept as it stands there."""
    rows = listing.accounts(_bytes(words.file))
    known = queries.to_verify(by, [(row.payee, row.number) for row in rows])
    for account in known:
        accounts.verify(by=by, now=now, account_id=account)
    print(f"核实 {len(known)} 个；{len(rows) - len(known)} 个和录入的不一样，或者已经核实。")
    return 0


def _deposits(words: Words, by: Principal, now: datetime) -> int:
    rows = listing.payments(_bytes(words.file))
    deposits.receive(by=by, now=now, line_id=words.line, wanted=rows)
    print(f"收到 {len(rows)} 笔代管款，{_money(sum(row.amount for row in rows))}。")
    return 0


def _ended(words: Words, by: Principal, now: datetime) -> int:
    row = deposits.end(by=by, now=now, deposit_id=words.deposit, on=day(words.day))
    print(f"要退，{row.due_on} 以前。" if row.due_on else "要退；这里没有规定几天以内。")
    return 0


def _held(words: Words, by: Principal, now: datetime) -> int:
    for row in queries.deposits(by, words.line, on=timezone.localdate(now)):
        due = f"　应退 {row.due_on}" if row.due_on else "　要退" if row.ended_on else ""
        plain.tell(
            f"{row.deposit_id}　{row.what}　{_money(row.left)}{due}{'　已过期' if row.overdue else ''}"
        )
    return 0


def _reserve(words: Words, by: Principal, now: datetime) -> int:
    rows = payments.reserve(by=by, now=now, line_id=words.line, wanted=listing.payments(_bytes(words.file)))
    print(f"预留 {len(rows.payments)} 笔，{_money(rows.total)}，等另一位同事核准。")
    return 0


def _commit(words: Words, by: Principal, now: datetime) -> int:
    """Approves what was seen; without a digest it shows what waits, and approves nothing."""
    if words.seen:
        count = payments.commit(by=by, now=now, line_id=words.line, seen=words.seen)
        print(f"核准 {count} 笔。")
        return 0
    for row in browsing.rows(browsing.payments(by, words.line, Standing.RESERVED)):
        plain.tell(f"{row.who}　{row.what}　{_money(row.amount)}")
    waiting = browsing.waiting(by, words.line)
    print(f"等核准的 {waiting.count} 笔，共 {_money(waiting.total)}，一笔也没有核准。")
    if waiting.count:
        print(f"看过没有错的，再加上：--seen {waiting.digest}")
    return 1


def _release(words: Words, by: Principal, now: datetime) -> int:
    payments.release(by=by, now=now, payment_id=words.payment, reason=words.reason)
    print("已取消，钱回到可用。")
    return 0


def _make(words: Words, by: Principal, now: datetime) -> int:
    made = batches.make(by=by, now=now, line_id=words.line, profile=words.profile)
    batch = made.batch
    print(f"批次 {batch.public_id.hex}　{batch.number}　{batch.count} 笔　{_money(batch.total)}")
    print(f"摘要 {batch.digest}")
    if made.waiting:
        print(f"还有 {made.waiting} 笔的收款账户没有填或没有核实，没有列入。")
    if made.disputed:
        print(f"还有 {made.disputed} 笔，银行说的和账上不一样，没有列入，请先查清。")
    return 0


def _approve(words: Words, by: Principal, now: datetime) -> int:
    batches.approve(by=by, now=now, batch_id=words.batch, seen=words.digest)
    print("已复核，可以送银行。")
    return 0


def _fetch(words: Words, by: Principal, now: datetime) -> int:
    name, content = batches.fetch(by=by, now=now, batch_id=words.batch)
    out = Path(words.out) / name
    require_folder(out)
    with written_whole(out) as part:
        part.write_bytes(content)
    print(f"写在“{out}”。送出以后请删掉。")
    return 0


def _send(words: Words, by: Principal, now: datetime) -> int:
    batches.send(by=by, now=now, batch_id=words.batch)
    print("已记下送出，等银行回单。")
    return 0


def _drop(words: Words, by: Principal, now: datetime) -> int:
    batches.drop(by=by, now=now, batch_id=words.batch, reason=words.reason, proof=words.proof)
    print("已作废，这些付款等下一批。")
    return 0


def _return(words: Words, by: Principal, now: datetime) -> int:
    taken = returns.take(
        by=by,
        now=now,
        office=words.office,
        profile=words.profile,
        data=_bytes(words.file),
        on=day(words.day) if words.day else None,
    )
    print(f"共 {taken.lines} 行，{len(taken.refused)} 行没有算数。")
    for line in taken.refused[:_TOLD]:
        plain.tell(f"第{line['row']}行：{line['why']}。")
    return 1 if taken.refused else 0


def _resolve(words: Words, by: Principal, now: datetime) -> int:
    payment = returns.resolve(
        by=by,
        now=now,
        payment_id=words.payment,
        outcome=Outcome(words.outcome),
        on=day(words.day),
        proof=words.proof,
    )
    print(f"这笔付款现在{payment.get_standing_display()}。")
    return 0


def _recover(words: Words, by: Principal, now: datetime) -> int:
    plan = [_instalment(part) for part in words.instalments]
    row = recoveries.decide(by=by, now=now, payment_id=words.payment, reason=words.reason, instalments=plan)
    print(f"收回 {row.public_id.hex}　{_money(row.amount)}，分 {len(plan)} 期。")
    return 0


def _recovered(words: Words, by: Principal, now: datetime) -> int:
    recoveries.receive(
        by=by, now=now, recovery_id=words.recovery, amount=yuan(words.amount), paper=words.paper
    )
    return _owed(words, by, now)


def _owed(words: Words, by: Principal, now: datetime) -> int:
    for each in queries.owed_back(by, on=timezone.localdate(now)):
        late = "　已过期" if each.overdue else ""
        print(f"{each.recovery_id}　第{each.number}期　{each.due_on}　还欠 {_money(each.owed)}{late}")
    return 0


def _lines(words: Words, by: Principal, now: datetime) -> int:
    for line in queries.lines(by, year=getattr(words, "year", None)):
        over = "　已关账" if line.closed else ""
        plain.tell(
            f"{line.line_id}　{line.fund}　{line.nature}　{line.year or '不分年度'}　{line.purpose}{over}"
        )
        print("　　" + "　".join(f"{book.label} {_money(line.books[book])}" for book in Book))
        if line.each is not None:
            print(f"　　{line.people} 个收款方，人均 {_money(line.each)}")
    return 0


def _batches(words: Words, by: Principal, now: datetime) -> int:
    for batch in queries.batches(by, words.line):
        came = "　".join(f"{outcome.label} {count}" for outcome, count in batch.outcomes.items())
        print(
            f"{batch.batch_id}　{batch.number}　{batch.status}　{batch.count} 笔　{_money(batch.total)}　{came}"
        )
    return 0


def _payments(words: Words, by: Principal, now: datetime) -> int:
    rows = queries.payments(by, words.line, at_most=_LISTED + 1)
    for row in rows[:_LISTED]:
        plain.tell(f"{row.payment_id}　{row.what}　{_money(row.amount)}　{row.standing.label}　{row.account}")
    if len(rows) > _LISTED:
        print(f"只列了最早的 {_LISTED} 笔，还有没有列出的。")
    return 0


def _history(words: Words, by: Principal, now: datetime) -> int:
    for moved in queries.history(by, words.payment):
        at = timezone.localtime(moved.at)
        print(
            f"{at:%Y-%m-%d %H:%M}　{moved.out_of.label} → {moved.into.label}　{_money(moved.amount)}　{moved.reason}　{moved.about}"
        )
    return 0


def _check(words: Words, by: Principal, now: datetime) -> int:
    wrong = queries.what_is_wrong(by)
    for line in wrong[:_TOLD]:
        print(line)
    print(f"账有 {len(wrong)} 处不对。" if wrong else "账是平的：流水、余额、付款三处一致。")
    return 1 if wrong else 0


def _money(fen: int) -> str:
    return format_yuan(Fen(fen))


def _instalment(part: str) -> tuple[date, int]:
    on, _, amount = part.partition("=")
    return day(on), yuan(amount)


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Invalid("funds.no_file", f"打不开“{file}”这个文件", do="请核对文件名", about="file") from error


_VERBS: dict[str, Callable[[Words, Principal, datetime], int]] = {
    "open": _open,
    "grant": _grant,
    "withdraw": _grant,
    "transfer": _transfer,
    "decide": _decide,
    "close": _close,
    "accounts": _accounts,
    "verify": _verify,
    "deposits": _deposits,
    "ended": _ended,
    "held": _held,
    "reserve": _reserve,
    "commit": _commit,
    "release": _release,
    "make": _make,
    "approve": _approve,
    "fetch": _fetch,
    "send": _send,
    "drop": _drop,
    "return": _return,
    "resolve": _resolve,
    "recover": _recover,
    "recovered": _recovered,
    "owed": _owed,
    "lines": _lines,
    "batches": _batches,
    "payments": _payments,
    "history": _history,
    "check": _check,
}
