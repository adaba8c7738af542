"""What the events of this folder are called."""

WORDS = {
    "directory.account.opened": "开通账号",
    "directory.account.closed": "停用账号",
    "directory.account.reopened": "恢复账号",
    "directory.account.password_reset": "重设密码",
    "directory.account.password_changed": "本人换密码",
    "directory.account.second_factor_forgotten": "清除手机验证器",
    "directory.account.said_whose": "写明账号是谁的",
    "directory.account.phone_changed": "换登录手机号",
    "directory.role.assigned": "分配角色",
    "directory.role.ended": "结束角色",
    "directory.role.withdrawn": "收回角色",
    "directory.look.approved": "批准查看",
    "directory.look.ended": "收回查看批准",
    "directory.office.changed": "改部门资料",
    "directory.office.closed": "撤并部门",
    "directory.office.reopened": "恢复部门",
    "directory.desk.changed": "改窗口资料",
    "directory.desk.closed": "撤销窗口",
    "directory.day.put": "登记当地放假调休",
    "directory.day.withdrawn": "撤回当地放假调休",
}
