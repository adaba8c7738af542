"""The words that say which part a body takes: 牵头, 配合, 分别负责, 责任单位：, …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from huigong.policy.reading.cues import Cue, any_of, worded

Role = Literal["lead", "support", "joint", "guiding", "plain", "carry_out", "time", "rest"]

_DUTIES = (
    r"(?:(?:职责|职能|分工|任务|各自|各|其|管理权限|权限|有关规定|规定|属地管理原则|属地原则)(?:和|、)?)+"
)


# The object of a duty (市织造局负责人员培训) is told from the name of a body by what the name ends with.
_AFTER_BODY = "(?<=[局厅委部办会院府门关处心队联团）)区县])"


@dataclass(frozen=True)
class RoleCue(Cue):
    """`form` stands at the end of a list of names; `means` is the wording's name, `role` the part it gives."""

    role: Role = "plain"


# Longest wording first: each form is tried at the end of a printed name list.
ENDINGS = (
    RoleCue(
        r"(?:分别|按{d}|依{d}|根据{d}|按照{d})(?:分别)?牵头(?:负责|落实|实施|推进)?".replace("{d}", _DUTIES),
        "市织造局、市灯塔局按职责分别牵头负责", "分别牵头负责", "lead",
    ),
    RoleCue(r"(?:共同|联合)牵头(?:负责|落实|实施)?", "市织造局、市灯塔局共同牵头", "共同牵头", "lead"),
    RoleCue(
        r"(?:牵头|总牵头|主要)(?:抓总)?(?:负责|主抓)(?:落实|实施|组织实施)?", "市织造局牵头负责", "牵头负责", "lead"
    ),
    RoleCue(
        r"总?牵头(?:抓总|组织实施|组织|实施|落实|推进|办理|承办|抓落实)?", "市织造局牵头抓总", "牵头", "lead"
    ),
    RoleCue(r"为?(?:总|主要)?(?:牵头|主责|主办)(?:单位|部门)", "市织造局为牵头单位，市灯塔局为配合单位", "牵头", "lead"),
    RoleCue(
        r"为?(?:配合|协办|参与|参加|协同|协作|支持)(?:单位|部门)", "市灯塔局为牵头单位，市织造局为配合单位", "配合", "support"
    ),
    RoleCue(
        r"(?:负总责|总负责|统筹(?:负责|推进|协调|抓总)?)", "市织造局统筹，市灯塔局落实", "统筹", "lead"
    ),
    RoleCue(r"(?:主办|主责|主管|主抓|主推)", "市织造局主办，市灯塔局协办", "主办", "lead"),
    RoleCue(
        rf"(?:按照|按|依照|依据|依|根据|结合){_DUTIES}(?:分别|共同|各自|具体|做好)?(?:负责|落实|组织实施|抓好落实|推进|实施|承担|相关工作|有关工作)?(?:落实|实施|推进)?",
        "市织造局、市灯塔局按职责分工负责", "按职责分工负责", "joint",
    ),
    RoleCue(
        r"(?:分别|各自|分工|分头)(?:负责|落实|组织实施)(?:落实|实施)?", "市织造局、市灯塔局分别负责", "分别负责", "joint"
    ),
    RoleCue(r"各司其职|各负其责", "市织造局、市灯塔局各司其职", "按职责分工负责", "joint"),
    RoleCue(
        r"(?:共同|联合)(?:负责|落实|推进|实施|组织|开展|办理|承办|主办)(?:落实|实施)?", "市织造局、市灯塔局共同负责", "共同负责", "joint"
    ),
    RoleCue(
        r"(?:负责)?(?:业务|加强|做好)?(?:指导|督导|督促指导|监督指导|指导监督|指导督促)",
        "市织造局负责，省织造厅加强指导", "指导", "guiding",
    ),
    RoleCue(
        r"(?:结合实际|具体|组织|抓好|负责抓好|贯彻|认真)*(?:抓?落实|组织实施|具体实施|抓(?:好)?(?:实施|推进)|实施)",
        "市织造局牵头，各县（区）人民政府抓好落实", "落实", "carry_out",
    ),
    RoleCue(
        rf"{_AFTER_BODY}负责[^，。；、]{{0,14}}(?:属地|落实)[^，。；、]{{0,8}}",
        "市织造局牵头，各县（区）人民政府负责属地责任落实", "落实", "carry_out",
    ),
    RoleCue(
        rf"{_AFTER_BODY}(?:负责)?(?:做好|抓好|加强|提供|给予|强化|承担|强化|协同做好)[^，。；、]{{0,18}}?(?:保障|支持|服务|工作|监管|监督|协调|宣传|衔接|管理|支撑|审核|引导)",
        "市织造局牵头，市灯塔局做好资金保障", "配合", "support",
    ),
    RoleCue(
        rf"{_AFTER_BODY}负责(?!人(?!员|才)|制)[\u4e00-\u9fff]{{2,18}}", "市织造局负责人员培训", "负责", "plain"
    ),
    RoleCue(
        r"(?:具体|主要|组织)?负责(?:落实|实施|组织实施|推进|具体实施|抓落实)?", "市织造局具体负责实施", "负责", "plain"
    ),
    RoleCue(
        rf"(?:(?:按照?|依照|根据){_DUTIES})?(?:协同|协助|积极|做好|密切|予以)?配合(?:做好|落实|实施|推进|工作)?(?:工作)?",
        "市织造局牵头，市灯塔局积极配合", "配合", "support",
    ),
    RoleCue(r"(?:共同|积极)?(?:参与|参加)(?:配合|实施|落实)?", "市织造局牵头，市灯塔局参与", "参与", "support"),
    RoleCue(
        r"(?:协办|协助|协同|支持|承办)(?:落实|实施|推进|做好|办理)?", "市织造局牵头，市灯塔局协办", "协助", "support"
    ),
)  # fmt: skip
_ENDING_RULES = tuple((cue.role, cue.means, re.compile(rf"(?:{cue.form})$")) for cue in ENDINGS)
ROLE_HINT = re.compile(
    r"统筹|总责|总负责|各司其职|各负其责|牵头|配合|负责|责任|单位|部门|参与|参加|协助|协办|协同|主办|承办|指导|督导|落实|实施|职责|分工|做好|抓好|联合|共同|会同|主责|提供|给予|承担|支持|保障|[（(〔\[【](?:主办|承办)"
)

