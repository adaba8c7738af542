"""What letters of cases about arrears are filled in with."""

from __future__ import annotations

from huigong.arrears.matters import matter_of
from huigong.arrears.standing import Stand, stand_of
from huigong.arrears.telling import line, payers
from huigong.correspondence.fills import Ground, register
from huigong.kernel.days import in_words
from huigong.kernel.money import Fen, format_yuan


def register_all() -> None:
    """Makes the names known."""
    register("欠薪.由谁付", "查清的：由谁、按什么次序、付多少、依据哪一条，一条一行；没有查清就没有", _payers)
    register("欠薪.还欠", "还没有付的一共多少", _left)
    register("欠薪.材料清单", "证据材料：责令的文书、工人和金额、付过的凭证，一样一行", _evidence)


def _stand(ground: Ground) -> Stand | None:
    matter = matter_of(ground.case)
    return stand_of(matter, on=ground.on) if matter else None


def _payers(ground: Ground) -> list[str]:
    stand = _stand(ground)
    if stand is None or not stand.matter.content:
        return []
    return [line(each) for each in payers(stand) if not each.open]


def _left(ground: Ground) -> Fen | None:
    stand = _stand(ground)
    return Fen(sum(stand.left.values())) if stand and stand.resolution else None


def _evidence(ground: Ground) -> list[str]:
    stand = _stand(ground)
    return evidence_of(stand) if stand else []


def evidence_of(stand: Stand) -> list[str]:
    """What the file holds that shows the case, each with its day and number; the papers themselves lie in the cases."""
    made = [
        f"办件{case.number}的材料（{case.service_name}，{in_words(case.opened_on)}收件）"
        for case in stand.matter.cases
    ]
    made += [
        f"{step.says}：{in_words(step.on)}，办件{step.number}"
        + (f"，期限到{in_words(step.by)}" if step.by else "")
        for step in stand.steps
    ]
    owed = [each for each in stand.matter.workers if each.owed]
    if owed:
        made.append(f"欠薪清单：{len(owed)}人，共{format_yuan(stand.owed)}")
    if stand.paid:
        total = Fen(sum(row.amount for row in stand.paid))
        made.append(f"付款凭证：{len(stand.paid)}笔，共{format_yuan(total)}")
    return made
