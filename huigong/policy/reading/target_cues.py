"""What the words around a number say about the kind of promise it makes.

The tables are read from the top; the first row that fits decides. `before` and `after` look at
the words on either side, `around` at both closely; `unless` and `unless_near` forbid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from huigong.policy.reading.cues import Cue, any_of, worded
from huigong.policy.reading.document import TargetKind
from huigong.policy.reading.quantities import Quantity

REACH = 40
LONG_SPANS = frozenset({"个月", "年"})
SHARES = frozenset({"%", "‰", "个百分点", "百分点", "个基点", "基点", "倍", "番", "折"})
FIXED_RATES = frozenset({"基点", "个基点", "折"})
PERSONS_AND_HOUSEHOLDS = frozenset({"", "人", "人次", "名", "家", "户"})
DESCRIBING = frozenset(
    {"大类", "类", "种", "条", "届", "门", "部", "本", "篇", "片", "路", "项", "个方面", "P", "周岁", "岁", "批", "期"}
)  # fmt: skip

# Words before a span of time or a number that set a condition: 居住半年以上.
ELIGIBLE = (
    *worded(
        "threshold",
        "将{}1年以上的务工人员纳入服务",
        "居住|登记失业|失业|就业|从业|参保|缴费|缴纳|工作|毕业|连续|累计|满|年满|取得|服务|经营|注册|签订|拖欠|逾期|持有",
    ),
    Cue("距", "对距期满6个月以上的务工人员另行登记", "threshold"),
    *worded(
        "threshold",
        "将{}1年以上的务工人员纳入服务",
        "稳定|合同|住所|暂住|登记|招用|吸纳|带动",
    ),
)
# Words before a sum that make it an amount or a cap, and no result to reach.
CAPS = worded(
    "standard",
    "规模{}5万元",
    "不超过|不得超过|不高于|不低于|不得低于|不少于|不得少于|最高|最长|最低|最多|至少|上限|下限|期限|为期|给予|延长|补贴|奖励|发放|一次性|标准|按|按照|每人|每户|每年|每月|每个|每家|减免|免费|免收|降低|提高|下调|上浮|返还|资助|补助|贷款|贴息|优惠|控制在",
)
SUMS_TO_REACH = (
    Cue("达到?", "产值达8亿元", "goal"),
    *worded(
        "goal", "{}8亿元", "实现|新增|突破|完成|规模|产值|收入|营业额|总额|力争|销售额|投放|累计|交易额|投资"
    ),
)
PAID_BEFORE_RATE = (
    *worded(
        "standard",
        "覆盖{}30%",
        "补贴|给予|返还|贴息|减免|减征|降低|下调|下浮|扣除|收取|奖励|资助|补助|缴存|提取|分担|承担|支付|优惠",
    ),
    Cue("不超过[^，。；]{0,10}的", "覆盖不超过总额的30%", "standard"),
)
PAID_AFTER_RATE = worded(
    "standard",
    "增长30%的比例{}",
    "给予|贴息|返还|补贴|补助|奖励|用于|缴|减|支付|收取|扣|予以|发放|资助|报销",
)
RATES_TO_REACH = (
    *worded("goal", "签订{}30%", "率|增速|增幅|同比|达到|占比|比重|比例达|入学|实现|覆盖|超过|增长"),
    Cue("提高到", "参保人数提高到30%", "goal"),
    Cue("提升(?:到|至)", "参保人数提升至30%", "goal"),
    Cue("以上农村", "让30%以上农村孩子受益", "goal"),
    Cue("力争", "力争参加30%", "goal"),
    Cue("确保[^，。]{0,10}达", "确保签约达30%", "goal"),
)
RATE_WORDS = worded(
    "standard",
    "安排{}30%",
    "补贴|给予|返还|贴息|减免|减征|降低|下调|下浮|用于|扣除|费用|收费|收取|奖励|资助|补助|缴纳|缴存|税|费率|利率|首付|折扣|提取|列支|分担|承担|担保|工资|待遇|支付|贷款",
)
FINISHED_WITHIN = worded(
    "deadline",
    "应当在10日内{}",
    "完成|清零|办结|建成|整改|报送|上报|答复|到位|支付|拨付|结清|办理|作出|处理|解决|达到|出具|反馈|审核|受理|发放|公布|公示|备案|清偿|移送|立案|结案|补办|兑现|申请|提出|告知|通知|送达|补缴|缴清|还清|退还|退回|清退|归还|移交|开工|改正|回复|核查|核实|审结|调解",
)
# What is to be done by the end of a date: 到2031年底，完成….
FINISHED_BY = worded(
    "deadline",
    "到2031年底，{}改造任务",
    "完成|实现|建立|建成|成立|清零|达到|基本|全部|全面|出台|制定|印发|到位|实行|实施|启动|形成|覆盖|开通|上线|培育|取得|力争|报送|整改|消除|要|须|应",
)
POSTPONED = worded(
    "deadline", "申报时间{}至2月24日", "延长|延期|推迟|放宽|顺延|截止|最晚延|延|最晚|最迟|不晚于|不迟于"
)
DEADLINE_ENDS = worded("deadline", "2031年{}改造旧宿舍", "底前|之前|前|底之前|底以前|以前|末前")
# Words before 至 and 到 that say how long something holds, and not by when it is to be done.
HOLDING = worded(
    "period",
    "本政策{}至2031年12月31日",
    "有效期限|有效期|施行|执行|实施|试行|延续|享受|执行期限|实施期限|政策期限|有效",
)
# Where the words around a number end.
PHRASE_BREAKS = (
    Cue("(?<=[年月日]内)", "在3年内补贴500元", "补贴500元"),
    Cue("(?<=一批)", "建成一批服务站20个", "服务站20个"),
    Cue("[，。；;！？\n,：:、（()）]", "就近，补贴500元", "补贴500元"),
    Cue(
        "(?<=[0-9元%％])[\u4e00-\u9fff]{0,2}(?:和|及|并)(?=[^，。]{0,6}[0-9])",
        "补贴500元和免收管理费30元",
        "补贴500元",
    ),
)
SHORTENED = worded("goal", "把办理时间{}至5个工作日", "压减|压缩|缩短|精简|减少|控制|提速|减")
TERMS = worded("standard", "贷款{}3年", "不超过|不得超过|不少于|不低于|最长|最短|期限|延长")
LET_OFF = (*worded("standard", "对租户2个月{}", "房租减半|租金减免|租费免除|费用全免|电费补贴|水费免收"),)
LET_OFF = worded("standard", "对租户2个月房租{}", "免收|减半|减免|免除|全免|补贴")
FEW = (
    *worded("standard", "每个班组{}1名代表", "推举|推选|配备|选派|指派|至少|不少于|安排|明确|确定"),
    Cue("设立?", "每个班组设1名代表", "standard"),
    Cue("每个?[^，。；]{0,12}", "每班1名代表", "standard"),
)


@dataclass(frozen=True)
class KindCue:
    """One row; `kind` None says that the number is no target at all."""

    kind: TargetKind | None
    example: str
    before: str = ""
    after: str = ""
    around: str = ""
    unless: str = ""
    unless_near: str = ""
    near: int = REACH
    measures: frozenset[str] = frozenset()
    other_measures: frozenset[str] = frozenset()
    at_most: int | None = None

    def fits(self, before: str, after: str, quantity: Quantity) -> bool:
        if self.measures and quantity.measure not in self.measures:
            return False
        if quantity.measure in self.other_measures:
            return False
        if self.at_most is not None and (quantity.value is None or quantity.value > self.at_most):
            return False
        return self._words_fit(before, after)

    def _words_fit(self, before: str, after: str) -> bool:
        needed = (
            (self._compiled["before"], before[-self.near :]),
            (self._compiled["after"], after),
            (self._compiled["around"], before[-18:] + after[:10]),
        )
        forbidden = ((self._compiled["unless"], before), (self._compiled["unless_near"], before[-8:]))
        return all(rule is None or rule.search(words) for rule, words in needed) and not any(
            rule and rule.search(words) for rule, words in forbidden
        )

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str] | None]:
        names = ("before", "after", "around", "unless", "unless_near")
        return {name: re.compile(rule) if (rule := getattr(self, name)) else None for name in names}


ELIGIBLE_BEFORE = rf"(?:{any_of(ELIGIBLE)})[^，。；]{{0,14}}$"
CAP_BEFORE = rf"(?:{any_of(CAPS)})[^，。；、]{{0,16}}$"
ABOVE = r"^以上|^及以上|^以下|^且"

TIME = (
    KindCue("threshold", "对参保满12个月的人员登记造册", before="满$", after="^的", measures=LONG_SPANS),
    KindCue("threshold", "将居住半年以上的务工人员纳入服务", before=ELIGIBLE_BEFORE, after=ABOVE),
    KindCue("threshold", "聘期2年以上的可以续聘", after=rf"(?:{ABOVE})(?=.{{0,11}}的)"),
    KindCue(None, "坚持5年以上，久久为功", after=ABOVE),
    KindCue(
        "goal",
        "把办理时间压减至5个工作日",
        before=rf"(?:{any_of(SHORTENED)})(?:至|到|在|为)[^，。；]{{0,4}}$",
    ),
    KindCue(
        "deadline",
        "应当在10日内答复",
        after=rf"^(?:以)?内[^，。；、]{{0,24}}?(?:{any_of(FINISHED_WITHIN)})",
    ),
    KindCue("period", "在3年内按规定扣减税费", after="^以?内"),
    KindCue(
        "period",
        "本政策有效期5年",
        before="(?:有效期|试行期|实施期|执行期|试点期)(?:限)?(?:为|是|至)?$",
        measures=LONG_SPANS,
    ),
    KindCue("standard", "贷款期限3年", before=rf"(?:{any_of(TERMS)})[^，。；、]{{0,10}}$"),
    KindCue(
        "standard",
        "对租户2个月租金减半",
        after=rf"^(?:的)?[^，。；]{{0,6}}(?:{any_of(LET_OFF)})",
        measures=LONG_SPANS,
    ),
    KindCue(
        "standard",
        "按12个月的失业保险金发放",
        before=r"按(?:照)?[^，。；]{0,14}$",
        after="^的",
        measures=LONG_SPANS,
    ),
)
RATE = (
    KindCue("standard", "利率下浮20个基点", measures=FIXED_RATES),
    KindCue("standard", "按实际费用返还50%", before=rf"(?:{any_of(PAID_BEFORE_RATE)})[^，。；]{{0,6}}$"),
    KindCue(
        "standard",
        "按合同额的50%给予补贴",
        after=rf"^(?:的)?(?:以上|以内|左右|的比例|比例|标准|额度)*(?:的)?(?:{any_of(PAID_AFTER_RATE)})",
    ),
    KindCue(
        "goal",
        "劳动合同签订率达到95%",
        around=any_of(RATES_TO_REACH),
        unless_near=any_of(RATE_WORDS),
    ),
    KindCue("standard", "首付款比例为20%", around=any_of(RATE_WORDS)),
    KindCue("goal", "让80%工地建起夜校"),
)
MONEY = (
    KindCue(
        "goal",
        "实现产值8亿元",
        before=rf"(?:{any_of(SUMS_TO_REACH)})[^，。；]{{0,10}}$",
        unless=CAP_BEFORE,
    ),
    KindCue("standard", "每人补贴800元"),
)
COUNT = (
    KindCue(
        "threshold",
        "对超过100人的企业上门服务",
        before="(?:超过|达到|高于|多于|不足|不满|满)$",
        after="^(?:以上)?的(?!目标|任务|规模|要求)",
    ),
    KindCue("threshold", "对100人以上的企业上门服务", after="^(?:以上的|及以上的|以下的)"),
    KindCue(
        "threshold",
        "招用20人以上并签订合同",
        before=ELIGIBLE_BEFORE,
        unless_near="培训|新增|完成|开展|转移|实现|发放|组织",
        near=8,
        after="^(?:以上|及以上|以下|以内|左右)",
    ),
    KindCue(
        None,
        "落实“关爱3项行动”",
        before=r"[“《][^”》\n]{0,40}$",
        other_measures=PERSONS_AND_HOUSEHOLDS,
    ),
    KindCue(None, "推进一批5件清零", after="^(?:清零|”|会|一)"),
    KindCue("descriptor", "纳入12大类基本公共卫生服务", measures=DESCRIBING),
    KindCue("descriptor", "围绕8个领域开展服务", after="^(?:方面|领域|环节|办法)"),
    KindCue("standard", "推选1名代表", before=rf"(?:{any_of(FEW)})$", near=16, at_most=3),
    KindCue("goal", "建成务工人员之家20个"),
)


def kind_of(before: str, after: str, quantity: Quantity, table: Iterable[KindCue]) -> TargetKind | None:
    """What the first row that fits says; None where none does."""
    return next((cue.kind for cue in table if cue.fits(before, after, quantity)), None)
