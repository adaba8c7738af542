"""The register: people, how they are found and how surely known, who acts for whom, homes, employers, work, facts, files, duplicates."""

from huigong.registry.models.facts import PersonFact
from huigong.registry.models.intake import ImportBatch, ImportLine
from huigong.registry.models.people import Household, HouseholdMember, Person
from huigong.registry.models.sounds import NameSound
from huigong.registry.models.standing import ClaimCode, Representation
from huigong.registry.models.twice import PossibleDuplicate, SameOrNot, UnitedRecord
from huigong.registry.models.work import Employer, Engagement

__all__ = [
    "ClaimCode",
    "Employer",
    "Engagement",
    "Household",
    "HouseholdMember",
    "ImportBatch",
    "ImportLine",
    "NameSound",
    "Person",
    "PersonFact",
    "PossibleDuplicate",
    "Representation",
    "SameOrNot",
    "UnitedRecord",
]
