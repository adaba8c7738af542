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
publish: [entry, tier, points, rank, file]
examples:
  - name: 住满一年的在前，预留的一个先给本区的人
    on: 2016-06-01
    region: "510403"
    offers: [{{id: 小区, places: 2}}]
    people:
      - {{id: 外区, lives: "510411", facts: {{持有居住证: 是, 居住月数: 30}}}}
      - {{id: 也外区, lives: "510411", facts: {{持有居住证: 是, 居住月数: 20}}}}
      - {{id: 本区, facts: {{持有居住证: 是, 居住月数: 3}}}}
      - {{id: 没有证, facts: {{持有居住证: 否, 居住月数: 40}}}}
      - {{id: 不清楚, facts: {{居住月数: 40}}}}
    then:
      places: {{外区: 小区, 本区: 小区}}
      order: {{小区: [外区, 也外区, 本区]}}
      barred: [没有证]
      unknown: {{不清楚: [持有居住证]}}
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
examples:
  - name: 先到先得
    on: 2016-06-01
    offers: [{{id: 泊位, places: 1}}]
    people: [{{id: 甲, facts: {{持有居住证: 是}}}}, {{id: 乙, facts: {{持有居住证: 是}}}}]
    then: {{places: {{甲: 泊位}}, barred: []}}
"""
LOT = f"""\
id: plots
name: 虚构菜地
{HEAD}mechanism: lot
offered_by: [{{line: housing, level: county}}]
conditions: 持有居住证
eligible_at: take_up
silence: accept
hold: {{for: 3天}}
publish: [entry, rank]
examples:
  - name: 人比地少，人人有份
    on: 2016-06-01
    offers: [{{id: 菜地, places: 2}}]
    people: [{{id: 甲, facts: {{持有居住证: 是}}}}, {{id: 乙, facts: {{持有居住证: 是}}}}]
    drawn: "03 07"
    then: {{places: {{甲: 菜地, 乙: 菜地}}}}
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
examples:
  - name: 两边都选
    on: 2016-06-01
    offers: [{{id: 商店, places: 1, says: {{要住满: 6}}}}, {{id: 农场, places: 1, says: {{要住满: 0}}}}]
    people:
      - {{id: 甲, facts: {{居住月数: 9}}, wishes: [商店, 农场], turns: {{商店: 1, 农场: 0}}}}
      - {{id: 乙, facts: {{居住月数: 9}}, wishes: [农场, 商店], turns: {{商店: 0, 农场: 1}}}}
      - {{id: 丙, facts: {{居住月数: 2}}, wishes: [商店], turns: {{商店: 0}}}}
    then: {{places: {{甲: 商店, 乙: 农场}}, barred: [丙]}}
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
