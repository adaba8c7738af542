"""What the events of this folder are called."""

WORDS = {
    "offers.offer.put_up": "登记名额",
    "offers.offer.resized": "改名额数",
    "offers.offer.preferred": "提供方排申请人的先后",
    "offers.round.opened": "开始一轮分配",
    "offers.round.frozen": "关闭名单",
    "offers.round.committed": "登记密语摘要",
    "offers.round.drawn": "公布抽签种子",
    "offers.round.allocated": "分配名额",
    "offers.round.published": "公布分配结果",
    "offers.round.over": "结束一轮分配",
    "offers.request.made": "申请名额",
    "offers.request.withdrawn": "撤回名额申请",
    "offers.request.set_aside": "不列入名单",
    "offers.hold.made": "给出名额",
    "offers.hold.accepted": "接受名额",
    "offers.hold.refused": "放弃名额",
    "offers.hold.silent": "名额到期没有答复",
    "offers.hold.barred": "领取名额时不符合条件",
    "offers.claim.ended": "结束占用名额",
}
