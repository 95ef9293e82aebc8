"""The transport: what the deck draws is what the command line prints."""

import os
import signal
import subprocess
import sys

import pytest

from tests.browser.app.deck import FASTEST, shared_tab
from tests.browser.app.server import ROOT, printed

MLP = ROOT / "sample_data" / "lecture_mlp.csv"
RNN = ROOT / "sample_data" / "lecture_rnn.csv"
ECHO_MS = 300  # in which what a widget was given came back


@pytest.fixture(scope="module")
def tab(window, server):
    with shared_tab(window, server) as tab:
        yield tab


@pytest.fixture
def deck(tab):
    """The lecture's deck at its initial weights, in a tab that these tests use in turn."""
    yield tab.ready()
    tab.press("preset_Lecture")
    tab.answered()
    if tab.epoch() > 0:
        tab.press("reset")


def test_play_draws_every_epoch_and_falls_to_the_number_the_command_line_prints(finished):
    expected = printed(MLP)
    assert finished.n_points() == 101
    assert finished.losses() == expected["losses"]
    assert finished.epoch() == 100
    assert finished.metric("Loss") == f"{expected['cost']:.4f}"
    assert finished.metric("Accuracy") == "9 of 9"


def test_weights_are_drawn_as_the_command_line_prints_them_and_named(finished):
    deck = finished
    expected = printed(MLP)["weights"]
    units = [f"h{i}" for i in range(1, 6)]
    for name, rows, columns in (("W1", units, ["x1", "x2", "1"]), ("W2", ["no", "ya"], units)):
        plot = deck.chart(f"{name}_chart")
        deck.wait_for_points(len(rows) * len(columns), f"{name}_chart", exactly=True)
        trace = plot.evaluate(
            """plot => {
                const {z, zmin, zmax, type} = plot._fullData[0]
                return {type, zmin, zmax, z: Array.from(z, row => Array.from(row))}
            }"""
        )
        assert trace["type"] == "heatmap"
        assert sorted(trace["z"]) == sorted(expected[name])
        assert trace["zmin"] == -trace["zmax"] < 0
        drawn = plot.locator(".heatmap-label text").all_text_contents()
        assert len(drawn) == len(rows) * len(columns)
        ticks = [text.strip() for text in plot.locator(".xtick text, .ytick text").all_text_contents()]
        assert sorted(ticks) == sorted([*rows, *columns])


def test_the_table_has_each_row_with_its_label_the_prediction_and_the_probabilities(finished):
    deck = finished
    expected = printed(MLP)["estimate"]
    deck.page.wait_for_function(
        """last => {
            const cells = [...document.querySelectorAll('.st-key-predictions canvas table td')]
            return cells.some(cell => cell.textContent.startsWith(last))
        }""",
        arg=f"{expected[0][0]:.5f}"[:-1],
    )
    header, *rows = deck.table()
    assert [name for name in header if name.startswith("p(")] == ["p(no)", "p(ya)"]
    assert len(rows) == 9
    for row, estimate in zip(rows, expected, strict=True):
        cells = dict(zip(header, row, strict=True))
        assert float(cells["p(no)"]) == pytest.approx(estimate[0], abs=1e-6)
        assert cells["predicted"] == ("no" if estimate[0] > 0.5 else "ya")


def test_the_table_puts_wrong_rows_first_on_a_switch_and_can_be_taken_home(deck):
    header, *rows = deck.table()
    right = [row[header.index("label")] == row[header.index("predicted")] for row in rows]
    assert 0 < sum(right) < 9
    assert right != sorted(right)
    deck.key("wrong_first").locator("label").click()
    deck.page.wait_for_function(
        """wrong => {
            const rows = [...document.querySelectorAll('.st-key-predictions canvas table tr')].slice(1)
            const right = rows.map(row => row.children[2].textContent === row.children[3].textContent)
            return right.length && right.every((one, i) => one === i >= wrong)
        }""",
        arg=9 - sum(right),
    )
    with deck.page.expect_download() as download:
        deck.press("download")
    lines = download.value.path().read_text().splitlines()
    assert len(lines) == 10
    assert "p(ya)" in lines[0]
    deck.key("wrong_first").locator("label").click()


