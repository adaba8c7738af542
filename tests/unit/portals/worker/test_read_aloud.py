"""Whoever reads with difficulty can have every question read aloud."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from huigong.catalogue.services import catalogue
from tests.unit.portals.worker.visiting import REGION, screen_asked

pytestmark = pytest.mark.django_db


def what_is_read(page: str) -> str:
    """The part of the page that the button reads, from its beginning; "" where there is no button."""
    button = re.search(r'data-read="([^"]+)"', page)
    part = re.search(rf'id="{button[1]}".*', page, re.DOTALL) if button else None
    return part[0] if part else ""


def test_each_question_of_the_interview(visitor: Client) -> None:
    for _ in range(6):
        asked = screen_asked(visitor)
        page = visitor.get("/ask/").content.decode()
        title = re.search(r'class="question">(?:<label[^>]*>)?([^<]+)<', page)
        assert title
        assert title[1] in what_is_read(page)
        visitor.post("/ask/", {**asked, "skip": "yes"})


def test_the_first_question_of_each_form(visitor: Client) -> None:
    offered = [service for service in catalogue().services_for(REGION, timezone.localdate()) if service.form]
    assert len({service.form for service in offered}) > 50
    for service in {service.form: service for service in offered}.values():
        first = visitor.get(f"/services/{service.id}/form/")
        page = visitor.get(first["Location"]).content.decode()
        assert "<label" in what_is_read(page) or "<legend" in what_is_read(page), service.id
