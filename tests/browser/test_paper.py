"""A page that is dark because the system is prints light, its charts and the drawn net too, and is dark again after."""

import shutil

import pytest

from tests.browser.app.deck import Deck
from tests.browser.conftest import ARGUMENTS

# What the page looks like once all have heard that it is to be printed: later there is no chance to change anything.
LOOKS = """() => {
    const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).every(part => part > 127)
    const strokes = () => {
        const net = document.querySelector(".st-key-network canvas")
        const { data } = net.getContext("2d").getImageData(0, 0, net.width, net.height)
        let [sum, n] = [0, 0]
        for (let i = 0; i < data.length; i += 4)
            if (data[i + 3] > 200) [sum, n] = [sum + data[i] + data[i + 1] + data[i + 2], n + 3]
        return sum / n
    }
    window.looks = () => ({
        isTurned: getComputedStyle(document.querySelector(".stApp")).filter !== "none",
        isLight: light(getComputedStyle(document.querySelector(".stApp")).backgroundColor),
        hasLightLetters: light(document.querySelector("[data-figure=loss_chart] .xtick text").style.fill),
        net: Math.round(strokes()),
    })
    matchMedia("print").addEventListener("change", ({ matches }) => matches && (window.printed = window.looks()))
}"""


@pytest.fixture
def dark(profile, server):
    """A browser in a system with dark colours; playwright's own way to have them holds for paper too."""
    chromium, arguments = profile.browser.browser_type, [*ARGUMENTS, "--force-dark-mode"]
    with chromium.launch(executable_path=shutil.which("chromium"), args=arguments) as browser:
        page = browser.new_page(color_scheme="null", viewport={"width": 1440, "height": 900})
        yield Deck(page, server).open().ready()


def test_a_page_in_the_system_s_dark_colours_prints_light(dark):
    dark.wait_for_points(1, "loss_chart")
    dark.page.evaluate(LOOKS)
    before = dark.page.evaluate("window.looks()")
    assert (before["isLight"], before["hasLightLetters"]) == (False, True)
    dark.page.pdf()
    printed = dark.page.evaluate("window.printed")
    assert (printed["isTurned"], printed["isLight"], printed["hasLightLetters"]) == (False, True, False)
    assert printed["net"] != before["net"]
    dark.page.wait_for_function("before => JSON.stringify(window.looks()) === JSON.stringify(before)", arg=before)
    assert not dark.complaints()
