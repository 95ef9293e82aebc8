"""The deck in the windows it is looked at in."""

import pytest


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080)])
def test_net_map_loss_and_confusion_of_the_lecture_are_in_view_at_once_and_end_in_line(open_deck, width, height):
    deck = open_deck(viewport={"width": width, "height": height}).ready().play_to_the_end()
    panels = {name: deck.key(name).bounding_box() for name in ("transport", "network", "decision", "loss", "confusion")}
    ends = {name: box["y"] + box["height"] for name, box in panels.items()}
    for name, box in panels.items():
        assert box["y"] >= 0, name
        assert ends[name] <= height, name
    assert ends["network"] == pytest.approx(ends["decision"], abs=1)
    assert ends["loss"] == pytest.approx(ends["confusion"], abs=1)
    assert panels["network"]["x"] < panels["decision"]["x"]


@pytest.mark.parametrize("large", [False, True])
def test_on_a_projector_the_numbers_stand_in_one_line_and_loss_and_map_are_in_view(open_deck, large):
    deck = open_deck("/?dataset=Two+spirals", viewport={"width": 1280, "height": 720}).ready()
    deck.key("preset_Modern").locator("button").click()
    deck.page.locator(".numbers-row > :nth-child(7)").wait_for()
    if large:
        deck.key("large").locator("label").first.click()
        deck.page.wait_for_function(
            "() => getComputedStyle(document.querySelector('.status-words')).fontSize === '18px'"
        )
    deck.answered()
    deck.play_to_the_end()
    assert len({round(box["y"]) for box in boxes(deck, ".numbers-row [data-testid=stMetricValue]")}) == 1
    bar, words = (boxes(deck, each)[0] for each in (".numbers-bar", ".status-words"))
    assert words["y"] >= bar["y"] + bar["height"]
    for name in ("transport", "loss", "decision"):
        box = deck.key(name).bounding_box()
        assert box["y"] + box["height"] <= 720, name
    if large:
        assert min(letters(deck)) >= 18


def boxes(deck, selector):
    return [each.bounding_box() for each in deck.page.locator(selector).all()]


def letters(deck):
    """The sizes in px of the letters of transport, loss and map."""
    return deck.page.evaluate(
        """() => ['transport', 'loss', 'decision'].flatMap(name =>
            [...document.querySelectorAll(`.st-key-${name} :is(p, label, text, button, span)`)]
            .filter(e => [...e.childNodes].some(each => each.nodeType === 3 && each.textContent.trim()))
            .filter(e => e.getBoundingClientRect().width && !e.closest('[data-testid=stIconMaterial]'))
            .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
    )
