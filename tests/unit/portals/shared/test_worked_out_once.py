"""What is the same on every page is worked out once, and stays right where it is not the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.management import call_command
from django.template import engines
from django.urls import NoReverseMatch, get_script_prefix, set_script_prefix

from huigong.portals.shared.icons import FOLDER, drawn
from huigong.portals.shared.static_files import StaticFiles


def rendered(text: str, **context: object) -> str:
    return engines["django"].from_string(text).render(context)


@pytest.fixture
def moved() -> Iterator[None]:
    """The product below another path of the web server."""
    before = get_script_prefix()
    set_script_prefix("/huigong/")
    yield
    set_script_prefix(before)


def test_an_address_follows_where_the_product_is_served(request: pytest.FixtureRequest) -> None:
    assert rendered("{% url 'worker:place' %}") == "/place/"
    request.getfixturevalue("moved")
    assert rendered("{% url 'worker:place' %}") == "/huigong/place/"


@pytest.mark.parametrize(("name", "shown"), [("worker:place", "/place/"), ("worker:home", "/")])
def test_an_address_that_is_chosen_is_worked_out_each_time(name: str, shown: str) -> None:
    page = rendered("{% url name %} {% url name as kept %}{{ kept }}", name=name)
    assert page == f"{shown} {shown}"


def test_an_address_that_there_is_not_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'worker:nowhere' %}")


@pytest.mark.parametrize("icon", sorted(path.stem for path in FOLDER.glob("*.html")))
def test_an_icon_is_drawn_into_the_page(icon: str) -> None:
    page = drawn(f"<p><c-icon.{icon} />词</p>")
    assert page.startswith("<p><svg")
    assert page.endswith("</svg>词</p>")
    assert "{" not in page


@pytest.mark.parametrize("kind", ["yes", "ok", "perhaps", "near", "late", "paused", "info", "no"])
def test_a_chip_has_its_sign_whether_its_kind_is_written_or_told(kind: str) -> None:
    written, told = (
        rendered(drawn(f'<c-chip kind="{each}">{{{{ words }}}}</c-chip>'), kind=kind, words="词<")
        for each in (kind, "{{ kind }}")
    )
    assert written == told
    assert written.startswith(f'<span class="chip chip-{kind}"><svg')
    assert written.endswith("</svg> 词&lt;</span>")


def test_a_static_file_keeps_its_name_with_the_digest(tmp_path: Path, settings: object) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "huigong.portals.shared.static_files.StaticFiles"}
    }
    call_command("collectstatic", verbosity=0, interactive=False)
    storage = StaticFiles(location=str(tmp_path))
    address = storage.url("shared/tokens.css")
    assert address != StaticFilesStorage(location=str(tmp_path)).url("shared/tokens.css")
    assert address == storage.url("shared/tokens.css")
    assert (tmp_path / address.removeprefix("/static/")).exists()
