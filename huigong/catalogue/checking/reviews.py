"""How many versions a jurist has signed as they are, and which have changed since."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.services import Catalogue
from huigong.catalogue.signing import Signature, read_signatures, standing
from huigong.kernel.packs import PackError, Place, Report


def check(catalogue: Catalogue, folder: Path, report: Report) -> tuple[int, tuple[PackError, ...]]:
    """How many stand, and the others; a signature of no service is an error."""
    signed = dict(read_signatures(folder, report))
    stand, again = 0, []
    for service in catalogue.services:
        now = standing(service, catalogue, signed)
        signature = signed.pop(service.source, None)
        if now.stands:
            stand += 1
        elif signature is not None:
            what = f"“{service.name}”在{signature.by}于{signature.on}审核签字以后改过"
            do = "请用 huigong pack review 再给懂法律的人看"
            again.append(PackError("pack.sign_again", what=what, do=do, place=service.place))
    for source, signature in signed.items():
        report.add(_of_nothing(source, signature))
    return stand, tuple(again)


def _of_nothing(source: str, signature: Signature) -> PackError:
    return PackError(
        "pack.signature_of_nothing",
        what=f"{signature.by}签过字的事项已经没有了",
        do="请删掉这个文件，或者改成事项文件的名称",
        place=Place(source.replace("/services/", "/reviewed/")),
    )
