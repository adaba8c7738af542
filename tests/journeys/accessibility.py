"""What axe finds on a page, and what is too small to touch, as lines that say where."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

GRAVE = {"serious", "critical"}
_SMALLEST = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let least = 99;
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !element.getClientRects().length) continue;
        if (element.matches(".hear")) continue;
        least = Math.min(least, parseFloat(getComputedStyle(element).fontSize));
    }
    return least;
}"""
_MEASURE = """(least) => {
    const said = (element) => [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const inSentence = (element) =>
        getComputedStyle(element).display === "inline" && said(element.parentElement);
    const covers = (element) => getComputedStyle(element, "::after").position === "absolute";
    const box = (element) => covers(element) ? element.closest("article, li, .result, .mine-case")
        : element.matches("input[type=checkbox], input[type=radio]") ? element.closest("label") || element
        : element;
    return [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
        .filter((element) => element.getClientRects().length && !element.matches(".skip, .hear"))
        .filter((element) => !inSentence(element))
        .filter((element) => box(element).getBoundingClientRect().height < least - 0.5)
        .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 20) || element.name}`
            + ` ${box(element).getBoundingClientRect().height}`);
}"""


def grave_findings(page: Any) -> list[str]:
    """Serious and critical findings: `rule: help — selector`."""
    # What passes is not written down for every element: two thirds of the time went into that.
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {one['help']} — {node['target']}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def small_targets(page: Any, *, least: int) -> list[str]:
    """What can be touched, does not stand in a sentence, and is lower than `least` CSS pixels."""
    found: list[str] = page.evaluate(_MEASURE, least)
    return found


def smallest_text(page: Any) -> float:
    """The smallest letters on the page that anybody sees, in CSS pixels."""
    return float(page.evaluate(_SMALLEST))
