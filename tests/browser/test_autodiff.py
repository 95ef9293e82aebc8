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
    assert number(deck, "Up") + number(deck, "Down") == pytest.approx(number(deck, "Left over"), abs=2e-6)
    first = tape_s(deck)
    assert number(deck, "Left over") == pytest.approx(-first, abs=1e-6)
    deck.press("step")
    deck.says("Paused at epoch 1.")
    deck.page.wait_for_function(
        "first => !document.querySelector('.st-key-part_pushes').innerText.includes(first)", arg=f"{first:+.6g}"
    )
    assert number(deck, "Left over") == pytest.approx(-tape_s(deck), abs=1e-6)


def test_a_part_opens_alone_by_its_address_and_the_deck_keeps_its_tape(open_deck):
    deck = open_deck("/autodiff?part=Who+pushes&net=RNN")
    deck.says("the sum of the 9 terms")
    assert deck.page.locator("[class*=st-key-part_]").count() == 1
    deck.press("step")
    deck.says("Paused at epoch 1.")
    deck.page.get_by_role("link", name="Deck").click()
    deck.says("Paused at epoch 1.")
    assert deck.value("epochs") == "100"


STRANGE = 'class,<b>x</b> [a](http://b.c),$y$ :red[z]\n"<i>no</i>",1,2\n"*ja*",2,1\n"*ja*",3,1.5\n"<i>no</i>",0,2.5\n'
PARTS = (
    "The number multiplied by hand",
    "That is saturation",
    "TensorFlow's own trace",
    "Tape and hand",
    "Both give the same gradient",
    "how far its losses reach back",
    "A step goes against the gradient",
    "every number for one row",
    "say what the next step will do",
)


@pytest.mark.parametrize("net", ["MLP", "RNN"])
def test_every_part_answers_on_a_file_with_strange_names(open_deck, net):
    deck = open_deck(f"/autodiff?net={net}")
    deck.upload(STRANGE, "strange.csv")
    deck.wait_for_text("4 rows, 2 features")
    for said in PARTS:
        in_time = net == "RNN" and said == "how far its losses reach back"
        deck.says("of them still reach the first step" if in_time else said)
    assert deck.page.locator("[class*=st-key-part_]").count() == len(PARTS)
    text = deck.page.locator(".stMain").inner_text()
    assert "could not be worked out" not in text
    assert deck.page.locator(".stMain b, .stMain i, .stMain a[href*='b.c']").count() == 0


def test_the_worksheet_prints_alone_and_has_its_answers_on_request(open_deck):
    deck = open_deck("/autodiff?part=One+update+by+hand")
    deck.says("To work out")
    sheet = deck.key("worksheet")
    assert "Answers" not in sheet.inner_text()
    deck.page.emulate_media(media="print")
    assert not deck.key("transport").is_visible()
    assert sheet.is_visible()
    assert len(deck.page.pdf()) > 10_000
    deck.page.emulate_media(media="screen")
    deck.key("update_answers").get_by_text("With the answers").click()
    deck.says("after the step")


def test_what_was_foreseen_is_revealed_by_the_step_itself(open_deck):
    deck = open_deck("/autodiff?part=Predict%2C+then+reveal")
    deck.says("The cost goes")
    for key, choice in (("predict_cost", "down"), ("predict_weight", "up"), ("predict_row", "right")):
        deck.key(key).get_by_text(choice, exact=True).click()
    deck.press("predict_reveal")
    deck.says("You said down. The cost went from")
    deck.says("Paused at epoch 1.")
