"""What officials look at people for, in the words to choose from."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

OTHER = "其他"
# The words go into the trail, which is Chinese whatever the officer's screen says.
COMMON = (
    ("窗口受理申请", _("窗口受理申请")),
    ("核实申请材料", _("核实申请材料")),
    ("答复电话或来访咨询", _("答复电话或来访咨询")),
    ("通知办理结果", _("通知办理结果")),
    ("处理投诉举报", _("处理投诉举报")),
    (OTHER, _("其他（请在下面写明）")),
)
# Why somebody who has no part in a case opens it.
WATCHING = (
    ("督办超期的办件", _("督办超期的办件")),
    ("核查群众反映的问题", _("核查群众反映的问题")),
    ("答复上级或者人大、政协", _("答复上级或者人大、政协")),
    (OTHER, _("其他（请在下面写明）")),
)


def chosen_of(purpose: str) -> str:
    """Of a purpose in the trail what was chosen from the list: what was typed besides, or instead, may name people."""
    chosen = purpose.partition("：")[0]
    return chosen if chosen in dict((*COMMON, *WATCHING)) else OTHER
