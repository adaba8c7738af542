"""What the papers tell that an office looks up by itself: `policies/papers.yaml`, paper by paper the facts.

An office that asks for a paper "by sharing" sees of a person only what that paper tells and the conditions of the
service read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from huigong.catalogue.entries import PublicService
from huigong.kernel.packs import Kept, Report, Shape, reads, shared_file
from huigong.kernel.packs.kinds import mapped, texts

FILE = "papers.yaml"
reads(FILE)
SHAPE = Shape("材料查得出什么", {"papers": mapped(texts().kind)})


@dataclass(frozen=True)
class Paper:
    """A paper that the office of a service looks up by itself, and what of it the service needs; () where that is not said."""

    name: str
    facts: tuple[str, ...]


def read_papers(folder: Path, report: Report) -> Mapping[str, tuple[str, ...]]:
    """Paper → the facts that it tells; nothing where the folder has no such file."""
    file = shared_file(folder, FILE)
    entry = file.entry(SHAPE, report) if file.path.exists() else None
    return {} if entry is None else {name: tuple(facts) for name, facts in entry["papers"].items()}


papers: Kept[Mapping[str, tuple[str, ...]]] = Kept(read_papers)


def looked_up(service: PublicService) -> tuple[Paper, ...]:
    """The papers of a service that its office looks up, each with the facts that it tells and the conditions weigh.

    One of which the file says that it tells nothing more is left out: who somebody is stands on the page of the case.
    """
    told = papers()
    return tuple(
        Paper(need.name, tuple(fact for fact in told.get(need.name, ()) if fact in service.weighs))
        for need in service.evidence
        if need.by_sharing and told.get(need.name) != ()
    )
