"""The charging bays of the how-to, built from its text alone and given from the shell."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from huigong.__main__ import main
from huigong.catalogue.checking import PackCheck
from huigong.catalogue.loading import read_packs
from huigong.catalogue.services import catalogue_of
from huigong.directory.offices import OfficeBook
from huigong.kernel.packs import Report
from huigong.offers.actions import answers, requests
from huigong.offers.checking import check
from huigong.offers.models import Hold, Offer, Request, Round
from huigong.registry.actions import facts
from huigong.registry.facts import gather
from huigong.registry.models import Person
from tests.architecture.house import ROOT
from tests.unit.audit.trail import is_whole
from tests.unit.casework.desk import applicant, worker
from tests.unit.casework.test_owners import official
from tests.unit.offers.packs import laid_out
from tests.unit.registry.someone import CLERK, HERE, NOW, TODAY

OFFICE = f"{HERE}/urban"
FACTS = """\
持有电动车牌: {type: bool, question: 您的电动车上牌了吗？, phrase: 您的电动车上了牌, not_phrase: 您的电动车没有上牌}
有充电泊位: {type: bool, question: 您有充电泊位吗？, phrase: 您有充电泊位, not_phrase: 您没有充电泊位}
持有残疾人证: {type: bool, question: 您有残疾人证吗？, phrase: 您有残疾人证, not_phrase: 您没有残疾人证}
上月接单数: {type: int, measure: 单, min: 0, max: 9999, question: 您上个月接了几单？, phrase: 您上个月接的单数}
"""
LOCAL = """\
- {name: 泊位预留, type: int, values: []}
- {name: 泊位答复期限, type: int, measure: 天, values: []}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The how-to's example in the shipped packs, its facts beside it, its numbers not set by the place."""
    text = (ROOT / "docs/how-to/declare-an-offer.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    packs = laid_out(
        tmp_path_factory.mktemp("bays") / "policies", example[1].replace('["#第三条"]', "[100000/invented]")
    )
    (packs / "facts" / "invented.yaml").write_text(FACTS, encoding="utf-8")
    (packs / "100000/invented/parameters.yaml").write_text(LOCAL, encoding="utf-8")
    return packs


def test_the_example_of_the_how_to_is_sound_and_plays_as_it_says(folder: Path) -> None:
    report = Report()
    check(
        folder,
        PackCheck(catalogue_of(read_packs(folder, Report())), None, OfficeBook.read(folder, Report())),
        report,
    )
    assert [error.code for error in report] == ["lock.new"]


@pytest.mark.django_db
def test_bays_are_given_from_the_shell(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder))
    official("li", OFFICE)
    today = timezone.localdate()

    official("wang", OFFICE)

    def shell(verb: str, *words: object, by: str = "li") -> int:
        return main(["offers", verb, "--as", by, *map(str, words)])

    of_office = ("--office", OFFICE, "--kind", "charging-bay")
    assert shell("put-up", *of_office, "--name", "河西", "--places", 1) == 2, "it must say where"
    assert shell("put-up", *of_office, "--name", "河西", "--places", 1, "--says", "泊位位置=河西路口") == 0
    bay = Offer.objects.get().public_id.hex
    event = ("--event", "虚构开奖", "--event-on", today + timedelta(days=2), "--form", "## ## ##")
    days = ("--closes", today, *event)
    assert shell("open", *of_office, "--name", "春季", *days, bay) == 0
    round = Round.objects.get().public_id.hex
    people = [applicant(number) for number in (1, 2)]
    for person, orders in zip(people, (300, 900), strict=True):
        known(person, orders)
        requests.ask(
            round_id=round,
            person_id=person.public_id.hex,
            offers=[bay],
            by=worker(person),
            now=timezone.now(),
        )
    assert shell("freeze", round) == 2, "the last day is not over"
    Round.objects.update(closes_on=today - timedelta(days=1), event_on=today)
    assert shell("freeze", round) == 2, "the event may be known already"
    later = ("--event", "虚构开奖下一期", "--event-on", today + timedelta(days=1), "--form", "## ## ##")
    assert shell("event", round, *later) == 0
    assert shell("freeze", round) == 2, "how many are reserved is not set here, and nobody takes it for none"
    assert "预留" in capsys.readouterr().err
    monkeypatch.setenv("HUIGONG_POLICIES", str(with_the_number(folder, tmp_path / "policies")))
    outcome = ("--outcome", "03 07 11")
    assert shell("freeze", round) == 0
    assert shell("draw", round, *outcome) == 2, "the event lies ahead"
    Round.objects.update(event_on=today)
    assert shell("draw", round, *outcome) == 0
    assert shell("confirm", round, *outcome) == 2, "another has to"
    assert shell("confirm", round, *outcome, by="wang") == 0
    assert shell("allocate", round) == 0 and shell("publish", round, "--seen", 2) == 2
    assert shell("publish", round, "--seen", 1) == 0
    hold = Hold.objects.get()
    assert (hold.request.person, hold.answer_by) == (people[1], None), "no length of time is set here"
    assert shell("show", round) == 0 and shell("list") == 0
    told = capsys.readouterr().out
    assert Request.objects.order_by("pk")[0].number in told and people[0].name not in told
    out = tmp_path / "结果.json"
    assert shell("file", round, out) == 0
    assert main(["allocation", "verify", str(out), "--digest", Round.objects.get().list_digest]) == 0
    assert shell("resize", bay, 2) == 0 and Hold.objects.count() == 2
    assert shell("end", round) == 0
    request = Request.objects.get(person=people[1])
    taken = answers.accept(request_id=request.public_id.hex, by=worker(people[1]), now=timezone.now())
    assert taken is not None and {gather(person, today).values.get("有充电泊位") for person in people} == {
        True,
        None,
    }
    answers.leave(claim_id=taken.public_id.hex, by=worker(people[1]), now=timezone.now())
    assert "有充电泊位" not in gather(people[1], today).values
    assert is_whole()


def known(person: Person, orders: int) -> None:
    for fact, value in (("持有电动车牌", True), ("持有残疾人证", False), ("上月接单数", orders)):
        facts.record(
            by=CLERK, now=NOW, person_id=person.public_id.hex, fact=fact, value=value, source="窗口",
            verification="claimed", valid_from=TODAY,
        )  # fmt: skip


def with_the_number(folder: Path, own: Path) -> Path:
    """The same packs, in which the place says how many are reserved."""
    shutil.copytree(folder, own)
    said = "[{value: 1, from: 2026-01-01, clause: 100000/invented}]"
    text = LOCAL.replace("泊位预留, type: int, values: []", f"泊位预留, type: int, values: {said}")
    (own / "100000/invented/parameters.yaml").write_text(text, encoding="utf-8")
    return own
