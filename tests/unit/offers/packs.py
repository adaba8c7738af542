"""Kinds of offers for tests, in a copy of the shipped packs."""

from __future__ import annotations

from pathlib import Path

from tests.shipped import without_services

HEAD = "from: 2016-01-01\nclauses: [100000/invented]\n"
POINTS = f"""\
id: flats
name: 虚构公租房
{HEAD}offered_by: [{{line: housing}}]
conditions: 持有居住证
mechanism: points
tiers: [{{name: 住满一年的, if: 居住月数 >= 12}}, {{name: 其他}}]
reserves: [{{for: 本区, near: true, at_least: 参数:虚构预留数}}]
points: 居住月数
hold: {{for: 参数:虚构答复天数}}
refuse: {{times: 1, effect: end_of_list}}
publish: [entry, tier, points, rank]
"""
QUEUE = f"""\
id: bays
name: 虚构泊位
{HEAD}conditions: 持有居住证
eligible_at: apply
mechanism: queue
running: true
hold: {{for: 3天}}
refuse: {{times: 2, effect: off_list}}
publish: [entry, rank]
"""
LOT = f"""\
id: plots
name: 虚构菜地
{HEAD}mechanism: lot
conditions: 持有居住证
eligible_at: take_up
silence: accept
hold: {{for: 3天}}
publish: [entry, rank]
"""
MUTUAL = f"""\
id: posts
name: 虚构岗位
{HEAD}mechanism: mutual
wishes: 2
fields:
  - {{id: 要住满, name: 要住满几个月, type: int, unit: 月, min: 0, required: true}}
  - {{id: 包住, name: 包不包住, type: bool}}
conditions: 居住月数 >= 要住满
publish: [entry, rank]
"""
PARAMETERS = """\
- name: 虚构预留数
  type: int
  values: [{value: 1, from: 2016-01-01, clause: 100000/invented}]
- name: 虚构答复天数
  type: int
  measure: 天
  values: [{value: 5, from: 2016-01-01, clause: 100000/invented}]
"""


def laid_out(folder: Path, *kinds: str) -> Path:
    """The shipped packs with these kinds in a document of the nation."""
    packs = without_services(folder)
    own = packs / "100000" / "invented"
    (own / "offers").mkdir(parents=True)
    (own / "parameters.yaml").write_text(PARAMETERS, encoding="utf-8")
    for number, kind in enumerate(kinds):
        (own / "offers" / f"kind-{number}.yaml").write_text(kind, encoding="utf-8")
    return packs
