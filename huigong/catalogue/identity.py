"""How surely somebody must be known before a service may be sent."""

from __future__ import annotations

from huigong.catalogue.entries import PublicService
from huigong.directory.assurance import Assurance
from huigong.directory.identity import identity_rules


def needed_for(service: PublicService) -> Assurance:
    """What the service itself says, else what is said for its kind."""
    return service.identity or identity_rules().needed[service.kind].level
