"""What people are told of their cases, with the names that the texts of the packs may use."""

from __future__ import annotations

from huigong.messages.occasions import Occasion

_SERVICE, _NUMBER = "农民工工资争议仲裁前的先行支付和社会救助联合受理", "999999-20160601-9999"
_OFFICE = "攀枝花市西区住房和城乡建设局（交通运输局）"
_UNTIL = "最晚2026年11月30日要有答复。"
LONGEST_NOTE = 200  # characters of what an office says; the whole stands on the page of the case
_BASE = (("事项", _SERVICE), ("编号", _NUMBER), ("部门", _OFFICE))
_WITH_LIMIT = (*_BASE, ("期限", _UNTIL))

RECEIVED = Occasion("case-received", _WITH_LIMIT)
TO_COMPLETE = Occasion("case-to-complete", (*_BASE, ("说明", "字" * LONGEST_NOTE)))
TAKEN_IN = Occasion("case-taken-in", _WITH_LIMIT)
DECIDED = Occasion("case-decided", (*_BASE, ("结果", "不予受理")))
HANDED_ON = Occasion("case-handed-on", _BASE)
LATE = Occasion("case-late", (*_BASE, ("到期日", "2026年11月30日")))
BY_TIME = Occasion("case-by-time", (*_WITH_LIMIT, ("结果", "办理中")))
VISIT = Occasion("case-visit", (*_BASE, ("说明", "字" * LONGEST_NOTE)))
_MOVED = (("时限", "发放居住证（法定时限）"), ("原到期日", "2026年11月30日"), ("到期日", "2026年11月28日"))
SOONER = Occasion("case-sooner", (*_BASE, *_MOVED))
LATER = Occasion("case-later", (*_BASE, *_MOVED))
_SPELL = "攀枝花市虚构建筑工程劳务分包有限公司（虚构安置小区二期工程），2026年11月28日至2026年11月30日"
REGISTER_CORRECTED = Occasion(
    "register-corrected",
    (
        ("日期", "2026年11月30日"),
        ("登记", "字" * 12),
        ("原来", _SPELL),
        ("现在", _SPELL),
        ("影响", "字" * LONGEST_NOTE),
    ),
)
ALL = (
    RECEIVED,
    TO_COMPLETE,
    TAKEN_IN,
    DECIDED,
    HANDED_ON,
    LATE,
    BY_TIME,
    VISIT,
    SOONER,
    LATER,
    REGISTER_CORRECTED,
)
