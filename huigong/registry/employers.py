"""Which employer is meant: by unified social credit code, or by name in a region."""

from __future__ import annotations

from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say
from huigong.registry.models import Employer


def known(*, uscc: str, name: str, region: str) -> Employer | None:
    """The employer that is registered already; one known by name alone is meant with a code too.

    Raises `Conflict`: `employer.name_differs` when the code belongs to another name,
    `employer.several` when the name stands for several and no code is given.
    """
    if uscc and (employer := Employer.objects.filter(uscc=uscc).first()) is not None:
        if employer.name != name:
            raise name_differs()
        return employer
    namesakes = Employer.objects.select_for_update().filter(name=name, region=region)
    kept = list(namesakes.filter(uscc="") if uscc else namesakes[:2])
    if len(kept) > 1:
        raise several(name)
    return kept[0] if kept else None


def name_differs() -> Conflict:
    """For a code that is on record under another name."""
    return Conflict(
        code="employer.name_differs",
        what="这个统一社会信用代码已登记在另一个单位名称下",
        why="一个代码只能登记一个单位",
        do="请对照营业执照核对名称和代码；确属更名的，请先更正已登记的名称",
    )


def several(name: str) -> Conflict:
    """For a name without a code that stands for more than one employer of a region."""
    return Conflict(
        code="employer.several",
        what=say("这个地区叫“{name}”的单位不止一家", name=name),
        do="请填写统一社会信用代码",
    )
