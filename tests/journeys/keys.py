"""A hand that has only a keyboard: Tab, Space, Enter, arrows and letters."""

from __future__ import annotations

from typing import Any

from bench.lives.phone import Phone

MOST_TABS = 120
SHOWN = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    const seen = [at, at.closest("label, .choice")].filter(Boolean).some((part) => {
        const style = getComputedStyle(part);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    });
    return seen && box.bottom > 0 && box.top < innerHeight;
}"""


class Keys(Phone):
    """Goes through the page by Tab; a place that cannot be reached, or is reached unseen, fails the test."""

    def touch(self, selector: str) -> None:
        wanted = self.page.locator(selector).first
        self.reach(wanted)
        self._wait(self._leave)

    def tick(self, selector: str) -> None:
        wanted = self.page.locator(selector).first
        if wanted.get_attribute("type") != "radio":
            self.reach(wanted)
            if not wanted.is_checked():
                self.page.keyboard.press("Space")
            return
        among = self.page.locator(f'[name="{wanted.get_attribute("name")}"]')
        self.reach(among)
        for _ in range(among.count()):
            if _is_active(wanted):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert wanted.is_checked(), selector

    def write(self, name: str, text: str) -> None:
        self.reach(self._named(name))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def pick(self, name: str, value: str) -> None:
        wanted = self._named(name)
        self.reach(wanted)
        for _ in range(wanted.locator("option").count()):
            if value in (wanted.input_value(), wanted.locator("option:checked").inner_text().strip()):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def reach(self, wanted: Any) -> None:
        """Tab until the focus stands on one of them, where it can be seen."""
        for _ in range(MOST_TABS):
            if _is_active(wanted):
                assert self.page.evaluate(SHOWN), f"the focus is not seen on {wanted} of {self.path}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab reaches {wanted} of {self.path}")

    def _leave(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def _is_active(wanted: Any) -> bool:
    return bool(wanted.evaluate_all("all => all.includes(document.activeElement)"))
