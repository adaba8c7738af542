"""What the words around a number say about the kind of promise it makes.

The tables are read from the top; the first row that fits decides. `before` and `after` look at
the words on either side, `around` at both closely; `unless` and `unless_near` forbid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from huigong.policy.reading.cues import any_of
from huigong.policy.reading.document import TargetKind
from huigong.policy.reading.quantities import Quantity
from huigong.policy.reading.target_words import (
    CAPS,
    ELIGIBLE,
    FEW,
    FINISHED_WITHIN,
    LET_OFF,
    PAID_AFTER_RATE,
    PAID_BEFORE_RATE,
    RATE_WORDS,
    RATES_TO_REACH,
    SHORTENED,
    SUMS_TO_REACH,
    TERMS,
)

REACH = 40
LONG_SPANS = frozenset({"个月", "年"})
SHORT_SPANS = frozenset({"小时", "个小时", "分钟", "个工作日", "工作日"})
"""Nothing runs for so short a time; within it something is to be done."""
SHARES = frozenset({"%", "‰", "个百分点", "百分点", "个基点", "基点", "倍", "番", "折"})
FIXED_RATES = frozenset({"基点", "个基点", "折"})
PERSONS_AND_HOUSEHOLDS = frozenset({"", "人", "人次", "名", "家", "户"})
DESCRIBING = frozenset(
    {"大类", "类", "种", "条", "届", "门", "部", "本", "篇", "片", "路", "项", "个方面", "P", "周岁", "岁", "批", "期"}
)  # fmt: skip


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
    KindCue(
        "threshold",
        "对参保满12个月的人员登记造册",
        before="满$",
        after="^[\u4e00-\u9fff]{0,4}的",
        measures=LONG_SPANS,
    ),
    KindCue(
        "standard", "女职工生育享受98天产假", after="^的?(?:产假|护理假|陪产假|育儿假|婚假|哺乳时间|休息时间)"
    ),
    KindCue("standard", "难产的增加产假15天", before="(?:产假|休假|护理假|育儿假|婚假)$"),
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
    KindCue("deadline", "自用工之日起30日内办手续", before="自[^，。；]{2,20}之日起$", after="^(?:以)?内"),
    KindCue("deadline", "接件后2小时内看现场", after="^(?:以)?内", measures=SHORT_SPANS),
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
    KindCue(
        "threshold",
        "经三分之二以上代表同意",
        after="^以上[^，。；]{0,12}(?:同意|通过|表决|出席|签名|联名|推选)",
    ),
    KindCue(None, "签订率＝已签订数÷应签订数×100%", before="[×xX*÷]$"),
    KindCue(
        "threshold", "出勤率低于80%的学员重新编班", before="(?:低于|不足|未达到|未达|不到|不满)$", after="^的"
    ),
    KindCue(
        "threshold",
        "当年招用困难人员达到职工人数25%",
        before="(?:招用|招聘)[^，。；]{0,40}达到[^，。；]{0,16}$",
    ),
    KindCue(
        "standard",
        "租金按市场价的85%执行",
        before="按(?:照)?[^，。；]{0,16}$",
        after="^(?:的(?:比例|标准))?(?:执行|收取|确定|计发)",
    ),
    KindCue(
        "standard",
        "劳务报酬占比不低于10%",
        before="(?:报酬|工资|资金|经费|费用|价款)[^，。；]{0,6}(?:占比|比例|比重)[^，。；]{0,4}$",
    ),
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
        "发放创业担保贷款8000万元",
        before="(?:发放|投放|新增)[^，。；]{0,12}贷款$",
        unless="最高|最长|不超过|按|每|给予|可以|申请|单[户笔个]",
    ),
    KindCue(
        "goal",
        "安排应急周转金500万元",
        before="(?:安排|筹措|筹集)[^，。；每]{0,14}(?:资金|周转金|经费|基金)$",
        unless="最高|不超过|按|每",
    ),
    KindCue(
        "goal",
        "实现产值8亿元",
        before=rf"(?:{any_of(SUMS_TO_REACH)})[^，。；]{{0,10}}$",
        unless=CAP_BEFORE,
    ),
    KindCue("standard", "每人补贴800元"),
)
COUNT = (
    KindCue(None, "围绕（4项）开展服务", before="[（(]$", after="^[）)]"),
    KindCue(None, "每多照料1个幼儿增发补贴", before="每多[\u4e00-\u9fff]{0,6}$"),
    KindCue(
        "threshold",
        "为60周岁以上务工人员办理参保",
        after="^(?:及)?以[上下]",
        measures=frozenset({"岁", "周岁"}),
    ),
    KindCue(
        "threshold",
        "对未满3周岁婴幼儿登记造册",
        before="(?:未满|不满|年满)$",
        measures=frozenset({"岁", "周岁"}),
    ),
    KindCue(
        "goal",
        "举办创业能力提升班8期",
        before="(?:班|举办|开办|培训|组织)[^，。；“]{0,14}$",
        measures=frozenset({"期", "批"}),
    ),
    KindCue(
        "threshold",
        "对超过100人的企业上门服务",
        before="(?:超过|达到|高于|多于|不足|不满|满)$",
        after="^(?:以上)?的(?!目标|任务|规模|要求)",
    ),
    KindCue(
        "threshold",
        "对100人以上的企业上门服务",
        after="^(?:以上的|及以上的|以下的)",
        unless="(?:开发|新增|建设|提供|创造|培训|筹集|新建)[^，。；]{0,6}$",
    ),
    KindCue(
        "threshold",
        "招用20人以上并签订合同",
        before=ELIGIBLE_BEFORE,
        unless_near="培训|新增|完成|开展|转移|实现|发放|组织|达到|突破|扩大到|增加到",
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
