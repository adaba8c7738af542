"""The columns of a sheet of people: what each is called, and where its cells go.

To teach the import another header, add it here. A header that is not here is left out and named.
"""

from __future__ import annotations

from dataclasses import dataclass

from huigong.sheets.heads import plain


@dataclass(frozen=True)
class Column:
    """`aliases`: other headers, apart by spaces; `required`: a sheet without it is no sheet of people; `example` and `hint` stand in the template."""

    id: str
    name: str
    aliases: str
    hint: str
    example: str
    required: bool = False


COLUMNS = (
    Column(
        "name",
        "姓名",
        "名字 人员姓名 农民工姓名 务工人员姓名 工人姓名 劳动者姓名 本人姓名",
        "照身份证填写",
        "甲禾",
        required=True,
    ),
    Column(
        "number",
        "身份证号",
        "身份证号码 身份证 公民身份号码 居民身份证号 居民身份证号码 公民身份证号码 证件号码 "
        "证件号 身份号码 身份证件号码 本人身份证号 本人身份证号码",
        "18位，这一列要设为“文本”格式",
        "510499199001010013",
        required=True,
    ),
    Column("sex", "性别", "", "男或女，可以不填，填了就和身份证号核对", "男"),
    Column(
        "born_on",
        "出生日期",
        "出生年月日 生日 出生日",
        "年月日写全，可以不填，填了就和身份证号核对",
        "1990-01-01",
    ),
    Column(
        "phone",
        "手机号",
        "手机号码 手机 联系电话 电话 电话号码 联系方式 移动电话 本人电话 联系手机",
        "本人的手机号",
        "13000000001",
    ),
    Column(
        "hukou_place",
        "户籍地",
        "户籍所在地 户口所在地 户籍 户籍地址 户口地址 户籍地区 户籍行政区划",
        "写到县（市、区），或六位代码",
        "四川省攀枝花市米易县",
    ),
    Column(
        "residence",
        "现居住地",
        "居住地 常住地 现住地 经常居住地 现居地 居住地区 现居住地区",
        "写到县（市、区），或六位代码；不填就是导入的地区",
        "四川省攀枝花市仁和区",
    ),
    Column(
        "address",
        "住址",
        "现住址 居住地址 现居住地址 家庭住址 家庭地址 详细地址 联系地址 居住住址",
        "村组、街道、门牌",
        "某街道1号",
    ),
    Column(
        "residence_since",
        "居住起始日",
        "居住起始日期 居住开始日期 入住日期 来本地日期 居住起始时间 来本地居住日期",
        "从哪一天起住在现居住地",
        "2020-03-01",
    ),
    Column(
        "employer",
        "用人单位",
        "用人单位名称 单位名称 工作单位 务工单位 用工单位 企业名称 就业单位 所在单位 "
        "公司名称 现工作单位 就业单位名称 务工企业",
        "照营业执照填写全称",
        "虚构筑城有限公司",
    ),
    Column(
        "uscc",
        "统一社会信用代码",
        "信用代码 社会信用代码 单位信用代码 企业信用代码 单位统一社会信用代码",
        "18位，这一列要设为“文本”格式",
        "",
    ),
    Column(
        "place",
        "工作地区",
        "务工地 务工地点 务工地区 就业地 就业地点 就业地区 工作地 工作地点",
        "写到县（市、区），或六位代码；不填就是导入的地区",
        "四川省攀枝花市仁和区",
    ),
    Column("project", "工程项目", "项目名称 工程名称 项目 工程项目名称", "在工地的，写项目名称", ""),
    Column("occupation", "工种", "岗位 职业 工作岗位 从事工种 岗位工种 职业工种", "", "钢筋工"),
    Column(
        "valid_from",
        "上岗日",
        "上岗日期 入职日期 入职时间 进场日期 进场时间 入场时间 入场日期 用工起始日 用工日期 "
        "上岗时间 就业日期 务工开始日期 就业起始日期",
        "年月日写全；写了用人单位的要填",
        "2024-03-01",
    ),
    Column(
        "valid_until",
        "离岗日",
        "离岗日期 离职日期 离职时间 退场日期 退场时间 离场日期 离岗时间 务工结束日期",
        "最后一天；还在做的不填",
        "",
    ),
    Column(
        "contract_signed",
        "已签劳动合同",
        "是否签订劳动合同 劳动合同 签订劳动合同 是否签合同 是否签劳动合同 合同签订情况",
        "是或否，不知道的不填",
        "是",
    ),
)
BY_ID = {column.id: column for column in COLUMNS}
REQUIRED = tuple(column.id for column in COLUMNS if column.required)
ALIASES = {plain(text): column.id for column in COLUMNS for text in (column.name, *column.aliases.split())}
