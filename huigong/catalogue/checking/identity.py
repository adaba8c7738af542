"""Checks that every kind of service has a level of identity, and that nothing urgent needs more than a phone."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.entries import PublicService, ServiceKind
from huigong.catalogue.services import Catalogue
from huigong.directory.assurance import Assurance
from huigong.directory.identity import FILE, IdentityRules, read_identity
from huigong.kernel.packs import PackError, Place, Report


def check(catalogue: Catalogue, folder: Path, report: Report) -> None:
    """Puts what is wrong into the report; a folder without the file has the installed one's rules."""
    if not (folder / FILE).exists():
        return
    own = Report()
    rules = None
    with own.noting():
        rules = read_identity(folder, own)
    report.errors.extend(own)
    if rules is None:
        return
    for kind in ServiceKind:
        if kind not in rules.needed:
            what = f"没有写“{kind}”要核对到什么程度"
            report.add(PackError("identity.kind", what=what, do="请在 needed 里补上", place=Place(FILE)))
    for other in sorted(set(rules.needed) - {kind.value for kind in ServiceKind}):
        what, do = f"没有“{other}”这种事项", f"只有：{'、'.join(ServiceKind)}"
        report.add(PackError("identity.kind", what=what, do=do, place=Place(FILE)))
    for service in catalogue.services:
        if _too_much(service, rules, urgent=_urgent(catalogue)):
            report.add(_urgent_needs_a_phone(service))


def _urgent(catalogue: Catalogue) -> frozenset[str]:
    events = catalogue.conversation.events.values()
    return frozenset(service_id for event in events if event.urgent for service_id in event.all_services)


def _too_much(service: PublicService, rules: IdentityRules, *, urgent: frozenset[str]) -> bool:
    if service.kind != ServiceKind.COMPLAINT or service.id not in urgent:
        return False
    default = rules.needed.get(service.kind)
    level = service.identity or (default.level if default else Assurance.PHONE)
    return level is not Assurance.PHONE


def _urgent_needs_a_phone(service: PublicService) -> PackError:
    return PackError(
        "identity.urgent",
        what=f"“{service.name}”是急事的投诉，却要先核对身份才能提交",
        why="被欠薪、受伤的人等不起，部门收到以后会见到本人",
        do="请把 identity 写成 phone，或者去掉",
        place=service.place,
    )
