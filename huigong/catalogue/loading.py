"""Reads every policy pack's services and parameters into one catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from huigong.catalogue.entries import Adoption, PublicService
from huigong.catalogue.lineage import lineage
from huigong.catalogue.parameters import DatedValue, ParameterBook, merge, read_parameters
from huigong.catalogue.reading import Draft, Origin, read_adoptions, read_service
from huigong.kernel import packs
from huigong.kernel.packs import PackError
from huigong.rules.facts import FactDictionary, read_dictionary
from huigong.rules.parameters import ParameterDeclaration


def read_packs(
    folder: Path, *, errors: list[PackError] | None = None
) -> tuple[tuple[PublicService, ...], tuple[Adoption, ...], ParameterBook, FactDictionary]:
    """Services, adoptions, parameters and facts of all packs below `folder`.

    Where `errors` is given, files that cannot be read are left out and what is
    wrong with each is put there; otherwise the first one raises `PackError`.
    """
    return _read(folder, errors)


@contextmanager
def _noted(errors: list[PackError] | None) -> Iterator[None]:
    """Puts an error into the list and goes on, or lets it through where nobody collects."""
    try:
        yield
    except PackError as error:
        if errors is None:
            raise
        errors.append(error)


def _read(
    folder: Path, errors: list[PackError] | None = None
) -> tuple[tuple[PublicService, ...], tuple[Adoption, ...], ParameterBook, FactDictionary]:
    report = packs.Report()
    facts = read_dictionary(folder, report)
    with _noted(errors):
        report.refuse()
    parts: list[tuple[ParameterDeclaration, list[DatedValue]]] = []
    for path, origin in _files(folder, "parameters.yaml"):
        with _noted(errors):
            parts.extend(
                read_parameters(
                    _loaded(path, origin), file=origin.file, region=origin.region, document=origin.document
                )
            )
    parameters = merge(parts)
    drafts: list[Draft] = []
    adoptions: list[Adoption] = []
    for path, origin in _files(folder, "services/*.yaml"):
        with _noted(errors):
            raw = _loaded(path, origin)
            if isinstance(raw, dict) and "adopts" in raw:
                adoptions.extend(read_adoptions(raw, origin))
            elif isinstance(raw, dict):
                drafts.append(Draft(origin, raw))
            else:
                raise PackError(
                    "catalogue.file",
                    what=f"{origin.file}里没有服务事项",
                    do="请写 id、name 等字段，或写 adopts",
                )
    services: list[PublicService] = []
    for draft in drafts:
        with _noted(errors):
            complete = _completed(draft, drafts)
            services.append(read_service(complete, facts=facts, parameters=parameters.declarations))
    with _noted(errors):
        _require_one_version_a_day(services)
    return tuple(services), tuple(adoptions), parameters, facts


def _loaded(path: Path, origin: Origin) -> Any:
    report = packs.Report()
    loaded = packs.PackFile(path, origin.file).read(report)
    report.refuse()
    return loaded


def _files(folder: Path, pattern: str) -> Iterator[tuple[Path, Origin]]:
    for path in sorted(folder.glob(f"[0-9]*/*/{pattern}")):
        region, slug = path.relative_to(folder).parts[:2]
        yield path, Origin(str(path.relative_to(folder)), region, f"{region}/{slug}")


def _completed(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """The draft with what it inherits filled in, up to the region that states everything."""
    if not draft.raw.get("inherits", False):
        return draft
    for level in lineage(draft.origin.region)[1:]:
        above = [one for one in drafts if one.id == draft.id and one.origin.region == level]
        if above:
            newest = max(
                above, key=lambda one: (one.raw.get("verified", True), str(one.raw.get("valid_from")))
            )
            return draft.filled_from(_completed(newest, drafts))
    raise PackError(
        "catalogue.nothing_to_inherit",
        what=f"{draft.origin.file}写了 inherits，但上级地区没有“{draft.id}”",
        do="请写全各个字段，或核对 id",
    )


def _require_one_version_a_day(services: Sequence[PublicService]) -> None:
    """Two checked versions of one service in one region may not hold on the same day."""
    for index, one in enumerate(services):
        for other in services[index + 1 :]:
            same = (one.id, one.region) == (other.id, other.region) and one.verified and other.verified
            if same and (one.in_force(other.valid_from) or other.in_force(one.valid_from)):
                raise PackError(
                    "catalogue.two_versions",
                    what=f"“{one.name}”在{one.region}同一天有两个版本",
                    why=f"{one.source}和{other.source}的起止日期重叠",
                    do="请写明前一个版本的 valid_until",
                )
