"""Duties that stand in sentences, as regulations print them: 甲部门负责A，乙部门负责B; 由甲局会同乙局办理.

A sentence gives a duty only where its subject is a body of government and the verb says which
part it takes; what everybody 应当 do is no duty of carrying out the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from huigong.policy.reading.answering import Group, assigned, grouped, plausible
from huigong.policy.reading.cues import Cue, any_of, worded
from huigong.policy.reading.departments import OPENS_NAME, is_collective, looks_like_body, split_names
from huigong.policy.reading.document import Attribution
from huigong.policy.reading.roles import RoleCue
from huigong.policy.reading.stated import NO_RULE

SENTENCE = re.compile(r"[^。；\n]+")
LONGEST_SENTENCE = 300
VERBS = (
    RoleCue("牵头", "市织造局牵头组织夜校，市灯塔局参与", "牵头", "lead"),
    RoleCue("会同", "夜校名单由市织造局会同市灯塔局公布", "牵头", "lead"),
    RoleCue("(?:具体|主要|组织)?负责(?!人(?!员|才)|制|同志|干部)", "市织造局负责夜校的日常管理", "负责", "plain"),
    RoleCue(
        "(?:按照?|依照|依据|根据|在)(?:各自|其|法定|有关|规定的?)*(?:的)?(?:职责|职能|分工|权限)(?:和分工|分工|范围)*(?:之?内)?",
        "织造、灯塔等部门按照各自职责做好夜校相关工作", "按职责分工负责", "joint",
    ),
    RoleCue("(?:是|为)[^，。；]{0,30}?牵头(?:部门|单位|机关)", "市织造局是夜校工作的牵头部门", "牵头", "lead"),
    RoleCue(
        "(?:是|为)[^，。；]{0,30}?(?:主管|责任|实施|监管)(?:部门|单位|机关)", "市织造局是夜校工作的主管部门", "负责", "plain"
    ),
    RoleCue(
        "(?:对[^，。；]{1,14})?(?:承担[^，。；]{0,8}|负(?:主体|领导|监管|管理|直接|属地|首要|全部){1,2})责任(?!的|制)", "市织造局承担夜校管理的主体责任", "负责", "plain"
    ),
    RoleCue("(?:对[^，。；]{1,14})?负总责(?!的|制)", "市织造局对夜校管理负总责", "负责", "plain"),
    RoleCue("各司其职|各负其责", "市织造局、市灯塔局各司其职", "按职责分工负责", "joint"),
    RoleCue(
        "(?:加强|做好|给予|负责)(?:业务|工作|具体)?指导(?=[，。；]|$)", "市灯塔局负责夜校管理，市织造局加强业务指导", "指导", "guiding"
    ),
    RoleCue("主管(?!部门|单位|机关|人员|责任)", "市织造局主管全市夜校工作", "负责", "plain"),
    RoleCue("(?:参与|参加)(?!培训|保险|人|者|率|度|权)", "市灯塔局牵头组织夜校，市织造局参与", "参与", "support"),
    RoleCue("(?:予以|给予|积极|做好)?(?:配合|协助|协同)", "市灯塔局负责夜校管理，市织造局配合做好宣传", "配合", "support"),
)  # fmt: skip
VERB = re.compile("|".join(f"(?P<v{place}>{cue.form})" for place, cue in enumerate(VERBS)))
# What may stand between a body and its verb.
BETWEEN = worded(
    "市织造局", "市织造局{}负责夜校管理", "应当|应|要|可以|依法|统一|具体|积极|主要|共同|分别|按规定"
)
BETWEEN_END = re.compile(rf"(?:{any_of(BETWEEN)})+$")
# What may stand before a body at the beginning of its sentence or part of it.
BEFORE = (
    Cue(".*由", "夜校的日常管理由市织造局负责", "市织造局"),
    Cue("(?:其中|同时|此外|并|并且|原则上)，?", "其中，市织造局负责夜校管理", "市织造局"),
)
BEFORE_NAME = re.compile(rf"^(?:{any_of(BEFORE)})")
# What bodies named after 会同 go on with.
GOES_ON = worded(
    "市灯塔局",
    "夜校名单由市织造局会同市灯塔局{}办法",
    "制定|组织|负责|开展|做好|另行|研究|提出|建立|拟定|拟订|确定|实施|办理|落实|进行|实现|共同|统筹|编制|公布|发布|推进|加强|解决|处理|选定|举办|承办|主办|设立|管理|核定|发放|公示|召开|举行|研判|推动|实行|出台|给予|审核|认定|督促|按照|依法|对|报|予以|完善|联合|定期|根据",
)
GOING_ON = re.compile(rf"(?:{any_of(GOES_ON)})(?!部)")
# Who takes part in everything and carries out no document: 用人单位负责….
PRIVATE_END = re.compile(
    "(?:(?<!责任)(?<!成员)(?<!有关)(?<!相关)单位|企业|公司|集团|业主|学校|学院|大学|队|组|等|[举承协督交催查主]办)$"
)


FIRST_BODY = re.compile(
    rf"[{''.join(sorted(OPENS_NAME))}][^，。；]{{1,24}}?(?:局|厅|委员会|(?<!常)委(?!员|托|派)|总工会|办公室|中心|法院|检察院|银行|部(?!门|分|署)|联合会)"
)
# A place before the level of a body: 云中市人民政府, 织女湖管委会 has none.
PLACED = re.compile(r"^[\u4e00-\u9fff]{1,7}?[省市县区州盟旗镇乡](?=[\u4e00-\u9fff]{2})")

OWN_NAME = re.compile(
    "(?<!^用工)(?<!^劳务)(?<!^物业)(?<!^施工)(?<!^民办)(?<!^公办)(?<!^高等)(?<!^职业)(?<!^技工)(?<!^所在)(?:学院|大学|公司|集团)$"
)


def duties_in_sentences(text: str) -> list[Attribution]:
    """One attribution for each sentence that gives duties; spans are offsets into `text`."""
    duties = []
    for match in SENTENCE.finditer(text):
        words = match.group().strip()
        if 8 <= len(words) <= LONGEST_SENTENCE and VERB.search(words):
            groups = list(_groups(words))
            if groups:
                start = match.start() + match.group().index(words)
                attribution = assigned(words, groups, NO_RULE)
                duties.append(replace(attribution, span=(start, start + len(words))))
    return duties


def names_its_bodies(duty: Attribution) -> bool:
    """Whether those who answer are named with their level or place (市织造局), not by their kind (织造部门)."""
    names = (*duty.lead, *duty.joint) or duty.support
    return all(name[0] in OPENS_NAME or PLACED.match(name) for name in names)


def _groups(words: str) -> Iterator[Group]:
    from_here = 0
    led = False
    for match in VERB.finditer(words):
        cue = VERBS[int((match.lastgroup or "v0")[1:])]
        names = _subject(
            _after_object(words[from_here : match.start()]) if from_here else words[: match.start()],
            beside=led and cue.role == "support",
        )
        led = led or (bool(names) and cue.role == "lead")
        if names:
            yield grouped(cue.role, cue.means, names)
        if cue.form == "会同" and (names or (led and words[from_here : match.start()] == "，")):
            yield from _beside(words[match.end() :])
        from_here = match.end()


def _after_object(words: str) -> str:
    """The words after the object of the verb before: 组织年会，市信鸽委 without 组织年会."""
    return words[1:] if words[:1] in ("，", "、") else words.partition("，")[2]


def _beside(after: str) -> Iterator[Group]:
    """Whom the first body acts with: the words up to what they do together."""
    after = re.split("[，]", after, maxsplit=1)[0]
    for match in GOING_ON.finditer(after):
        if _are_bodies(after[: match.start()]):
            yield grouped("support", "会同", after[: match.start()])
            return
    whole = after if _are_bodies(after) else _names_before_verb(after)
    if whole:
        yield grouped("support", "会同", whole)


def _names_before_verb(words: str) -> str:
    """A list of bodies whose last is followed by any verb: 市公安局、市税务局核对名册."""
    *listed, last = words.split("、")
    end = FIRST_BODY.match(last)
    names = "、".join([*listed, end.group()]) if end else ""
    return names if _are_bodies(names) else ""


def _subject(before: str, *, beside: bool = False) -> str:
    """The bodies right before a verb, as printed; "" where there is no body of government."""
    before = BETWEEN_END.sub("", before.rstrip("，"))
    parts = re.split("，", before)
    names = ""
    for part in reversed(parts):
        bare = BEFORE_NAME.sub("", part)
        if not _are_bodies(bare, beside=beside):
            break
        names = f"{bare}，{names}" if names else bare
        if bare != part:
            break
    return names


def _are_bodies(words: str, *, beside: bool = False) -> bool:
    """Whether the words list bodies of government; `beside` a lead, schools and companies by name are ones too."""
    names = split_names(words).names if 2 < len(words) <= 200 else ()
    return bool(names) and all(
        (looks_like_body(name) or is_collective(name))
        and plausible(name)
        and len(name) > 2
        and (not PRIVATE_END.search(name) or (beside and OWN_NAME.search(name) is not None))
        for name in names
    )
