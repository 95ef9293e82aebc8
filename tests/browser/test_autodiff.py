"""The Autodiff page: the net on the deck, taken apart at the epoch it stands at."""

import re

import pytest


def number(deck, name):
    """The number under this name in the part "Who pushes"."""
    found = deck.key("pushes_sums").locator("[data-testid=stMetric]").filter(has_text=re.compile(f"^{name}"))
    return float(found.locator("[data-testid=stMetricValue]").inner_text().replace("−", "-").replace(",", ""))


def tape_s(deck):
    """The tape's gradient, as the page says it."""
    text = deck.key("part_pushes").inner_text()
    return float(re.search(r"tape's gradient of it is ([-+\d.e]+)", text).group(1))


def test_the_pushes_of_all_rows_leave_over_the_tape_s_gradient_at_the_epoch_shown(open_deck):
    deck = open_deck("/autodiff?part=Who+pushes")
    deck.says("the sum of the 9 terms")
    assert number(deck, "Up") + number(deck, "Down") == pytest.approx(number(deck, "Sum"), abs=2e-6)
    first = tape_s(deck)
    assert number(deck, "Sum") == pytest.approx(-first, abs=1e-6)
    deck.press("step")
    deck.says("Paused at epoch 1.")
    deck.page.wait_for_function(
        "first => !document.querySelector('.st-key-part_pushes').innerText.includes(first)", arg=f"{first:+.6g}"
    )
    assert number(deck, "Sum") == pytest.approx(-tape_s(deck), abs=1e-6)


def test_a_part_opens_by_its_address_stands_alone_and_the_deck_keeps_its_tape(open_deck):
    deck = open_deck("/autodiff?part=Who+pushes&net=RNN")
    deck.says("the sum of the 9 terms")
    assert deck.page.locator("[class*=st-key-part_]").count() == 1
    deck.press("open_pushes")
    deck.key("alone").wait_for()
    heading = deck.key("alone").get_by_role("heading").bounding_box()
    assert heading["y"] < deck.key("transport").bounding_box()["y"]
    assert heading["y"] < 200
    deck.press("open_pushes")
    deck.key("part").get_by_text("Through time").click()
    deck.says("of them still reach the first step")
    deck.page.wait_for_function("() => location.search.includes('part=Through')")
    deck.press("step")
    deck.says("Paused at epoch 1.")
    deck.page.get_by_role("link", name="Deck").click()
    deck.says("Paused at epoch 1.")
    assert deck.value("epochs") == "100"


STRANGE = 'class,<b>x</b> [a](http://b.c),$y$ :red[z]\n"<i>no</i>",1,2\n"*ja*",2,1\n"*ja*",3,1.5\n"<i>no</i>",0,2.5\n'
PARTS = (
    "The product of the factors",
    "That is saturation",
    "TensorFlow's own trace",
    "Tape and formula",
    "Both give the same gradient",
    "how far its losses reach back",
    "A step goes against the gradient",
    "To work out",
    "The step from epoch 0 to 1",
)


INSTEAD = {
    "RNN": {"how far its losses reach back": "of them still reach the first step"},
    "MLP&activation=tanh&output=sigmoid": {"That is saturation": "Choose the output softmax, or softmax for"},
}


@pytest.mark.parametrize("net", ["MLP", *INSTEAD])
def test_every_part_answers_on_a_file_with_strange_names(open_deck, net):
    deck = open_deck(f"/autodiff?part=All+parts&net={net}")
    deck.upload(STRANGE, "strange.csv")
    deck.wait_for_text("4 rows, 2 features")
    for said in PARTS:
        deck.says(INSTEAD.get(net, {}).get(said, said))
    assert deck.page.locator("[class*=st-key-part_]").count() == len(PARTS)
    text = deck.page.locator(".stMain").inner_text()
    assert "could not be worked out" not in text
    assert deck.page.locator(".stMain b, .stMain i, .stMain a[href*='b.c']").count() == 0


def test_the_tape_goes_on_and_back_by_hand_and_plays_to_its_end(open_deck):
    deck = open_deck("/autodiff?part=The+tape")
    deck.says("Forward, 1 of 16")
    deck.says("Ready at the initial weights")
    deck.press("tape_next")
    deck.says("Forward, 2 of 16")
    deck.press("tape_loss")
    deck.says("Forward, 16 of 16")
    deck.press("tape_next")
    deck.says("Backward, 1 of 13")
    deck.press("tape_play")
    deck.says(re.compile(r"Backward, ([3-9]|1\d) of 13"))
    deck.press("tape_play")
    deck.page.locator(".st-key-tape_play button", has_text="Play").first.wait_for()
    deck.press("tape_first")
    deck.says("Forward, 1 of 16")
    deck.press("tape_end")
    deck.says("Backward, 13 of 13")
    deck.page.wait_for_timeout(1500)
    deck.says("Backward, 13 of 13")


def test_the_worksheet_prints_alone_and_has_its_answers_on_request(open_deck):
    deck = open_deck("/autodiff?part=All+parts")
    deck.says("To work out")
    sheet = deck.key("worksheet")
    assert "Answers" not in sheet.inner_text()
    deck.page.evaluate("() => { window.print = () => { window.printed = document.body.className } }")
    deck.key("update_print").get_by_role("button").click()
    assert "prints-worksheet" in deck.page.evaluate("window.printed")
    deck.page.emulate_media(media="print")
    assert not deck.key("transport").is_visible()
    assert not deck.key("part_chain").is_visible()
    assert sheet.is_visible()
    deck.page.emulate_media(media="screen")
    deck.key("update_answers").get_by_text("With the answers").click()
    sheet.get_by_text("Answers", exact=True).wait_for(state="attached")


def test_a_prediction_is_revealed_by_the_step_itself(open_deck):
    deck = open_deck("/autodiff?part=Predict%2C+then+reveal")
    deck.says("The step from epoch 0 to 1")
    deck.key("predict_cost_0").get_by_text("down", exact=True).click()
    deck.key("predict_sign_0").get_by_text("positive", exact=True).click()
    deck.choose("predict_flips_0", "none flips")
    deck.press("predict_reveal")
    deck.says("You said down. The loss went")
    deck.says("The step from epoch 1 to 2")
    assert deck.page.locator(".st-key-predict_cost_1 input:checked").count() == 0


def test_every_part_follows_while_it_plays(open_deck):
    deck = open_deck("/autodiff?part=All+parts")
    deck.says("Ready at the initial weights")
    deck.page.get_by_text("One update by hand").first.wait_for()
    deck.speed(2)
    before = {key: deck.key(f"part_{key}").inner_text() for key in ("chain", "ways", "pushes")}
    deck.press("play")
    for key, text in before.items():  # what is off the screen follows once the tape rests
        deck.key(f"part_{key}").scroll_into_view_if_needed()
        deck.page.wait_for_function(
            "([key, before]) => document.querySelector(`.st-key-part_${key}`).innerText !== before", arg=[key, text]
        )
    assert deck.epoch() < 100
    deck.press("pause")
