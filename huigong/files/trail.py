"""What the events of this folder are called."""

WORDS = {
    "files.erased": "删去保存期已过的文件",
    "files.kept": "存入文件",
    "files.attached": "附上文件",
    "files.arranged": "调整文件顺序",
    "files.removed": "删除文件",
    "files.handed_over": "把草稿里的文件交上去",
    "files.joined": "把登录前传的文件并进本人的草稿",
    "files.dropped": "丢掉草稿里的文件",
    "files.lapsed": "文件到期删除",
    "files.scanned": "文件查毒",
    "files.backed_up": "备份全部数据",
}
