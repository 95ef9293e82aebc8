"""Explore in a real browser: a question is one click, its runs are picked, brushed, and taken to the deck."""

import re

import pytest

from tests.browser.app.deck import shared_tab

# The values of the curve of the run of this name, once it is drawn as the picked one.
PICKED_CURVE = """name => {
    const curves = document.querySelector('[data-figure=fan_chart]')._fullData
    const curve = curves.find(one => one.hovertemplate?.includes(`picked: ${name}`))
    return curve && Array.from(curve.y)
}"""
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def explore(open_deck):
    return open_deck("/explore?epochs=50")


@pytest.fixture(scope="module")
def asked(window, server):
    """The answer to the question of the learning rate, for several tests."""
    with shared_tab(window, server, "/explore?epochs=50") as deck:
        yield ask(deck, "rate")


def ask(deck, key):
    """Ask a question, and wait until its runs are trained."""
    deck.press(f"question_{key}")
    deck.says("runs finished in")
    deck.answered()
    return deck


def click_in(deck, chart, x, y):
    """Click so far across and down a chart."""
    box = deck.chart(chart).bounding_box()
    deck.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def picked(deck):
    """Wait for a picked run, and read its name."""
    line = deck.key("runs").locator("p", has_text="Picked:")
    line.wait_for()
    return line.inner_text().removeprefix("Picked: ")


def test_a_question_is_answered_by_one_click_in_every_panel(asked):
    assert asked.metric("Runs") == "12"
    assert asked.metric("Epoch") == "50"
    drawn = asked.chart("fan_chart").evaluate("plot => plot._fullData.filter(one => one.text?.length).length")
    assert drawn == 12
    name = asked.chart("fan_chart").evaluate("plot => plot._fullData.find(one => one.text?.length).text[0]")
    assert name == "learning rate 0.001"
    assert asked.n_points("grid_chart") == 12
    pictures = asked.chart("maps_chart").evaluate("plot => plot.layout.images.map(one => one.source.slice(0, 22))")
    assert pictures == ["data:image/png;base64,"]
    assert asked.key("parallel").locator("[data-n='12']").count() == 1
    asked.key("importance").get_by_text("Too few runs").wait_for()
    asked.page.wait_for_url(re.compile(r"vary=learning_rate"))


def test_a_click_picks_a_run_everywhere_and_it_goes_to_the_deck_with_its_curve(explore):
    ask(explore, "rate")
    explore.wait_for_points(12, "grid_chart", exactly=True)
    click_in(explore, "grid_chart", 0.97, 0.5)
    assert picked(explore) == "learning rate 30"
    click_in(explore, "grid_chart", 0.55, 0.5)
    explore.page.get_by_text("Picked: learning rate 30").wait_for(state="detached")
    name = picked(explore)
    losses = explore.page.wait_for_function(PICKED_CURVE, arg=name).json_value()
    explore.press("to_deck")
    explore.page.wait_for_url(re.compile(r"/\?"))
    explore.wait_for_points(51, "loss_chart", exactly=True)
    assert explore.losses() == pytest.approx(losses, rel=1e-6)
    assert explore.value("learning_rate") == name.removeprefix("learning rate ")


def wait_for_ticked(deck, rates):
    """Wait until just the rows of these learning rates, the first number of each, are ticked in the table."""
    deck.key("runs").scroll_into_view_if_needed()
    deck.page.wait_for_function(
        """rates => {
            const rows = [...document.querySelectorAll('.st-key-runs [role=row]')]
            const texts = row => [...row.querySelectorAll('td')].map(cell => cell.innerText)
            const first = row => texts(row).find(text => /^[0-9]/.test(text))
            const ticked = rows.filter(row => row.ariaSelected === 'true').map(first)
            return rows.length > 1 && JSON.stringify(ticked) === JSON.stringify(rates)
        }""",
        arg=rates,
    )


def test_the_ticked_row_is_the_picked_run_s_whichever_rows_are_shown(asked):
    click_in(asked, "grid_chart", 0.97, 0.5)
    assert picked(asked) == "learning rate 30"
    wait_for_ticked(asked, ["30"])
    asked.press("star")
    for only, expected in (("starred", ["30"]), ("every row right", []), ("all", ["30"])):
        asked.key("runs_only").get_by_text(only).click()
        wait_for_ticked(asked, expected)
    assert picked(asked) == "learning rate 30"


