"""What a form does not say is asked before it is sent; what is open then only an office can find out."""

from __future__ import annotations

from datetime import date

from huigong import forms
from huigong.catalogue.conversation import MOST_FOR_AN_EVENT
from huigong.catalogue.entries import PublicService
from huigong.catalogue.interview import Asking, interview
from huigong.catalogue.lines import lines, still_open
from huigong.catalogue.screening import screen_one
from huigong.catalogue.screens import Screen
from huigong.forms.lodging import Lodged, lodge
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Answer, Type
from tests.each import each
from tests.filled import COUNTY, everything, least
from tests.shipped import shipped_catalogue

ON = date(2026, 11, 28)
CATALOGUE = shipped_catalogue()
SERVICES = {
    (service.region, service.id): service
    for service in CATALOGUE.services
    if service.form and service.verified and not service.valid_until
}
WAYS = {"least": least, "everything": everything}
ON_RECORD = {"出生日期": date(1966, 3, 7), "性别": "男"}
"""What a card says of whoever sends a form; it says nothing of another whose matter it is."""
MOST_SCREENS = MOST_FOR_AN_EVENT
"""Nobody who has filled in a form is asked on and on."""
LONGER = {"legal-aid-cross-region": 9}
"""Whether aid is given for what happened elsewhere hangs on the matter, on who hired and on what the family has."""

each_service = each("region, id, way", [(*service, way) for service in SERVICES for way in WAYS])


def said(fact: Fact, screen: Screen, asking: Asking) -> Answer:
    """An answer that somebody might give: on a screen of boxes nothing is ticked, alone a box is a yes."""
    if fact.type is Type.BOOL:
        return screen.together is None
    if screen.choices:
        return screen.choices[0]
    if fact.values:
        return fact.values[0]
    if fact.is_region:
        return COUNTY
    if fact.type is Type.DATE:
        return date(2026, 10, 1)
    return 12


def asked_on(service: PublicService, way: str) -> tuple[list[Screen], dict[str, Answer]]:
    """The screens after a form that was filled in without an interview, and what is known then."""
    form = forms.book().form(service.form, on=ON, region=service.region)
    outcome = lodge(form, WAYS[way](form, on=ON), on=ON)
    assert isinstance(outcome, Lodged)
    told = outcome.facts(form) | (ON_RECORD if outcome.whose(form) is None else {})
    asking = interview(CATALOGUE, service.region, ON).begin(
        told, skip=[name for name, value in told.items() if value is UNKNOWN], service_ids=[service.id]
    )
    screens = list[Screen]()
    while (screen := asking.screen()) is not None and len(screens) < 2 * MOST_SCREENS:
        answers = {fact.name: said(fact, screen, asking) for fact in screen.facts}
        told |= answers
        asking.tell_all(answers)
        screens.append(screen)
    return screens, {**asking.followed, **told}


@each_service
def test_what_is_open_after_form_and_questions_only_an_office_finds_out(
    region: str, id: str, way: str
) -> None:
    service = SERVICES[region, id]
    screens, told = asked_on(service, way)
    assert len(screens) <= LONGER.get(id, MOST_SCREENS)
    values = {name: value for name, value in told.items() if value is not UNKNOWN}
    if screen_one(service, catalogue=CATALOGUE, region=region, on=ON, values=values).verdict == "held":
        return  # it is theirs already: nobody decides anything
    rest = still_open(lines(service, catalogue=CATALOGUE, region=region, on=ON, values=values))
    unsure = {name for name, value in told.items() if value is UNKNOWN}
    assert not [fact.name for fact in rest if fact.question and fact.name not in unsure]
    assert all(fact.local or fact.decided or fact.verified_by for fact in rest), "somebody finds it out"
