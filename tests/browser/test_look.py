"""What is seen: a zoom that stays, a dark page, a phone."""

import re

import pytest

from tests.browser.app.server import ROOT, printed

MLP = ROOT / "sample_data" / "lecture_mlp.csv"


def drag_over_the_plot(deck, start, end):
    """Zoom: press in the loss curve at `start`, a share of its width and height, and let go at `end`."""
    box = deck.chart().locator(".nsewdrag").first.bounding_box()
    places = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in (start, end)]
    deck.page.mouse.move(*places[0])
    deck.page.mouse.down()
    deck.page.mouse.move(*places[1], steps=8)
    deck.page.mouse.up()


def test_a_drag_is_not_ended_by_points_that_arrive_and_its_zoom_stays_in_a_plot_that_is_never_made_anew(deck):
    deck.chart().evaluate("plot => { plot.marked = true }")
    epochs = 1000  # more than are trained while this drags, however slowly
    deck.set("epochs", epochs)
    deck.speed(50)
    deck.press("play")
    deck.wait_for_points(20)
    box = deck.chart().locator(".nsewdrag").first.bounding_box()
    deck.page.mouse.move(box["x"] + 20, box["y"] + 20)
    deck.page.mouse.down()
    begin, end = deck.axis()  # it stays while this drags
    before = deck.epoch()
    for step in range(1, 5):
        deck.page.mouse.move(box["x"] + 20 + 25 * step, box["y"] + 20 + 25 * step)
        deck.wait_for_epoch(before + 10 * step)
    deck.page.mouse.up()
    deck.page.wait_for_function(
        "end => document.querySelector('[data-figure=loss_chart]')._fullLayout.xaxis.range[1] < end - 1", arg=end
    )
    low, high = deck.axis()
    assert high - low == pytest.approx(100 / box["width"] * (end - begin), rel=0.05)
    zoomed = deck.axis(), deck.axis("yaxis")
    n = deck.n_points()
    deck.wait_for_points(n + 20)
    assert (deck.axis(), deck.axis("yaxis")) == zoomed
    epoch = deck.paused()
    deck.press("step")
    deck.wait_for_points(epoch + 2, exactly=True)
    assert (deck.axis(), deck.axis("yaxis")) == zoomed
    assert deck.chart().evaluate("plot => plot.marked") is True


def test_a_double_click_comes_back_to_the_whole_curve(finished):
    deck = finished
    whole = deck.axis()
    drag_over_the_plot(deck, (0.2, 0.1), (0.6, 0.9))
    deck.page.wait_for_function(
        "whole => document.querySelector('[data-figure=loss_chart]')._fullLayout.xaxis.range[1] < whole * 0.9",
        arg=whole[1],
    )
    deck.page.wait_for_timeout(500)  # or the next press is taken for the second one of this
    box = deck.chart().locator(".nsewdrag").first.bounding_box()
    deck.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    deck.page.wait_for_function(
        "whole => Math.abs(document.querySelector('[data-figure=loss_chart]')._fullLayout.xaxis.range[1] - whole) < 8",
        arg=whole[1],
    )


def test_the_epoch_and_the_loss_stand_under_the_pointer(finished):
    deck = finished
    box = deck.chart().locator(".nsewdrag").first.bounding_box()
    low, high = deck.axis()
    deck.page.mouse.move(box["x"] + box["width"] * (40 - low) / (high - low), box["y"] + box["height"] / 2, steps=3)
    deck.page.wait_for_function(
        r"() => /epoch 40(?!\d)/.test(document.querySelector('[data-figure=loss_chart] .hoverlayer').textContent)"
    )
    said = deck.chart().locator(".hoverlayer").text_content()
    assert float(re.search(r"loss\D*([\d.]+)", said)[1]) == pytest.approx(printed(MLP)["losses"][40], rel=1e-4)


def test_the_loss_axis_is_logarithmic_on_a_switch(finished):
    for kind in ("log", "linear"):
        finished.key("log").locator("label").click()
        finished.page.wait_for_function(
            "kind => document.querySelector('[data-figure=loss_chart]')._fullLayout.yaxis.type === kind", arg=kind
        )
        assert finished.losses() == printed(MLP)["losses"]


