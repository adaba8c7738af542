"""What axe finds on a page, and what is too small to touch, as lines that say where."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

from tests.effort import before_a_release

GRAVE = {"serious", "critical"}
# Contrast takes four fifths of the time, and whether links in a text stand out a third of the rest. Both are a matter
# of the look: of the width of the screen, of the place among tags and classes, of the colours there and behind it, of
# the size of the letters, of whether text stands beside it. So they are measured once for each look, wherever that is
# met first; before a release on every text of every page.
# Rules whose findings are never grave are not asked, and what passes is not written down for every element.
_FIND = """([known, grave]) => {
    const met = new Set(known || []), marked = [], fresh = [];
    const numbered = (text) => {
        let one = 0xdeadbeef, other = 0x41c6ce57;
        for (let at = 0; at < text.length; at++) {
            one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
            other = Math.imul(other ^ text.charCodeAt(at), 1597334677);
        }
        return 4294967296 * (2097151 & other) + (one >>> 0);
    };
    const walk = (element, around) => {
        const style = getComputedStyle(element);
        const look = numbered([around, element.tagName, element.className, style.color, style.backgroundColor,
            style.backgroundImage, style.opacity, style.fontSize, style.fontWeight, style.position,
            style.textShadow, style.textDecorationLine, style.visibility, element.getClientRects().length > 0,
            element.tagName === "A" && [...element.parentElement.childNodes].some(
                (node) => node.nodeType === Node.TEXT_NODE && node.data.trim())].join("|"));
        if (!known || !met.has(look)) {
            met.add(look);
            fresh.push(look);
            marked.push(element);
        }
        for (const child of element.children) walk(child, look);
    };
    walk(document.body, innerWidth);
    marked.forEach((element) => element.setAttribute("data-look", ""));
    axe.configure({ rules: [
        { id: "color-contrast", selector: "[data-look]" },
        { id: "link-in-text-block", selector: "a[href][data-look]" },
    ] });
    const slight = axe._audit.rules.filter((rule) => !grave.includes(rule.impact));
    const rules = Object.fromEntries(slight.map((rule) => [rule.id, { enabled: false }]));
    return axe.run({ resultTypes: ["violations"], rules }).then((results) => {
        marked.forEach((element) => element.removeAttribute("data-look"));
        return [results.violations, fresh];
    });
}"""
_looked_at: set[int] = set()
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
    if page.evaluate(
        "window.axe === undefined"
    ):  # half a megabyte; it stays where a page is looked at in two widths
        page.evaluate(AXE_SCRIPT)
    known = None if before_a_release() else sorted(_looked_at)
    violations, looks = page.evaluate(_FIND, [known, sorted(GRAVE)])
    found = [
        f"{violation['id']}: {violation['help']} — {node['target']}"
        for violation in violations
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]
    if not found:
        _looked_at.update(looks)
    return found


def small_targets(page: Any, *, least: int) -> list[str]:
    """What can be touched, does not stand in a sentence, and is lower than `least` CSS pixels."""
    found: list[str] = page.evaluate(_MEASURE, least)
    return found


def smallest_text(page: Any) -> float:
    """The smallest letters on the page that anybody sees, in CSS pixels."""
    return float(page.evaluate(_SMALLEST))
