"""S15 as `demo --check` walks it, the main job: a residence permit from the question to the duty board, in a small county that
does not exist."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huigong.demo import county, walk
from huigong.demo.visitor import Unexpected
from huigong.demo.walk_story import Walk
from tests.unit.audit.trail import is_whole

PEOPLE = 60


@pytest.fixture
def county_folder(live: str, settings: Any, tmp_path: Path) -> Path:
    """The data folder of a county that the live server shows."""
    settings.DATA_FOLDER = tmp_path
    county.load(people_wanted=PEOPLE, seed=2014, now=timezone.now())
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_the_main_job_from_question_to_duty_board(
    live: str, county_folder: Path, codes_in_files: Path
) -> None:
    said: list[str] = []
    for _ in range(2):  # as somebody new each time
        walk.take(walk_in(live, county_folder, codes_in_files), say=said.append)
    assert [line[0] for line in said] == ["✓"] * len(walk.STEPS) * 2
    assert is_whole()
    says_what_a_step_saw_instead(walk_in(live, county_folder, codes_in_files))


def says_what_a_step_saw_instead(walked: Walk) -> None:
    said: list[str] = []
    walked.password = secrets.token_hex(8)
    with pytest.raises(Unexpected, match="clerk 登录进工作台"):
        walk.take(walked, say=said.append)
    assert said[-1] == "✗ 到窗口核对身份"


def walk_in(live: str, folder: Path, codes: Path) -> Walk:
    return Walk(
        live,
        password=walk.password_in(folder),
        code_for=lambda phone, template: walk.code_in(codes, phone, template),
    )
