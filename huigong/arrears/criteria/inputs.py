"""What conditions may read of a matter of arrears. Sums are fen of what is still owed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from huigong.rules.nodes import Fact
from huigong.rules.values import FEN, Type

OF_MATTER: Final[Mapping[str, Fact]] = {
    fact.name: fact
    for fact in (
        Fact("欠薪人数", Type.INT, measure="人"),
        Fact("欠薪总额", Type.INT, measure=FEN),
        Fact("责令支付过", Type.BOOL),
        Fact("责令的最后一天", Type.DATE),
        Fact("付清的日子", Type.DATE),
    )
}
"""`责令支付过`: an order in writing with a last day. `付清的日子`: the day of the last payment, where nothing is owed any more."""
OF_WORKER: Final[Mapping[str, Fact]] = {
    fact.name: fact
    for fact in (Fact("本人欠薪", Type.INT, measure=FEN), Fact("本人欠薪月数", Type.INT, measure="月"))
}
"""A condition that reads one of these holds once it holds for one worker."""
