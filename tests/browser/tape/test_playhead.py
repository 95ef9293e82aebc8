"""The playhead: by drag, by click and by keys the deck shows any epoch of the run, and all panels follow."""

import pytest

from tests.browser.app.deck import shared_tab

EPOCHS = 60
STANDS_AT = """epoch => {
    const metrics = [...document.querySelectorAll('.st-key-numbers [data-testid=stMetric]')]
    const number = metrics.find(one => one.innerText.startsWith('Epoch'))
    return number.querySelector('[data-testid=stMetricValue]').innerText === epoch
        && document.querySelector('.playhead').getAttribute('aria-valuenow') === epoch
        && document.querySelector('.st-key-scrub input').value === epoch
}"""


@pytest.fixture(scope="module")
def tab(window, server):
    with shared_tab(window, server, f"/?epochs={EPOCHS}") as tab:
        yield tab


@pytest.fixture
def played(tab):
    """A run that stands at its end, in a tab that these tests use in turn."""
    tab.ready().play_to_the_end()
    tab.says(f"Finished at epoch {EPOCHS}")
    tab.answered()
    tab.page.evaluate("document.activeElement.blur()")
    yield tab
    tab.press("reset")


def shows(deck, epoch):
    """Wait until number, line and slider stand at this epoch."""
    deck.page.wait_for_function(STANDS_AT, arg=str(epoch))


def place_of(deck, epoch):
    """Where on the screen this epoch is, in the middle of the chart's height."""
    return deck.chart().evaluate(
        """(plot, epoch) => {
            const {xaxis, yaxis} = plot._fullLayout, box = plot.getBoundingClientRect()
            return [box.left + xaxis._offset + xaxis.d2p(epoch), box.top + yaxis._offset + yaxis._length / 2]
        }""",
        epoch,
    )


def weights(deck):
    return deck.chart("W1_chart").evaluate("plot => Array.from(plot._fullData[0].z, row => Array.from(row)).flat()")


def wait_for_weights(deck, expected, *, same=True):
    """Wait until these are shown, or others: what is off the screen follows once the playhead rests."""
    deck.page.wait_for_function(
        """([expected, same]) => {
            const {z: rows} = document.querySelector('[data-figure="W1_chart"]')._fullData[0]
            const z = Array.from(rows, row => [...row]).flat()
            return z.every((value, i) => value === expected[i]) === same
        }""",
        arg=[expected, same],
    )


def test_it_is_dragged_clicked_and_moved_by_keys_which_are_a_field_s_while_that_has_the_focus(played):
    deck, page = played, played.page
    last = weights(deck)
    page.mouse.click(*place_of(deck, 12))
    shows(deck, 12)
    page.wait_for_function(
        "([plot, last]) => document.querySelector(plot)._fullData[0].z[0][0] !== last",
        arg=['[data-figure="W1_chart"]', last[0]],
    )
    page.wait_for_timeout(400)  # the next press is no second click
    page.mouse.move(*place_of(deck, 12))
    page.mouse.down()
    page.mouse.move(*place_of(deck, 20), steps=4)
    shows(deck, 20)  # while it is held
    page.mouse.move(*place_of(deck, 31), steps=4)
    page.mouse.up()
    shows(deck, 31)
    deck.says(f"Rewound to epoch 31 of {EPOCHS}")
    for key, epoch in (("ArrowLeft", 30), ("ArrowRight", 31), ("Home", 0), ("End", EPOCHS), ("Home", 0), ("b", EPOCHS)):
        page.keyboard.press(key)
        shows(deck, epoch)
    wait_for_weights(deck, last)
    field = deck.key("learning_rate").locator("input")
    field.focus()
    for key in ("Home", "ArrowRight", "b", "Space"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    shows(deck, EPOCHS)
    field.fill("1")
    field.blur()
    page.keyboard.press("Home")
    shows(deck, 0)
    deck.says(f"Rewound to epoch 0 of {EPOCHS}")
    deck.speed(2)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    deck.playing()
    deck.wait_for_epoch(1)
    page.keyboard.press("Space")
    deck.says("Paused at epoch")


def test_the_tape_is_played_backward_and_forward_at_the_chosen_speed_until_an_end_or_a_press(played):
    deck, page = played, played.page
    deck.speed(10)
    last = weights(deck)
    backward = page.get_by_role("button", name="Play the tape backward")
    backward.click()
    on_the_way = page.wait_for_function(
        "end => { const at = Number(document.querySelector('.playhead').ariaValueNow); return at < end - 5 && at }",
        arg=EPOCHS,
    ).json_value()
    assert 0 < on_the_way < EPOCHS - 5  # not at once at its end
    shows(deck, 0)
    wait_for_weights(deck, last, same=False)
    assert backward.get_attribute("aria-pressed") == "false"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function("() => Number(document.querySelector('.playhead').ariaValueNow) > 8")
    page.keyboard.press("Space")
    at = page.locator(".playhead").get_attribute("aria-valuenow")
    shows(deck, at)
    assert 8 < int(at) < EPOCHS
    deck.says(f"Rewound to epoch {at} of {EPOCHS}")


def test_a_double_click_ends_a_zoom_and_leaves_the_epoch(played):
    deck, mouse = played, played.page.mouse
    mouse.click(*place_of(deck, 20))
    shows(deck, 20)
    deck.page.wait_for_timeout(400)  # the next is no second click
    (left, y), (right, _) = place_of(deck, 30), place_of(deck, 50)
    mouse.move(left, y - 30)
    mouse.down()
    mouse.move(right, y + 30, steps=5)
    mouse.up()
    deck.page.wait_for_function(
        "() => document.querySelector('[data-figure=loss_chart]')._fullLayout.xaxis.range[0] > 25"
    )
    assert deck.page.locator(".playhead").is_hidden()
    mouse.dblclick(*place_of(deck, 40))
    deck.page.wait_for_function(
        "() => document.querySelector('[data-figure=loss_chart]')._fullLayout.xaxis.range[0] === 0"
    )
    shows(deck, 20)
