"""The register: people and how surely they are known, who acts for whom, homes, employers, work, facts."""

from huigong.registry.models.people import (
    Employer,
    Engagement,
    Household,
    HouseholdMember,
    Person,
    PersonFact,
)
from huigong.registry.models.standing import ClaimCode, Representation

__all__ = [
    "ClaimCode",
    "Employer",
    "Engagement",
    "Household",
    "HouseholdMember",
    "Person",
    "PersonFact",
    "Representation",
]