def luminance(colour):
    """Relative luminance of an sRGB colour, as WCAG 2 defines it."""
    parts = [part / 255 for part in colour[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """The contrast ratio of WCAG 2, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


PIXEL = """colour => {
    const pen = document.createElement('canvas').getContext('2d')
    pen.fillStyle = colour
    pen.fillRect(0, 0, 1, 1)
    return Array.from(pen.getImageData(0, 0, 1, 1).data)
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_curve_stand_out_from_a_light_and_a_dark_page(finished, open_deck, scheme):
    deck = finished
    if scheme == "dark":
        deck = open_deck(color_scheme=scheme).ready()
        deck.press("step")
        deck.wait_for_points(2)
    page = deck.page
    colours = page.evaluate(
        """() => {
            const style = (selector, name) => getComputedStyle(document.querySelector(selector))[name]
            const loss = '[data-figure=loss_chart]'
            return {
                page: style('.stApp', 'backgroundColor'),
                text: style('.st-key-numbers [data-testid=stMetricValue]', 'color'),
                ticks: style(`${loss} .xtick text`, 'fill'),
                curve: style(`${loss} .scatterlayer path.js-line`, 'stroke'),
                names: style('[data-figure=W1_chart] .ytick text', 'fill'),
            }
        }"""
    )
    colours = {name: page.evaluate(PIXEL, colour) for name, colour in colours.items()}
    assert (luminance(colours["page"]) < 0.1) == (scheme == "dark")
    for name in ("text", "ticks", "names"):
        assert contrast(colours[name], colours["page"]) >= 4.5, name
    assert contrast(colours["curve"], colours["page"]) >= 3
    assert luminance(page.evaluate(PIXEL, plot_paper(deck))) == pytest.approx(luminance(colours["page"]), abs=0.02)


def plot_paper(deck):
    """The colour that is seen behind the curve."""
    return deck.chart().evaluate(
        """plot => {
            const seen = colour => !/rgba\\(.*, ?0\\)|transparent/.test(colour)
            const paper = getComputedStyle(plot.querySelector('.main-svg')).backgroundColor
            if (seen(paper)) return paper
            for (let e = plot; e; e = e.parentElement) {
                const colour = getComputedStyle(e).backgroundColor
                if (seen(colour)) return colour
            }
        }"""
    )


def test_on_a_phone_nothing_is_cut_off_and_play_is_in_view(open_deck):
    deck = open_deck(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).ready()
    play = deck.key("play").locator("button")
    box = play.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    assert play.evaluate(
        """button => {
            const {x, y, width, height} = button.getBoundingClientRect()
            return button.contains(document.elementFromPoint(x + width / 2, y + height / 2))
        }"""
    )
    deck.play_to_the_end()
    assert deck.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert out_of_sight(deck) == []


def out_of_sight(deck):
    """Texts, buttons and charts of the page that reach beyond the screen, or are cut by what they stand in."""
    return deck.page.evaluate(
        """() => {
            const found = []
            const scrolls = e => /auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth
            const parts = ['p', 'button', '[data-figure]'].map(part => `.stMain ${part}`)
            for (const e of document.querySelectorAll(parts.join())) {
                const box = e.getBoundingClientRect()
                if (!box.width || !box.height || e.closest('.stDataFrame')) continue
                if (getComputedStyle(e).clipPath !== 'none') continue // for who listens, not to be seen
                let held = false
                for (let up = e.parentElement; up; up = up.parentElement) held ||= scrolls(up)
                const beyond = !held && (box.left < -1 || box.right > innerWidth + 1)
                const cut = getComputedStyle(e).overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1
                if (beyond || cut) found.push([beyond ? 'beyond' : 'cut', e.outerHTML.slice(0, 200)])
            }
            return found
        }"""
    )


def test_a_chart_that_was_away_while_an_epoch_was_trained_shows_it_when_it_is_back(deck):
    box = deck.page.locator(".live-chart", has=deck.chart())
    box.evaluate("box => { box.parentElement.style.display = 'none' }")
    deck.press("step")
    deck.says("Paused at epoch 1")
    deck.still()
    assert deck.n_points() == 1
    box.evaluate("box => { box.parentElement.style.display = '' }")
    deck.wait_for_points(2, exactly=True)
