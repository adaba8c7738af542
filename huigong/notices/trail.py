"""What the events of this folder are called."""

WORDS = {
    "notices.notice.issued": "发出文书",
    "notices.notice.reprinted": "补印文书",
    "notices.notice.served": "登记文书送达",
    "notices.template.uploaded": "上传部门文书样式",
}
