"""What a rule rests on is told in another language too: every norm by its title, every article by its number."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation

from huigong.catalogue.citations import cite
from huigong.catalogue.services import catalogue
from huigong.kernel.sentences import CHINESE
from huigong.policy.packs import library
from huigong.portals.shared import languages


def citations() -> Iterator[str]:
    """Every clause of the library, and whatever the services name as an article."""
    for id in library().documents:
        document = library().document(id)
        yield cite(id)
        yield from (cite(f"{id}#{clause.number}") for clause in document.clauses)
        yield from (f"《{document.title}》{clause.number}" for clause in document.clauses)
    for service in catalogue().services:
        yield service.lead.clause if "#" not in service.lead.clause else cite(service.lead.clause)
        for limit in service.limits:
            yield from filter(None, (limit.limit.article, limit.limit.roll_article))


def test_every_citation_is_told_in_english() -> None:
    with translation.override("en"):
        told = {each: languages.said(each) for each in dict.fromkeys(citations())}
    assert len(told) > 500
    assert not {each: said for each, said in told.items() if CHINESE.search(said)}
    assert (
        told["《居住证暂行条例》（国务院令第663号）第二条"]
        == "Interim Regulation on Residence Permits, Article 2"
    )