def test_a_brush_chooses_runs_in_every_panel(explore):
    ask(explore, "start")
    lines = explore.key("parallel").locator(".parallel")
    lines.scroll_into_view_if_needed()
    box = lines.bounding_box()
    x = box["x"] + 64  # the first line, of the seeds
    explore.page.mouse.move(x, box["y"] + box["height"] / 2)
    explore.page.mouse.down()
    explore.page.mouse.move(x, box["y"] + box["height"] - 10, steps=4)
    explore.page.mouse.up()
    explore.answered()
    inside = int(lines.get_attribute("data-inside"))
    assert 0 < inside < 64
    explore.page.wait_for_function(
        """n => {
            const plot = document.querySelector('[data-figure="fan_chart"]')
            return plot._fullData.some(one => one.opacity === 0.25)
        }""",
        arg=inside,
    )


def test_the_address_opened_elsewhere_is_the_same_sweep_ready(explore, open_deck):
    ask(explore, "units")
    explore.page.wait_for_url(re.compile(r"seeds=8"))
    other = open_deck("/" + explore.page.url.split("/", 3)[3])
    other.says("= 48 runs")
    other.key("play").locator("button:not([disabled])").wait_for()
    assert other.chart("fan_chart").count() == 0


def test_the_playhead_takes_all_runs_to_an_earlier_epoch(asked):
    slider = asked.rewind()
    slider.press("Home")
    asked.wait_for_text("Epoch of 50")
    asked.page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stMetricValue]')].some(one => one.innerText.trim() === '0')"
    )
    asked.page.wait_for_function(
        "() => document.querySelector('[data-figure=fan_chart]').layout.shapes.map(one => one.x0).join() === '0'"
    )
    slider.press("End")
    asked.page.wait_for_function("() => document.querySelector('.st-key-scrub input').value === '50'")
    asked.answered()


def test_once_rewound_every_panel_is_of_that_epoch(open_deck):
    deck = ask(open_deck("/explore?dataset=Two+spirals&epochs=100"), "rate")
    maps = "document.querySelector('[data-figure=maps_chart]').layout?.images[0]?.source"
    deck.page.wait_for_function(f"() => {maps}")
    before = deck.page.evaluate(maps)
    box = deck.key("scrub").locator("input").bounding_box()
    deck.page.mouse.click(box["x"] + 0.34 * box["width"], box["y"] + 0.5 * box["height"])
    deck.page.wait_for_function(f"before => {maps} && {maps} !== before", arg=before)
    deck.says("Of epoch 100, where the runs stand")
    deck.key("importance").get_by_text("Too few runs").wait_for()
    for name in ("runs_csv", "runs_parquet"):
        deck.key(name).locator("button:not([disabled])").wait_for()


def test_back_leads_over_a_question_to_what_was_asked_before_it(explore):
    ask(explore, "rate")
    explore.page.wait_for_url(re.compile(r"vary=learning_rate"))
    explore.press("question_units")
    explore.says("All 48 runs finished in")
    explore.page.wait_for_url(re.compile(r"vary=hidden_units"))
    explore.page.go_back()
    explore.key("definition").get_by_text("learning rate 0.001 to 30").wait_for()
    explore.says("These runs are of another sweep: hidden units")
    explore.page.wait_for_url(re.compile(r"vary=learning_rate"))


def test_a_learning_rate_of_a_sweep_is_read_whole_in_the_sidebar(open_deck):
    deck = open_deck("/explore?epochs=50&learning_rate=0.00425")
    deck.page.wait_for_function("() => document.querySelector('.st-key-learning_rate input')?.value === '0.00425'")
    box = deck.key("learning_rate").locator("input")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_on_a_phone_there_are_questions_curves_and_the_grid(open_deck):
    deck = ask(open_deck("/explore?epochs=50", **PHONE), "rate")
    deck.wait_for_points(12, "grid_chart")
    for name in ("fan", "grid"):
        assert deck.key(name).is_visible()
    for name in ("maps", "runs", "parallel", "importance"):
        assert not deck.key(name).is_visible()
    assert deck.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    deck.key("grid").scroll_into_view_if_needed()
    deck.page.mouse.wheel(0, 2000)
    deck.page.wait_for_function(  # the transport has gone up with the rest
        "() => document.querySelector('.st-key-transport').getBoundingClientRect().top < 0"
    )
