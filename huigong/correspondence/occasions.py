"""What people are told of letters."""

from __future__ import annotations

from huigong.messages.occasions import Occasion

LETTER = Occasion(
    "letter-issued",
    (
        ("事项", "农民工工资争议仲裁前的先行支付和社会救助联合受理"),
        ("编号", "999999-20160601-9999"),
        ("部门", "攀枝花市西区住房和城乡建设局（交通运输局）"),
        ("文书", "不予同意决定书"),
        ("文号", "攀枝花市西区住房和城乡建设局（交通运输局）不同意〔2026〕12345号"),
    ),
)
ALL = (LETTER,)