def test_pause_holds_a_step_gains_one_and_reset_gives_the_same_curve(deck):
    expected = printed(MLP)["losses"]
    deck.speed(5)
    deck.press("play")
    deck.wait_for_epoch(3)
    epoch = deck.paused()
    deck.wait_for_points(epoch + 1, exactly=True)
    assert 3 <= epoch < 100
    for gained in (1, 2, 3):
        deck.press("step")
        deck.says(f"Paused at epoch {epoch + gained}.")
        deck.wait_for_points(epoch + gained + 1, exactly=True)
    assert deck.losses() == expected[: epoch + 4]
    deck.press("reset")
    deck.ready()
    assert deck.losses() == expected[:1]
    deck.play_to_the_end()
    assert deck.losses() == expected


def test_at_the_end_more_epochs_go_on_and_play_again_starts_from_the_same_weights(deck):
    deck.set("epochs", 60)
    deck.play_to_the_end()
    deck.set("epochs", 100)
    deck.press("play")
    deck.finished()
    assert deck.losses() == printed(MLP)["losses"]
    deck.speed(50)
    deck.press("play")
    deck.playing()
    deck.finished()
    assert deck.losses() == printed(MLP)["losses"]


def test_play_on_a_finished_run_ends_at_its_last_epoch_however_busy_the_machine(open_deck):
    """On a busy core the slider of Rewind, which gets new bounds at the end, told its 0 as a visitor's wish."""
    deck = open_deck("/?dataset=Two+spirals&epochs=60").ready()
    deck.speed(FASTEST)
    load = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        for _ in range(6):
            deck.press("play")
            deck.page.wait_for_timeout(ECHO_MS)
            deck.finished()
            deck.page.wait_for_timeout(ECHO_MS)
            assert deck.epoch() == 60
            assert deck.key("scrub").locator("input").input_value() == "60"
    finally:
        load.kill()
        load.wait()


def test_rewind_works_by_mouse_and_by_keys_and_what_it_is_set_to_is_no_wish(deck):
    deck.set("epochs", 40)
    deck.play_to_the_end()
    slider = deck.rewind()
    slider.press("Home")
    deck.says("Rewound to epoch 0 of 40")
    for _ in range(3):
        slider.press("ArrowRight")
    deck.says("Rewound to epoch 3 of 40")
    box = slider.bounding_box()
    deck.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    deck.says("Rewound to epoch 20 of 40")
    slider.evaluate("slider => { slider.value = 7; slider.max = 30 }")  # as a program sets it
    deck.page.wait_for_timeout(ECHO_MS)
    assert deck.epoch() == 20
    slider.press("Home")
    deck.says("Rewound to epoch 0 of 40")
    deck.press("reset")
    deck.ready()
    deck.key("scrub").locator("input[disabled]").wait_for()
    assert deck.key("scrub").locator("input").input_value() == "0"


def test_another_learning_rate_while_paused_goes_on_from_the_same_weights(deck):
    for _ in range(3):
        epoch = deck.epoch()
        deck.press("step")
        deck.says(f"Paused at epoch {epoch + 1}.")
    deck.set("learning_rate", 0.25)
    deck.wait_for_points(4, exactly=True)
    assert deck.epoch() == 3
    deck.press("step")
    deck.says("Paused at epoch 4.")
    deck.wait_for_points(5, exactly=True)
    losses = deck.losses()
    assert losses[:4] == printed(MLP)["losses"][:4]
    assert losses[4] != printed(MLP)["losses"][4]
    deck.play_to_the_end()
    assert deck.losses()[:5] == losses


def test_another_net_says_that_the_tape_starts_anew_until_it_is_played(open_deck):
    deck = open_deck().ready()
    for name, others in (("seed", ()), ("hidden_units", ("--seed", "7"))):
        deck.press("step")
        deck.says("Paused at epoch 1.")
        deck.set(name, 7)
        deck.says("the tape starts anew")
        deck.ready()
        assert deck.epoch() == 0
        assert deck.key("scrub").locator("input").input_value() == "0"
        deck.speed(2)
        deck.press("play")
        deck.page.get_by_text("the tape starts anew").wait_for(state="hidden")
        deck.wait_for_epoch(1)
        assert deck.paused() < 100
        deck.play_to_the_end()
        assert deck.losses() == printed(MLP, *others, f"--{name.replace('_', '-')}", "7")["losses"]
        deck.press("reset")
        deck.ready()


