"""A weight is set on the drawn net: by a click on its line, or from the keyboard."""

from urllib.parse import unquote


def test_what_if_a_weight_were_0_is_a_click_a_0_and_enter_and_undo_takes_it_back(open_deck):
    deck = open_deck("/").ready()
    deck.play_to_the_end()
    deck.says("Finished")
    page, net = deck.page, deck.key("network").locator(".net[data-lines]")
    deck.key("network").scroll_into_view_if_needed()
    net.wait_for()
    before, tip = deck.metric("Loss"), net.locator(".net-tip")
    box = net.bounding_box()
    for share in range(5, 95, 2):
        page.mouse.move(box["x"] + 0.25 * box["width"], box["y"] + share / 100 * box["height"])
        page.wait_for_timeout(30)
        if tip.is_visible() and tip.get_by_text("Click to change it").is_visible():
            break
    name = tip.inner_text().split()[0]
    page.mouse.down()
    page.mouse.up()
    field = net.get_by_label("New value")
    field.wait_for()
    page.keyboard.type("half")
    page.keyboard.press("Enter")
    net.get_by_text("“half” is no number").wait_for()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    field.wait_for(state="detached")
    deck.says(f"{name} set to 0 at epoch 100")
    deck.answered()
    assert deck.metric("Loss") != before
    row, column = name.removeprefix("W1[").removesuffix("]").split(",")
    page.wait_for_url(lambda url: f"changes=100:W1.{row}.{column}:0" in unquote(url))
    net.press("ArrowRight")
    net.press("ArrowRight")
    tip.get_by_text("Incoming").wait_for()
    tip.get_by_text("Rows with the largest output").wait_for()
    net.press("Enter")
    net.get_by_label("Weight", exact=True).wait_for()
    page.keyboard.press("Escape")
    field.wait_for(state="detached")
    deck.key("undo_network").get_by_role("button", name=f"Undo {name}").first.click()
    deck.key("undo_network").locator("button[disabled]").first.wait_for()
    page.wait_for_url(lambda url: "changes" not in url)
    deck.answered()
    assert deck.metric("Loss") == before
