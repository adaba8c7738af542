"""What the events of this portal are called."""

WORDS = {
    "portals.worker.copied": "带走个人信息副本",
    "portals.worker.consented": "同意处理个人信息",
    "portals.worker.not_the_owner": "登录人不是手机号登记的本人",
}
