"""What the events of this folder are called."""

WORDS = {
    "wages.month.handed_in": "报送一个月的工资资料",
    "wages.payroll.written": "做工资代发文件",
    "wages.payroll.returned": "读银行的代发回单",
    "wages.filing.written": "做报给平台的文件",
    "wages.filing.answered": "记下平台的答复",
    "wages.month.confirmed": "本人认可工资表",
    "wages.month.disputed": "本人不认可工资表",
    "wages.number.claimed": "本人说表上的这一行是自己",
    "wages.number.disowned": "本人说表上的这一行不是自己",
    "wages.warning.raised": "欠薪预警",
    "wages.warning.taken_up": "预警又出现，接着原来的算",
    "wages.warning.explained": "单位说明预警的情况",
    "wages.warning.agreed": "工人说单位的说明属实",
    "wages.warning.denied": "工人说单位的说明不属实",
    "wages.warning.closed": "预警了结",
    "wages.warning.case_opened": "由预警立案",
    "wages.warnings.looked_over": "重新看了所有预警",
    "wages.warnings.exported": "导出预警清单",
}