def test_from_mlp_to_rnn_and_back(open_deck):
    deck = open_deck().ready()
    assert deck.key("hidden").count() == 0
    deck.choose("dataset", "ten steps")
    deck.choose_net("RNN")
    deck.ready()
    deck.play_to_the_end()
    assert deck.losses() == printed(RNN, "--net", "rnn")["losses"]
    deck.wait_for_points(50, "hidden_chart", exactly=True)
    assert deck.chart("W_H_chart").count() == deck.chart("W_Y_chart").count() == 1
    assert deck.chart("W1_chart").count() == 0
    deck.choose_net("MLP")
    deck.ready()
    assert deck.key("hidden").count() == 0
    deck.play_to_the_end()
    assert deck.losses() == printed(RNN)["losses"]


def test_a_runaway_stops_keeps_what_was_well_and_says_what_to_try(deck):
    deck.set("learning_rate", "1e30")
    deck.press("play")
    deck.says("ran away")
    deck.says("Try a learning rate of")
    assert deck.n_points() == 1
    deck.set("learning_rate", "1")
    deck.press("reset")
    deck.ready()
    deck.play_to_the_end()
    assert deck.losses() == printed(MLP)["losses"]


def test_two_tabs_at_once_do_not_know_of_each_other(open_deck):
    first = open_deck().ready()
    second = open_deck("/?seed=3").ready()
    first.speed(2)
    first.press("play")
    first.wait_for_epoch(2)
    second.play_to_the_end()
    assert second.losses() == printed(MLP, "--seed", "3")["losses"]
    assert 2 <= first.epoch() < 100
    before = first.epoch()
    first.wait_for_epoch(before + 1)
    first.speed(FASTEST)
    first.finished()
    assert first.losses() == printed(MLP)["losses"]
    assert second.losses() == printed(MLP, "--seed", "3")["losses"]


def test_a_run_whose_trainer_is_killed_finishes_on_the_same_curve_with_a_calm_line(deck, server):
    deck.speed(5)
    deck.press("play")
    deck.wait_for_epoch(3)
    trainers = server.trainers()
    assert trainers
    for pid in trainers:
        os.kill(pid, signal.SIGKILL)
    deck.says("started again at epoch")
    deck.speed(FASTEST)
    deck.finished()
    assert deck.losses() == printed(MLP)["losses"]
    assert not set(server.trainers()) & set(trainers)


def test_where_something_on_the_way_answers_for_the_server_the_deck_still_moves(open_deck):
    deck = open_deck()
    deck.page.route("**/feed", lambda route: route.fulfill(body="<html>Please log in.</html>"))
    deck.ready()
    deck.speed(10)
    deck.press("play")
    deck.wait_for_points(10)
    assert deck.n_points() < 101
    deck.speed(FASTEST)
    deck.finished()
    assert deck.losses() == printed(MLP)["losses"]


def test_a_page_that_is_left_and_come_back_to_while_it_plays_moves_on(deck):
    deck.set("epochs", 500)  # so that it still plays however long the pages take
    deck.speed(10)
    deck.press("play")
    deck.wait_for_epoch(5)
    for name in ("Autodiff", "Deck"):
        deck.page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        deck.key("play").wait_for()
        deck.wait_for_epoch(deck.epoch() + 5)
    deck.speed(FASTEST)
    deck.finished()
    assert deck.losses() == printed(MLP, "--epochs", "500")["losses"]


def test_a_click_counts_though_others_come_before_and_after_it_at_once(deck):
    """The page is drawn anew for the first and the last; the one between asks for a part of it alone."""
    for epoch in range(1, 6):
        deck.page.evaluate(
            """async () => {
                for (const key of ["preset_Lecture", "step", "preset_Lecture"]) {
                    document.querySelector(`.st-key-${key} button`).click()
                    await new Promise(resolve => setTimeout(resolve))
                }
            }"""
        )
        deck.says(f"Paused at epoch {epoch}.")
        deck.still()
        deck.answered()
    deck.wait_for_points(6, exactly=True)
    assert deck.losses() == printed(MLP)["losses"][:6]
