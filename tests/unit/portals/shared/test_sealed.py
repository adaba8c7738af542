"""A change of the sealing key loses no session and no kept answer, and what does not open is said."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.kernel.errors import Unavailable
from huigong.portals.cli.main import main
from huigong.portals.shared.sealed import change, read
from tests.unit.portals.worker.visiting import log_in, register

pytestmark = pytest.mark.django_db
OLD, NEW = "11" * 32, "22" * 32
CAN_GO = "可以从 HUIGONG_SEALING_KEY 里去掉"


@pytest.fixture
def keys(settings: Any) -> Any:
    """Sets the sealing keys; the old one at first."""
    settings.SEALING_KEY = OLD
    return lambda text: setattr(settings, "SEALING_KEY", text)


@pytest.fixture
def answered(keys: Any, settings: Any, tmp_path: Path, client: Client) -> Client:
    """Somebody registered who answered a question under the old key."""
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"
    client.post("/place/", {"region": "510400"})
    log_in(client)
    register(client)
    client.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    return client


def knows_the_answer(client: Client) -> bool:
    return 'aria-pressed="true"' in client.get("/ask/?fact=户籍性质").content.decode()


def keep(record: str) -> None:
    change(record, lambda _: {"region": "510400"}, now=timezone.now(), lasting=timedelta(days=1))


def test_nothing_in_a_session_can_be_read(answered: Client) -> None:
    rows = repr(list(Session.objects.values()))
    assert "510400" not in rows
    assert "农业" not in rows


def test_after_resealing_the_old_key_can_go(answered: Client, keys: Any) -> None:
    keys(f"{NEW},{OLD}")
    assert main(["reseal"]) == 0
    keys(NEW)
    assert answered.get("/cases/").status_code == 200, "still logged in"
    assert knows_the_answer(answered)
    answered.post("/logout/")
    log_in(answered)
    assert knows_the_answer(answered)


def test_the_old_key_is_needed_while_one_kept_answer_is_under_it(
    keys: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    keep("a")
    keys(NEW)
    keep("b")
    assert main(["reseal"]) == 1
    told = capsys.readouterr()
    assert "会话和保留的回答：重新加密 0 行，打不开 1 行，还剩 1 行" in told.out
    assert CAN_GO not in told.out
    keys(f"{NEW},{OLD}")
    assert main(["reseal"]) == 0
    assert CAN_GO in capsys.readouterr().out
    event = AuditEvent.objects.get(verb="audit.resealed", subject="会话和保留的回答")
    assert event.data["rows"] == 1


def test_what_lapsed_holds_no_key_back(keys: Any) -> None:
    keep("a")
    Session.objects.update(expire_date=timezone.now())
    keys(NEW)
    assert main(["reseal"]) == 0


def test_a_record_that_does_not_open_is_said_and_left_as_it_is(keys: Any) -> None:
    keep("a")
    before = Session.objects.get(pk="a").session_data
    keys(NEW)
    with pytest.raises(Unavailable, match="打不开"):
        read("a", now=timezone.now())
    with pytest.raises(Unavailable, match="打不开"):
        keep("a")
    assert Session.objects.get(pk="a").session_data == before


def test_a_record_moved_to_another_person_does_not_open() -> None:
    keep("a")
    Session.objects.filter(pk="a").update(session_key="b")
    with pytest.raises(Unavailable):
        read("b", now=timezone.now())


def test_whose_answers_do_not_open_is_told_and_still_gets_in(answered: Client) -> None:
    record = Session.objects.exclude(session_data__contains=":").get()
    _, _, sealed = record.session_data.partition(".")
    Session.objects.filter(pk=record.pk).update(session_data=f"00000000.{sealed}")
    answered.post("/logout/")
    log_in(answered)
    assert "您以前的回答现在打不开" in answered.get("/cases/").content.decode()
    assert Session.objects.get(pk=record.pk).session_data.startswith("00000000."), "nothing is lost"
    assert answered.post("/logout/").status_code == 302
