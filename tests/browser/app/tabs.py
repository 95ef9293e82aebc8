"""Tabs that one test after the other uses: to open the app in a new one takes a quarter more of the processor."""

from collections import defaultdict
from dataclasses import dataclass, replace

from playwright.sync_api import Page

MOST_USES = 5  # of one tab: its history is full at 50 entries, and a test counts them


@dataclass(frozen=True)
class Tab:
    """A tab, the looks its window was made with, its size as it was opened, and by how many tests it was used."""

    page: Page
    looks: dict
    size: dict
    n_uses: int = 0


class Tabs:
    """The tabs that no test uses now, by the looks that their windows were made with."""

    def __init__(self, window):
        self._window = window
        self._free: dict[str, list[Tab]] = defaultdict(list)

    def take(self, looks) -> Tab:
        """A tab in a window that looks like this. One of another size or scheme is an ordinary one, made so: a window
        of its own would fetch and compile all scripts anew.
        """
        made = looks if {"has_touch", "is_mobile"} & looks.keys() else {}
        if free := self._free[repr(made)]:
            tab = free.pop()
        else:
            page = self._window(**made).new_page()
            tab = Tab(page, made, page.viewport_size)
        if not made:
            tab.page.set_viewport_size(looks.get("viewport", tab.size))
            tab.page.emulate_media(color_scheme=looks.get("color_scheme", "light"))
        return tab

    def give_back(self, tab):
        """Let another test have the tab, empty and as large as it was."""
        tab = replace(tab, n_uses=tab.n_uses + 1)
        if tab.n_uses == MOST_USES:
            tab.page.close()
            return
        tab.page.unroute_all()
        tab.page.evaluate("sessionStorage.clear(); localStorage.clear()")  # it is another visitor's
        tab.page.goto("about:blank")
        self._free[repr(tab.looks)].append(tab)
