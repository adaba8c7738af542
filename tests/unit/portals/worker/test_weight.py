"""A page with all it loads stays below 50 KB compressed: cheap phones, slow networks."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db
LIMIT = 50_000
LINKED = re.compile(r"""(?:href|src)="/static/([^"]+)\"""")
PAGES = (
    "/",
    "/about/",
    "/place/",
    "/place/?in=510000",
    "/ask/",
    "/results/",
    "/services/",
    "/services/arrears-complaint/",
    "/login/",
)


def weight(body: bytes) -> int:
    return len(gzip.compress(body))


def static_weight(name: str) -> int:
    path = finders.find(name)
    assert path, name
    return weight(Path(path).read_bytes())


@pytest.mark.parametrize("path", PAGES)
def test_light_enough(visitor: Client, path: str) -> None:
    body = visitor.get(path).content
    linked = set(LINKED.findall(body.decode()))
    assert {"shared/tokens.css", "worker/worker.css"} <= linked
    assert weight(body) + sum(map(static_weight, linked)) < LIMIT


def test_what_forms_look_like_comes_before_their_first_question(visitor: Client) -> None:
    assert '<link rel="prefetch" href="/static/shared/screens.css">' in visitor.get("/").content.decode()


def test_the_script_is_small(visitor: Client) -> None:
    scripts = {name for name in LINKED.findall(visitor.get("/").content.decode()) if name.endswith(".js")}
    assert sum(static_weight(name) for name in scripts) < 5_000


@pytest.mark.parametrize("path", PAGES)
def test_nothing_inline_that_the_policy_forbids(visitor: Client, path: str) -> None:
    text = visitor.get(path).content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert all('src="' in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("path", PAGES)
def test_one_heading_a_language_and_a_way_past_the_head(visitor: Client, path: str) -> None:
    text = visitor.get(path).content.decode()
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert '<html lang="zh-hans"' in text
    assert 'href="#content"' in text
