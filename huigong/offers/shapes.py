"""What a file of the packs says of a kind of offer: `policies/<region>/offers/*.yaml`.

id: charging-bay
name: 充电泊位
from: 2027-01-01
clauses: ["#第三条"]
offered_by: [{line: urban, level: township}]
identity: checked                  # phone | checked | real-name: how surely somebody must be known to ask
fields: [{id: 位置, name: 位置, type: text, ask: 泊位在哪里}]
conditions: 持有电动车牌            # a rule about the person
eligible_at: freeze                # apply | freeze | take_up
order: stated                      # stated | local: each region below says mechanism, tiers, points, ties and reserves for itself
mechanism: points                  # queue | points | lot | match | mutual
tiers: [{name: 残疾, if: 持有残疾证}, {name: 其他}]
reserves: [{for: 本地, near: true, at_least: 参数:预留}]
points: 接单积分
ties: lot                          # lot | arrived
hold: {for: 参数:答复期限}
silence: decline                   # decline | accept
refuse: {times: 1, effect: end_of_list}
once: kind                         # offer | kind: of what nobody has two places at a time
publish: [entry, tier, points, rank]   # file: anybody may have the whole file
wanted_by: [ebike-plate]            # services whose applicants want one: who has none is listed
placed_if: 持有电动车牌              # a rule that is true of whoever needs none any more
events: [work]                     # on the pages of which life events what is open of it is listed
shown_by: [rider-training]         # on those of which services, beside those of wanted_by
fact: 有充电泊位                     # what rules know of whoever has a place; a yes-or-no fact
examples: […]                      # see `stories`
"""

from __future__ import annotations

from huigong.declarations import EXAMPLES, declared
from huigong.declarations.addresses import ADDRESS
from huigong.declarations.durations import duration
from huigong.directory.assurance import Assurance
from huigong.kernel.packs import Shape
from huigong.kernel.packs.kinds import choice, flag, items, number, one, rows, text, texts, whatever
from huigong.kernel.packs.kinds import line as words
from huigong.offers.kinds import Column, Effect, EligibleAt, Once, Order, Silence
from huigong.offers.mechanisms import Mechanism, Ties
from huigong.offers.stories import STORY

PATTERN = "*/offers/*.yaml"
_TIER = Shape("档次", {"name": text(said=True), "if": whatever(None), "near": flag(False)}, named="name")
_RESERVE = Shape(
    "预留",
    {"for": text(said=True), "if": whatever(None), "near": flag(False), "at_least": whatever()},
    named="for",
)
_HOLD = Shape("答复期限", {"for": duration()})
_REFUSE = Shape("放弃的后果", {"times": number(), "effect": choice(Effect)})
KIND = declared(
    "名额种类",
    {
        "offered_by": rows(ADDRESS),
        "identity": choice(Assurance, Assurance.CHECKED),
        "fields": whatever(None),
        "conditions": whatever(None),
        "eligible_at": choice(EligibleAt, EligibleAt.FREEZE),
        "order": choice(Order, Order.STATED),
        "mechanism": choice(Mechanism, None),
        "running": flag(False),
        "wishes": number(1),
        "tiers": rows(_TIER),
        "reserves": rows(_RESERVE),
        "points": whatever(None),
        "ties": choice(Ties, Ties.LOT),
        "hold": one(_HOLD, None),
        "silence": choice(Silence, Silence.DECLINE),
        "refuse": one(_REFUSE, None),
        "once": choice(Once, Once.OFFER),
        "publish": items(words),
        "wanted_by": texts(),
        "placed_if": whatever(None),
        "events": texts(),
        "shown_by": texts(),
        "fact": text(""),
        EXAMPLES: rows(STORY),
    },
)
COLUMNS = tuple(column.value for column in Column)
