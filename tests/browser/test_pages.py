"""From page to page, and back after a reload."""

from tests.browser.app.data import go, lines
from tests.browser.app.deck import FASTEST
from tests.browser.app.server import ROOT, printed

RNN = ROOT / "sample_data" / "lecture_rnn.csv"


def test_everything_set_survives_a_change_of_page_and_the_tape_plays_on(deck):
    deck.choose("dataset", "ten steps")
    deck.choose_net("RNN")
    for name, value in (("epochs", 150), ("learning_rate", 0.5), ("hidden_units", 4), ("seed", 6)):
        deck.set(name, value)
    deck.ready()
    deck.speed(10)
    deck.key("log").locator("label").click()
    deck.press("play")
    deck.wait_for_epoch(3)
    go(deck, "Data")
    deck.page.get_by_text("10 rows, 2 columns").wait_for()
    go(deck, "Deck")
    deck.wait_for_epoch(5)
    assert "ten steps" in deck.chosen("dataset")
    assert deck.key("net").locator("[aria-checked=true]").inner_text() == "RNN"
    assert [float(deck.value(name)) for name in ("epochs", "learning_rate", "hidden_units", "seed")] == [150, 0.5, 4, 6]
    assert deck.key("speed").locator("input").get_attribute("aria-valuetext") == "10/s"
    assert deck.key("log").locator("input").is_checked()
    deck.speed(FASTEST)
    deck.finished()
    arguments = ("--net", "rnn", "--epochs", "150", "--learning-rate", "0.5", "--hidden-units", "4", "--seed", "6")
    assert deck.losses() == printed(RNN, *arguments)["losses"]
    go(deck, "Autodiff")
    deck.says("Finished")
    deck.page.wait_for_function("() => document.querySelector('.st-key-scrub input')?.value === '150'")


def test_the_address_takes_the_settings_to_somebody_else(open_deck):
    mine = open_deck().ready()
    mine.choose_net("RNN")
    mine.set("seed", 5)
    mine.set("learning_rate", 0.5)
    mine.ready()
    mine.page.wait_for_function("() => location.search.includes('seed=5') && location.search.includes('learning_rate')")
    path = mine.page.evaluate("location.pathname + location.search")
    theirs = open_deck(path).ready()
    theirs.play_to_the_end()
    arguments = ("--net", "rnn", "--seed", "5", "--learning-rate", "0.5")
    assert theirs.losses() == printed(ROOT / "sample_data" / "lecture_mlp.csv", *arguments)["losses"]


def test_an_address_with_nonsense_in_it_opens_on_what_makes_sense(open_deck):
    deck = open_deck(
        "/?net=cnn&epochs=-5&learning_rate=nan&seed=%3Cscript%3E&hidden_units=1e9&dataset=nothing&speed=-1"
    )
    deck.page.locator(".st-key-play button:not([disabled])").wait_for()
    assert deck.problem() == "Net must be one of mlp, rnn; found 'cnn'."
    deck.play_to_the_end()
    assert deck.losses() == printed(ROOT / "sample_data" / "lecture_mlp.csv")["losses"]


def test_an_address_may_name_settings_as_the_command_line_does_and_says_what_it_refuses_of_a_table_s(open_deck):
    deck = open_deck("/?dataset=Lecture%3A+ten+steps&net=rnn&cell=elman&hidden_units=0")
    assert deck.problem() == (
        "Hidden units must be a whole number from 1 to 512, or such a number for each of two to four layers, as in "
        "16x8; found '0'."
    )
    deck.page.wait_for_function("() => location.search.includes('net=RNN')")
    deck.ready()
    deck.play_to_the_end()
    assert deck.losses() == printed(RNN, "--net", "rnn", "--cell", "elman")["losses"]


def test_back_and_forward_take_one_step_each_and_bring_the_net_back_whole(deck):
    def entries():
        return deck.page.evaluate("history.length")

    deck.choose("dataset", "Two spirals")
    deck.page.wait_for_function("() => location.search.includes('Two+spirals')")
    deck.ready()
    before = entries()
    deck.press("preset_Modern")
    deck.page.wait_for_function("() => location.search.includes('GELU') || location.search.includes('gelu')")
    deck.ready()
    deck.set("epochs", 30)
    deck.page.wait_for_function("() => location.search.includes('epochs=30')")
    assert entries() == before + 1
    deck.play_to_the_end()
    losses = deck.losses()
    go(deck, "Data")
    deck.wait_for_points(1, "scatter_chart")
    deck.page.go_back()
    deck.finished()
    assert deck.losses() == losses
    deck.page.go_back()
    deck.page.wait_for_function("() => document.querySelector('.st-key-epochs input').value === '100'")
    deck.ready()
    assert deck.value("hidden_units") == "5"
    assert "Two spirals" in deck.chosen("dataset")
    deck.page.go_forward()
    deck.page.wait_for_function("() => document.querySelector('.st-key-epochs input').value === '30'")
    deck.finished()
    assert deck.losses() == losses
    deck.upload("y,x1,x2\na,1,2\nb,2,3\na,3,1\nb,1,1\n")
    deck.ready()
    deck.set("hidden_units", 7)
    deck.page.wait_for_function("() => location.search.includes('hidden_units=7')")
    deck.page.go_back()
    deck.finished()
    assert deck.losses() == losses
    deck.page.go_forward()
    deck.ready()
    assert "mine.csv" in deck.chosen("dataset")
    assert deck.value("hidden_units") == "7"


def test_an_address_of_a_table_that_is_gone_says_so(open_deck):
    deck = open_deck("/?dataset=Your+file%3A+%3Cb%3E*mine*%3C%2Fb%3E.csv")
    assert "asks for the table “Your file: <b>*mine*</b>.csv”, which is not here" in deck.problem()


def test_a_reload_in_mid_run_pauses_it_and_it_goes_on_from_there(deck):
    deck.set("seed", 9)
    deck.ready()
    deck.speed(20)
    deck.press("play")
    deck.wait_for_epoch(3)
    deck.page.reload()
    deck.says("Paused at epoch")
    assert deck.epoch() >= 1
    assert deck.value("seed") == "9"
    deck.play_to_the_end()
    assert deck.losses() == printed(ROOT / "sample_data" / "lecture_mlp.csv", "--seed", "9")["losses"]


def test_a_deep_link_opens_its_page_and_the_table_is_shown_as_it_was_read(open_deck):
    deck = open_deck("/data")
    deck.wait_for_text("9 rows, 3 columns")
    assert deck.key("play").count() == 0
    rows = lines(deck, "table")
    assert rows[0] == ["row", "line", "y", "x1", "x2"]
    assert rows[1:3] == [["1", "2", "ya", "-1", "-1"], ["2", "3", "ya", "-1", "1"]]
