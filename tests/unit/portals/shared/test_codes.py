"""One-time codes: same answer for everyone, few tries, short life, nothing readable kept."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huigong.kernel.errors import DomainError
from huigong.messages.sms import code_file
from huigong.portals.shared import codes
from huigong.portals.shared.sealed import SealedSession

PHONE = "13900000001"
AGREEING = {"who": "虚构甲", "about": "讨薪", "until": "2026-05-01"}
HERE = "198.51.100.7"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def code_folder(settings: Any, tmp_path: Path) -> Path:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"
    return tmp_path / "codes"


def sent(folder: Path, phone: str = PHONE) -> str:
    found = re.search(r"\d{6}", code_file(folder, phone).read_text(encoding="utf-8"))
    assert found
    return found.group()


def refusal(session: dict[str, Any], code: str, now: datetime) -> str:
    with pytest.raises(DomainError) as caught:
        codes.check(session, code=code, address=HERE, now=now)
    return caught.value.code


def test_the_right_code_gives_the_phone_once(code_folder: Path) -> None:
    session: dict[str, Any] = {}
    codes.send(session, phone=PHONE, address=HERE, now=NOW)
    assert codes.phone_waiting(session) == PHONE
    assert codes.check(session, code=sent(code_folder), address=HERE, now=NOW) == PHONE
    assert refusal(session, sent(code_folder), NOW) == "code.expired"


def test_neither_phone_nor_code_can_be_read_in_the_session(code_folder: Path) -> None:
    session: dict[str, Any] = {}
    codes.send(session, phone=PHONE, address=HERE, now=NOW)
    kept = SealedSession().dumps(session).decode()
    assert PHONE not in kept
    assert sent(code_folder) not in kept


def test_a_code_lives_five_minutes(code_folder: Path) -> None:
    session: dict[str, Any] = {}
    codes.send(session, phone=PHONE, address=HERE, now=NOW)
    assert (
        refusal(dict(session), sent(code_folder), NOW + codes.LIFETIME + timedelta(seconds=1))
        == "code.expired"
    )
    assert codes.check(session, code=sent(code_folder), address=HERE, now=NOW + codes.LIFETIME) == PHONE


def test_five_wrong_tries_use_a_code_up(code_folder: Path) -> None:
    session: dict[str, Any] = {}
    codes.send(session, phone=PHONE, address=HERE, now=NOW)
    right = sent(code_folder)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    assert [refusal(session, wrong, NOW) for _ in range(codes.TRIES)] == ["code.wrong"] * codes.TRIES
    assert refusal(session, right, NOW) == "code.expired"


def test_tries_that_began_with_the_same_session_count_together(code_folder: Path) -> None:
    """Posts at the same moment each read the session as it was."""
    session: dict[str, Any] = {}
    codes.send(session, phone=PHONE, address=HERE, now=NOW)
    right = sent(code_folder)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    tries = [refusal(dict(session), wrong, NOW) for _ in range(codes.TRIES + 3)]
    assert tries == ["code.wrong"] * codes.TRIES + ["code.expired"] * 3
    assert refusal(dict(session), right, NOW) == "code.expired"


def test_a_code_opens_once_also_from_a_session_of_before(code_folder: Path) -> None:
    session: dict[str, Any] = {}
    codes.send(session, phone=PHONE, address=HERE, now=NOW)
    before = dict(session)
    assert codes.check(session, code=sent(code_folder), address=HERE, now=NOW) == PHONE
    assert refusal(before, sent(code_folder), NOW) == "code.expired"


def test_a_second_code_waits_a_minute_and_the_first_then_no_longer_works(code_folder: Path) -> None:
    session: dict[str, Any] = {}
    codes.send(session, phone=PHONE, address=HERE, now=NOW)
    first = sent(code_folder)
    with pytest.raises(DomainError, match="刚刚发过"):
        codes.send(session, phone=PHONE, address=HERE, now=NOW + timedelta(seconds=59))
    codes.send(session, phone=PHONE, address=HERE, now=NOW + timedelta(seconds=60))
    second = sent(code_folder)
    if first != second:
        assert refusal(session, first, NOW + timedelta(seconds=61)) == "code.wrong"
    assert codes.check(session, code=second, address=HERE, now=NOW + timedelta(seconds=61)) == PHONE


def test_strangers_get_so_many_codes_for_one_phone_from_all_networks_together() -> None:
    networks = [f"198.51.100.{number // codes.CODES_AN_HOUR}" for number in range(codes.CODES_FOR_STRANGERS)]
    for network in networks:
        codes.send({}, phone=PHONE, address=network, now=NOW)
    with pytest.raises(DomainError):
        codes.send({}, phone=PHONE, address="203.0.113.9", now=NOW)
    for _ in range(codes.CODES_AN_HOUR):
        codes.send({}, phone=PHONE, address=HERE, now=NOW, known_device=True)
    with pytest.raises(DomainError):
        codes.send({}, phone=PHONE, address=HERE, now=NOW, known_device=True)


def test_strangers_who_ask_for_codes_to_log_in_keep_nobody_from_the_counter() -> None:
    for number in range(codes.CODES_FOR_STRANGERS):
        network = f"198.51.100.{number // codes.CODES_AN_HOUR}"
        codes.send({}, phone=PHONE, address=network, now=NOW)
    for purpose in (codes.COUNTER, codes.CONSENT):
        codes.send({}, phone=PHONE, address="203.0.113.9", now=NOW, purpose=purpose, said=AGREEING)


def test_one_phone_gets_six_codes_an_hour_however_many_sessions_ask() -> None:
    for _ in range(codes.CODES_AN_HOUR):
        codes.send({}, phone=PHONE, address=HERE, now=NOW)
    with pytest.raises(DomainError) as caught:
        codes.send({}, phone=PHONE, address=HERE, now=NOW)
    assert caught.value.code == "code.too_many"
    codes.send({}, phone="13900000002", address=HERE, now=NOW)


def test_a_code_is_good_for_its_purpose_only(code_folder: Path) -> None:
    session: dict[str, Any] = {}
    codes.send(session, phone=PHONE, address=HERE, now=NOW, purpose=codes.CONSENT, said=AGREEING)
    path = code_file(code_folder, PHONE, template="consent-code")
    code = re.search(r"\d{6}", path.read_text(encoding="utf-8"))
    assert code
    assert codes.phone_waiting(session) is None
    assert refusal(session, code.group(), NOW) == "code.expired"
    # Even where a session is made to hold it for another purpose, the digest is of this one.
    session[codes.LOGIN.key] = session[codes.CONSENT.key]
    assert refusal(session, code.group(), NOW) == "code.wrong"
    given = codes.check(session, code=code.group(), address=HERE, now=NOW, purpose=codes.CONSENT)
    assert given == PHONE


def test_what_a_code_is_for_stands_in_the_message(code_folder: Path) -> None:
    for purpose, told, said in (
        (codes.COUNTER, "登记这个手机号", {}),
        (codes.PAPERS, "打开您的档案", {}),
        (codes.CONSENT, "虚构甲要替您办：讨薪，到2026-05-01止", AGREEING),
    ):
        codes.send({}, phone=PHONE, address=HERE, now=NOW, purpose=purpose, said=said)
        text = code_file(code_folder, PHONE, template=purpose.template).read_text(encoding="utf-8")
        assert told in text
        assert len(text) <= 66, "one short message, with the signature"


def test_a_code_that_was_sent_stays_good_when_no_more_are(code_folder: Path) -> None:
    """Strangers use up what is sent to one phone; what its owner got before still logs in."""
    mine: dict[str, Any] = {}
    codes.send(mine, phone=PHONE, address=HERE, now=NOW)
    code = sent(code_folder)
    for minute in range(codes.CODES_FOR_STRANGERS):
        with contextlib.suppress(DomainError):
            codes.send({}, phone=PHONE, address=f"203.0.113.{minute // 6}", now=NOW)
    later = NOW + timedelta(minutes=2)
    with pytest.raises(DomainError) as refused:
        codes.send(mine, phone=PHONE, address=HERE, now=later)
    assert refused.value.code == "code.too_many"
    assert codes.check(mine, code=code, address=HERE, now=later) == PHONE


def refused(phone: int, network: str, purpose: codes.Purpose = codes.LOGIN) -> str:
    """Why a code for this phone is not sent; "" where it is."""
    try:
        said = AGREEING if purpose is codes.CONSENT else {}
        codes.send({}, phone=f"139{phone:08d}", address=network, now=NOW, purpose=purpose, said=said)
    except DomainError as error:
        return error.code
    return ""


def test_what_is_not_sent_is_not_counted_for_everybody(settings: Any) -> None:
    settings.CODES_AN_HOUR = 100
    asked = [refused(1, f"2001:db8:1:{number % 6:x}00::") for number in range(120)]
    assert asked == [""] * 6 + ["code.too_many"] * 114
    assert refused(2, "203.0.113.9") == ""


@pytest.mark.parametrize("line", ["2001:db8:1:{:x}::", "198.51.100.7"])
def test_a_line_gets_a_tenth_of_what_all_share(settings: Any, line: str) -> None:
    settings.CODES_AN_HOUR = 100
    asked = [refused(number, line.format(number)) for number in range(15)]
    assert asked == [""] * 9 + ["code.network_full"] * 6, "a tenth of the 90 that are not kept"
    assert refused(50, "2001:db8:2:1::") == "", "the line beside"
    assert refused(51, "203.0.113.9") == ""


def test_a_part_is_kept_for_those_who_agree_and_no_line_gets_all_of_it(settings: Any) -> None:
    settings.CODES_AN_HOUR = 100
    for number in range(90):
        assert refused(number, f"198.51.100.{number}") == ""
    assert refused(90, "203.0.113.9") == "code.all_full"
    asked = [refused(100 + number, "203.0.113.9", codes.CONSENT) for number in range(3)]
    assert asked == ["", "code.all_full", "code.all_full"]
    asked = [refused(200 + number, f"203.0.113.{10 + number}", codes.CONSENT) for number in range(10)]
    assert asked == [""] * 9 + ["code.all_full"]


def test_the_defaults_of_a_network_and_of_all_agree() -> None:
    """A dormitory behind one address is not closed by the ceiling before its own limit."""
    from huigong.config import settings as defaults

    assert defaults.CODES_AN_HOUR // 10 >= defaults.CODES_PER_ADDRESS
