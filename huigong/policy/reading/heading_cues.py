"""The words by which title, issuer, recipients and imprint are known."""

from __future__ import annotations

from huigong.policy.reading.cues import Cue, worded

# What the print is: {title}, {body} and so on stand for the lines around the cue in the test.
GENRES = worded(
    "title",
    "云中市做好务工人员服务工作{}",
    "意见|通知|方案|办法|规定|措施|要点|计划|决定|细则|规划|条例|纲要|公告|通告|分工|清单|指南|函|制度|规程|行动|政策|批复|实施|命令|建议",
)
# A title may be broken over lines; it begins where it says what is done.
TITLE_VERBS = worded("title", "云中市人民政府\n{}做好务工人员\n服务工作的通知", "关于|印发|转发")
ISSUER_ENDS = (
    *worded(
        "title",
        "云中市织造{}\n关于做好务工人员服务工作的意见",
        "政府|办公厅|办公室|委员会|国务院|厅|局|部|院|会|组|署|委|办|行",
    ),
)
ISSUING = worded(
    "云中市务工人员服务办法",
    "云中市人民政府关于{}《云中市务工人员服务办法》的通知",
    "印发|转发|发布|下发|公布",
)
NOTICES = worded(
    "云中市务工人员服务办法", "云中市人民政府关于印发《云中市务工人员服务办法》{}", "的通知|的函|的公告"
)
AFTER_ISSUER = (
    Cue("关于", "云中市人民政府关于做好务工人员服务工作的意见", "云中市人民政府"),
    *worded("云中市人民政府", "云中市人民政府{}务工人员服务办法的通知", "印发|转发|批转|发布"),
)
# Lines that a government site prints above the document, and what they give.
HEAD_LABELS = (
    Cue("标 ?题", "标题：云中市服务意见", "title"),
    Cue("名 ?称", "名 称：云中市服务意见", "title"),
    Cue("文件名称", "文件名称：云中市服务意见", "title"),
    Cue("发文机关", "发文机关：云中市织造局", "issuer"),
    Cue("发布机构", "发布机构：云中市织造局", ""),
    Cue("发文单位", "发文单位：云中市织造局", "issuer"),
    Cue("制发机关", "制发机关：云中市织造局", "issuer"),
    Cue("成文日期", "成文日期：2031年5月6日", "date"),
    Cue("发文日期", "发文日期：2031年5月6日", "date"),
    Cue("发文字号", "发文字号：云政发〔2031〕12号", "number"),
    Cue("文 ?号", "文号：云政发〔2031〕12号", "number"),
    Cue("索 ?引 ?号", "索引号：000-2031", ""),
    Cue("主题(?:分类|词)", "主题分类：就业", ""),
    Cue("发布日期", "发布日期：2031年5月8日", ""),
    Cue("公开日期", "公开日期：2031年5月8日", ""),
    Cue("公开方式", "公开方式：主动公开", ""),
    Cue("有效性", "有效性：有效", ""),
    Cue("生效日期", "生效日期：2031年6月1日", ""),
    Cue("信息分类", "信息分类：通知", ""),
)
ADDRESSEES = (
    *worded("recipients", "{}有关单位：", "各|全|省|市|县|区|州|国务院|有关|相关|机关|局|委|厅"),
    Cue(
        "[\u4e00-\u9fff]{2,30}(?:人民政府|管委会|委员会|局|厅|部|办|单位|部门|公司|小组)",
        "云中开发区管委会：",
        "recipients",
    ),
)
# A line with a colon that opens the text and addresses nobody.
NOT_ADDRESSEES = (
    Cue("^(?:为|根据|按照|经|现|依据|近年来)", "现将有关单位分工明确：", ""),
    Cue("如下", "有关单位任务如下：", ""),
    Cue("(?:意见|措施|方案|通知|办法)$", "各单位要落实本办法：", ""),
)
REMARKS = worded("", "（{}）", "本文|全文|完|略|此|注")
IMPRINTS = (
    Cue("印发", "云中市人民政府办公室 2031年5月8日印发", ""),
    Cue("抄送", "抄送：市委办公室，市人大常委会办公室。", ""),
    Cue("共印", "共印300份", ""),
    Cue("信息公开", "信息公开属性：公开", ""),
    Cue("公开选项", "公开选项：公开", ""),
    Cue("主动公开", "主动公开", ""),
    Cue("此件", "此件公开发布", ""),
    Cue("附件", "附件：任务表", ""),
    Cue("联系人", "联系人：虚构甲", ""),
    Cue("抄报", "抄报：省人民政府", ""),
    Cue("主办", "主办：云中市织造局", ""),
    Cue("校对", "校对：虚构乙", ""),
    Cue("[（(]公开", "（公开发布）", ""),
)
FILLERS = (
    Cue("附件[0-9]{0,2}[：:]?", "附件1", ""),
    Cue("附[：:]", "附：", ""),
    *worded("", "{}", "目录|特急|急件|机密|政策文件|正文"),
)
