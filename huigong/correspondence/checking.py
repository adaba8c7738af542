"""What `huigong pack check` asks of the letters: they name nothing that no case has, and refusals have one."""

from __future__ import annotations

from pathlib import Path

from huigong.casework.procedures import acts
from huigong.casework.procedures.roles import Role
from huigong.catalogue.checking import PackCheck
from huigong.correspondence import fills
from huigong.forms.services import read_services
from huigong.kernel.packs import Report
from huigong.notices import checking


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Reports what is wrong with the notices below `folder`; nothing where documents or services could not be read."""
    if check.catalogue is None or check.library is None:
        return
    procedures = acts.procedures(folder)
    checking.check(
        folder,
        report,
        known=checking.Known(
            clauses=frozenset(check.library.places),
            measures={name: row.measure for name, row in check.catalogue.parameters.declarations.items()},
            services={service.id: service.name for service in check.catalogue.services},
            moves=acts.moves_of(procedures),
            acts=acts.acts_of(procedures),
            fills=fills.names(),
            asked=acts.asked_of(procedures),
            form_fields=_form_fields(folder),
            roles=tuple(role.value for role in Role),
        ),
    )


def _form_fields(folder: Path) -> dict[str, frozenset[str]]:
    """What every version of the forms of each service asks."""
    fields: dict[str, frozenset[str]] = {}
    for naming in read_services(folder, Report()).named:
        for service in naming.services:
            fields[service] = fields.get(service, naming.fields) & naming.fields
    return fields
