"""The words around numbers that tell goals, amounts, conditions and deadlines apart."""

from __future__ import annotations

from huigong.policy.reading.cues import Cue, worded

# Words before a span of time or a number that set a condition: 居住半年以上.
ELIGIBLE = (
    *worded(
        "threshold",
        "将{}1年以上的务工人员纳入服务",
        "居住|登记失业|失业|就业|从业|参保|缴费|缴纳|工作|毕业|连续|累计|满|年满|取得|服务|经营|注册|签订|拖欠|逾期|持有|怀孕",
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
    "完成|清零|办结|建成|整改|报送|上报|答复|到位|支付|拨付|结清|办理|作出|处理|解决|达到|出具|反馈|审核|受理|发放|公布|公示|备案|清偿|移送|立案|结案|补办|兑现|申请|提出|告知|通知|送达|补缴|缴清|还清|退还|退回|清退|归还|移交|开工|开立|开设|补足|存储|缴存|制定|出台|录入|签订|改正|回复|核查|核实|审结|调解",
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
    Cue("(?<!建)设立?", "每个班组设1名代表", "standard"),
    Cue("每个?[^，。；]{0,12}", "每班1名代表", "standard"),
)
