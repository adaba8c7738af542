"""What the events of this folder are called."""

WORDS = {
    "records.record.recorded": "登记记录",
    "records.record.corrected": "更正记录",
    "records.record.annulled": "撤销记录里的一件事",
    "records.records.sought": "按标识找记录，没有找到",
    "records.records.tried": "试算一张记录的表格",
    "records.records.turned": "到期的记录换了状态",
}
