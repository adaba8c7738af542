"""Small libraries and copies for the tests of the policy folder."""

from __future__ import annotations

from pathlib import Path

SYSTEMS = "- {id: S1, name: 分工, english: Duties}\n- {id: S2, name: 就业, english: Employment}\n"

PARENT = """title: 虚构省关于服务的意见
number: 虚政发〔2015〕1号
issuer: 虚构省人民政府
issued_on: 2015-01-31
level: province
known_by: text
clauses: []
"""

CHILD = """title: 虚构市关于服务的实施意见
number: 虚市发〔2016〕2号
issuer: 虚构市人民政府
issued_on: 2016-03-27
level: city
known_by: text
basis: [990000/parent]
goals:
  - {text: 每年培训1万人次, value: 10000, measure: 人次/年, kind: goal, by: 2020-12-31}
clauses:
  - number: （一）
    heading: 促进就业
    chapter: 一、就业
    summary: 免费介绍工作。
    systems: [S2]
    duties:
      lead: [市人社局]
      support: [市财政局, 市安监局]
    topics: {市安监局: [安全生产, 职业健康]}
    targets:
      - {text: 居住半年以上, value: 6, measure: 个月, kind: threshold}
  - number: （二）
    heading: 加强培训
    chapter: 一、就业
    summary: 培训有补贴。
    systems: [S1, S2]
    duties:
      joint: [市教育局]
    targets:
      - {text: 全年培训5000人, value: 5000, measure: 人, kind: goal}
"""

COPY = """虚构市人民政府关于服务的实施意见
虚市发〔2016〕2号
各县人民政府：
为落实上级精神，每年培训1万人次，现提出如下意见：
一、就业
（一）促进就业。将居住半年以上的农民工纳入登记，免费介绍岗位，保障平等就业权利。（市人社局牵头，市财政局、市安监局配合）
（二）加强培训。加强职业技能培训工作，全年培训5000人，落实培训补贴政策。（市教育局负责）
虚构市人民政府
2016年3月27日
"""


def policies(folder: Path, child: str = CHILD, parent: str = PARENT) -> Path:
    """A policies folder with a province's and a city's document."""
    (folder / "systems.yaml").write_text(SYSTEMS, encoding="utf-8")
    for name, text in (("990000/parent", parent), ("990100/child", child)):
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        (place / "document.yaml").write_text(text, encoding="utf-8")
    return folder