LEAD_LABELS = worded(
    "lead",
    "{}：市织造局",
    "牵头单位|牵头部门|牵头责任单位|牵头责任部门|牵头处室|牵头科室|牵头股室|牵头机关|主要责任单位|主责单位|主责部门|第一责任单位|主办单位|主办部门|主办处室|主办科室|总牵头单位|主管单位|主管部门|牵头|主办|主责",
)
PLAIN_LABELS = worded(
    "plain",
    "{}：市织造局",
    "责任单位|责任部门|责任主体|责任处室|责任科室|责任股室|责任机关|责任分工|责任领域|负责单位|负责部门|实施单位|实施主体|落实单位|落实部门|承办单位|承办部门|工作分工|职责分工|任务分工",
)
SUPPORT_LABELS = worded(
    "support",
    "牵头单位：市灯塔局。{}：市织造局",
    "配合单位|配合部门|配合处室|配合科室|配合股室|协办处室|协办科室|参与单位|参与部门|参加单位|参加部门|协办单位|协办部门|协助单位|协同单位|协作单位|支持单位|配合责任单位|配合责任部门|协同部门|协作部门|协助部门|支持部门|协办部门|成员单位|配合|协办|参加|参与",
)
GUIDING_LABELS = worded(
    "guiding", "责任单位：市灯塔局。{}：市织造局", "指导单位|指导部门|业务指导单位|监督单位|督导单位"
)
# What else stands in such lines names nobody who answers for the clause.
TIME_LABELS = worded(
    "time",
    "责任单位：市灯塔局。{}：2031年5月6日前",
    "完成时限|完成时间|完成期限|办理时限|办结时限|整改时限|时间安排|时间节点|时限要求|时限|进度安排|进度要求",
)
OTHER_LABELS = worded(
    "rest",
    "责任单位：市灯塔局。{}：市织造局",
    "牵头领导|责任领导|责任人|联系人|联系电话|备注",
)
LABELS = (*LEAD_LABELS, *PLAIN_LABELS, *SUPPORT_LABELS, *GUIDING_LABELS, *TIME_LABELS, *OTHER_LABELS)
LABEL = re.compile(
    rf"(?P<label>(?:省级|市级|县级|区级)?(?:{any_of(LABELS)}))(?:[（(][^（()）]{{1,8}}[）)])?(?:[ \u3000]{{0,4}}为?[：:]|[】\]］][：:]?|为(?=[省市县区州盟旗国各]))"
)
TIME_LABEL = re.compile(rf"(?:{any_of(TIME_LABELS)})[ \u3000]{{0,4}}[：:][ \u3000]{{0,4}}")
# The numbers of a list of bodies below a label open no units: 责任单位：1.甲局；2.乙局。
NUMBERED_NAMES = re.compile(
    rf"{LABEL.pattern}\s*(?:(?:[0-9]{{1,2}}[.．、)）]|[（(][0-9]{{1,2}}[）)]|[①-⑳])[^；;，,。\n0-9①-⑳]{{2,40}}[；;，,、。]?\s*){{2,}}"
)
_ROLE_OF_LABEL = {cue.form: cue.means for cue in LABELS}
MODE_OF_LABEL = {"lead": "牵头单位", "plain": "责任单位", "support": "配合单位", "guiding": "指导单位"}


@dataclass(frozen=True)
class Ending:
    """A role wording at the end of a list; `at` is where it starts in the piece."""

    role: Role
    mode: str
    at: int


def role_ending(piece: str) -> Ending | None:
    """The role wording that `piece` ends with, or None."""
    tail_from = max(0, len(piece) - 30)
    tail = piece[tail_from:]
    if not ROLE_HINT.search(tail):
        return None
    best: Ending | None = None
    for role, mode, pattern in _ENDING_RULES:
        match = pattern.search(tail)
        if match and (best is None or match.start() + tail_from < best.at):
            best = Ending(role, mode, match.start() + tail_from)
    return best


def role_of_label(label: str) -> Role:
    return cast(Role, _ROLE_OF_LABEL.get(re.sub("^(?:省级|市级|县级|区级)", "", label), "plain"))
