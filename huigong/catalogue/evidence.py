"""What a service wants as proof and how each paper comes, checked against the form of the service.

A paper is looked up by the office (`by_sharing`), filled in with the form (`by_form`, and in which
field), sent with a field of the form that takes files (`field`), or brought (`at_window`). Where a
service has a form, each of its papers says which, and each field that takes files proves
something, or `unasked` says why it does not.
"""

from __future__ import annotations

from typing import Final

from huigong.forms.services import FormsOfServices
from huigong.kernel.packs import Entry, Shape
from huigong.kernel.packs.kinds import flag, line, mapped, text
from huigong.kernel.packs.shapes import unknown

__all__ = ["EVIDENCE", "UNASKED", "check_evidence"]

EVIDENCE: Final = Shape(
    "材料",
    {
        "name": text(said=True),
        "by_sharing": flag(False),
        "by_form": flag(False),
        "at_window": flag(False),
        "field": text(""),
    },
    named="name",
)
UNASKED: Final = mapped(line)


def check_evidence(entry: Entry, forms: FormsOfServices, *, region: str) -> None:
    """Notes every paper of a service that its form does not know, and every one of the form that the service does not."""
    form = forms.form(entry["id"], region=region)
    for need in entry["evidence"]:
        _check_way(need, form)
        _check_field(need, forms, form)
    proving = {need["field"] for need in entry["evidence"] if not need["by_form"]}
    for field in entry["unasked"]:
        if field not in forms.taking_files(form):
            unknown(entry.spot("unasked"), field, forms.taking_files(form), kind="收文件的字段")
        elif field in proving:
            entry.wrong("unasked", f"“{field}”已经有材料写上了", "请去掉这一行")
    for field in sorted(forms.taking_files(form, on=entry["valid_from"]) - proving - entry["unasked"].keys()):
        entry.wrong(
            "evidence",
            f"表里的“{field}”收文件，可没有一样材料是用它交的，传了的人会看到“没有传文件”",
            f"请在用它交的材料上写 field: {field}；不算材料的，在 unasked 里写上 {field} 和为什么",
            code="catalogue.field_proves_nothing",
        )


def _check_way(need: Entry, form: str) -> None:
    if need["at_window"] and (need["by_form"] or need["by_sharing"] or need["field"]):
        need.wrong("at_window", "已经写了另外的交法", "带到窗口的材料，不写别的交法")
    if need["by_form"] and not form:
        need.wrong("by_form", "这个事项没有要填的表", "请让一张表写上这个事项，或者去掉这一项")
    if form and not (need["field"] or need["by_form"] or need["by_sharing"] or need["at_window"]):
        need.wrong(
            "field",
            "这个事项有要填的表，可没有写这样材料怎么交",
            "表里传的写 field，填在表里的写 by_form: true，部门自己查的写 by_sharing: true，"
            "要带到窗口的写 at_window: true",
            code="catalogue.paper_without_way",
        )


def _check_field(need: Entry, forms: FormsOfServices, form: str) -> None:
    """What is sent with the form names a field of it that takes files; what is filled in, any other one."""
    known, kind = forms.taking_files(form), "收文件的字段"
    if need["by_form"]:
        known, kind = forms.fields(form) - known, "填写的字段"
    if need["field"] and need["field"] not in known:
        unknown(need.spot("field"), need["field"], known, kind=kind)
