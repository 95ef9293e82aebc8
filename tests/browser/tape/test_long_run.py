"""A million epochs at full speed: all there, at any epoch, and no more memory than a class can spare."""

import re
from pathlib import Path

from tests.browser.app.deck import FASTEST
from tests.browser.app.server import ROOT, printed

MLP = ROOT / "sample_data" / "lecture_mlp.csv"
EPOCHS = 1_000_000
MOST_MORE = 200 * 2**20

# plotly says when it has drawn; what it drew, in order, is the last epoch on the curve.
WATCH = """() => {
    window.drawn = []
    const plot = document.querySelector('[data-figure=loss_chart]')
    plot.on('plotly_afterplot', () => window.drawn.push(plot._fullData[0].x.at(-1)))
}"""


def memory(pids):
    """What the processes hold of the machine's memory, in bytes."""
    texts = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    return sum(int(re.search(r"VmRSS:\s*(\d+) kB", text)[1]) for text in texts) * 1024


def test_a_million_epochs_are_shown_and_any_is_seen_again_in_bounded_memory(deck, server):
    deck.play_to_the_end()
    processes = [server.pid, *server.trainers()]
    before = memory(processes)
    deck.press("reset")
    deck.ready()
    deck.set("epochs", EPOCHS)
    deck.speed(FASTEST)
    deck.page.evaluate(WATCH)
    deck.press("play")
    deck.says("Finished")
    deck.page.wait_for_function("last => window.drawn.at(-1) === last", arg=EPOCHS)
    drawn = deck.page.evaluate("window.drawn")
    assert drawn == sorted(drawn)
    assert deck.epoch() == EPOCHS
    assert deck.key("scrub").locator("input").input_value() == str(EPOCHS)

    track = deck.key("scrub").locator("input").bounding_box()
    y = track["y"] + track["height"] / 2
    deck.page.mouse.move(track["x"] + track["width"] - 8, y)
    deck.page.mouse.down()
    for share in (0.9, 0.6, 0.37):
        deck.page.mouse.move(track["x"] + share * track["width"], y, steps=3)
    deck.page.mouse.up()
    said = deck.page.locator(".status-words").get_by_text(re.compile(r"Rewound to epoch [\d,]+ of 1,000,000"))
    said.wait_for()
    epoch = deck.epoch()
    assert EPOCHS // 4 < epoch < EPOCHS // 2
    then = printed(MLP, "--epochs", str(epoch))
    assert deck.metric("Loss") == f"{then['cost']:.4f}"
    deck.page.wait_for_function(
        """expected => {
            const {z} = document.querySelector('[data-figure=W1_chart]')._fullData[0]
            return JSON.stringify(Array.from(z, row => Array.from(row))) === JSON.stringify(expected)
        }""",
        arg=then["weights"]["W1"],
    )
    assert memory(processes) - before < MOST_MORE
