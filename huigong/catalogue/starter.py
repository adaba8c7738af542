"""A pack to begin with: a document of two clauses, one service, its number and its examples.

It passes the check as it stands, so that a policy officer changes one thing at a
time and always knows which change was wrong.
"""

from __future__ import annotations

from huigong.directory.offices.naming import place_of
from huigong.kernel.regions import Region
from huigong.policy.documents import LEVEL_OF_REGION

FOLDER = "first-document"

OFFICES = """\
# {place}的部门。名称要和部门自己的文书核对，核对以前写 verified: false。没有写到的部门，按全国通例推出。
region: "{code}"
place: {place}
bare: {bare}
level: {level_word}

offices:
  hrss: {{name: {place}人力资源和社会保障局, verified: false}}
"""

DOCUMENT = """\
# 把这个文件夹改成文件的简称（拼音加年份、文号），再照文件逐条改写。用自己的话写，不抄原文。
title: {place}某某实施意见（请改成文件的标题）
number: null                     # 文号，例如 某政发〔2026〕7号；不知道写 null，下同
issuer: null
issued_on: null                  # 2026-03-01；写上以后删掉下一行
undated: 还没有填成文日期
level: {level}
known_by: text                   # 您手里有文件的文本
recipients: null
basis: []                        # 依据哪些文件，写文件夹名，例如 [100000/guofa-2014-40]
notes:
  - 这是刚建的资料包，文号、机关和日期还没有填。
clauses:
  - number: （一）
    heading: 免费求职登记
    chapter: 一、就业
    summary: 住满三个月的农民工，可以登记求职。
    systems: [S2]                # 编号见 systems.yaml
    duties:
      lead: [{level_word}人社局]
    targets:
      - {{text: 住满三个月, value: 3, measure: 个月, kind: threshold}}
  - number: （二）
    heading: 加强组织领导
    chapter: 二、保障
    summary: 成立领导小组，统筹协调。
    systems: [S1]
    nothing_to_decide: 只管政府内部的分工，不对哪个人作决定。   # 没有事项可办的，说明原因
"""

PARAMETERS = """\
# 会变的数字写在这里，不写进规则。改了就加一行新的取值，旧的写上 until。
- name: {place}求职登记居住月数
  type: int
  measure: 月
  values:
    - {{value: 3, from: 2026-01-01, clause: "#（一）", note: 意见写作三个月}}
"""

SERVICE = """\
id: job-seeker-registration-{code}      # 全国不重复；上级已有这个事项的，用它的 id，写 inherits: true，再写不同的部分
name: 求职登记
summary: 在这里住满三个月、正在找工作的农民工，可以登记求职，有人帮着推荐。
for_whom:                        # 给谁办，写在条件前面，各附条款
  says: 住满三个月、正在找工作的农民工          # 给人看的话
  age: {{from: 16, clause: "#（一）"}}         # 满16周岁；不限年龄的写 {{none: 原因}}
  population: {{is: rural_hukou, clause: "#（一）"}}   # 文件写明农业户口的；其他写 anyone 或 migrant_worker
system: S2
event: work                      # 归首页上的哪一件事，编号见 life_events.yaml
kind: service                    # benefit 补贴减免，permit 证照登记，service 服务，complaint 投诉维权
clauses: ["#（一）"]              # 最要紧的一条写在最前面
rule:
  全部:                          # 人先遇到的事写在前面，问的时候也先问
    - {{条件: 正在失业, 依据: "#（一）"}}
    - {{条件: 居住月数 >= 参数:{place}求职登记居住月数, 依据: "#（一）", 说法: 在这里住满三个月}}
evidence:
  - {{name: 居民身份证, by_sharing: true}}       # by_sharing：窗口自己能查到，不用带
lead:
  line: hrss                     # 条线见 100000/offices.yaml
  seen_as: {level_word}人社局              # 文件里的叫法
  level: county                  # 哪一级办：community、station、township、county、prefecture、province，法院写 basic_court
  place: residence               # 按什么定是哪里的：residence 住的地方，work 干活的地方，employer 单位所在地……
  clause: 就业促进法第三十五条   # 定级别和地点的条文；没有条文的不写，改写 verified: false
support: []
limits: []                       # 文件和法律没有写时限，就空着，不要自己编
result: 登记求职，推荐岗位
writes: [{{fact: 已登记求职, value: true}}]    # 办成以后，什么成了事实；有了的人不再推荐
channels: [手机申请, 街道（乡镇）就业服务窗口]
charge: 免费
refused:
  - 请窗口写明理由。
  - 写明不给办、您不服的，知道结果后60日内向同级人民政府申请行政复议，也可以6个月内直接向法院起诉。
  - 一直不受理、不答复的，从期限到了那天起（没有写期限的，从交申请满60日起）60日内申请行政复议，要先复议，不能直接起诉。
  - 复议完还不服，或者复议过了期限没有决定的，15日内起诉。
valid_from: 2026-01-01           # 文件施行的日期
"""

EXAMPLES = """\
# 虚构的人和应得的答案，当作测试运行。至少四个：是、否、不知道、刚好够的。
service: job-seeker-registration-{code}
on: 2026-06-01
person: {{年龄: 30, 户籍性质: 农业, 正在失业: 是, 居住月数: 10}}   # 大家共有的情况
examples:
  - {{name: 虚构甲住了十个月, facts: {{}}, answer: 是, because: 居住月数}}
  - {{name: 虚构乙刚好住满三个月, facts: {{居住月数: 3}}, answer: 是, because: 居住月数, boundary: true}}
  - {{name: 虚构丙差一个月, facts: {{居住月数: 2}}, answer: 否, because: 居住月数}}
  - {{name: 虚构丁不记得住了多久, facts: {{居住月数: 不知道}}, answer: 不知道, because: 居住月数}}
  - {{name: 虚构己刚满十六周岁, facts: {{年龄: 16}}, answer: 是, because: 年龄, boundary: true}}
  - {{name: 虚构戊登记过了, facts: {{已登记求职: 是}}, answer: 已经有了, because: 已登记求职}}
"""


def starter_files(region: Region) -> dict[str, str]:
    """Path below the policies folder → text, for a region that has no pack yet.

    The offices' file comes first; whoever writes the files leaves one that exists alone.
    """
    place = place_of(region.code)
    words = {
        "code": region.code,
        "place": place.name if place else region.name,
        "bare": place.bare if place else region.name,
        "level_word": place.level if place else "",
        "level": LEVEL_OF_REGION[region.level],
    }
    pack = f"{region.code}/{FOLDER}"
    texts = {
        f"{region.code}/offices.yaml": OFFICES,
        f"{pack}/document.yaml": DOCUMENT,
        f"{pack}/parameters.yaml": PARAMETERS,
        f"{pack}/services/job-seeker-registration.yaml": SERVICE,
        f"{pack}/examples/job-seeker-registration.yaml": EXAMPLES,
    }
    return {path: text.format(**words) for path, text in texts.items()}
