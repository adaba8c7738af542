"""The twenty rules of `bench.screening.twenty` as a country package for OpenFisca-core, written for the comparison."""

from __future__ import annotations

from openfisca_core.entities import build_entity
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

Person = build_entity(key="person", plural="persons", label="Person", is_person=True)


class Country(TaxBenefitSystem):
    """One entity, one variable a fact and a rule."""

    def __init__(self) -> None:
        super().__init__([Person])
        from openfisca_country import facts, rules

        self.add_variables(*facts.VARIABLES, *rules.VARIABLES)
        self.load_parameters(str(rules.PARAMETERS))
