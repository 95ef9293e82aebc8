"""What is taken from the deck stands for itself: pictures with title and font, a report that fetches nothing."""

import re

HOSTILE = "<img src=x onerror=alert(1)>"
TABLE = f'"{HOSTILE}",x,</style><script>alert(2)</script>\n' + "".join(
    f"{'ya' if i % 2 else HOSTILE},{i},{i % 3}\n" for i in range(12)
)


def saved(page, click):
    """The text of the file that the click saves."""
    with page.expect_download() as download:
        click()
    return download.value.suggested_filename, download.value.path().read_text(encoding="utf-8")


def picture_dialog(deck, name):
    """Ask for a picture of this chart."""
    chart = deck.chart(name)
    chart.scroll_into_view_if_needed()
    chart.hover()
    chart.get_by_label("Save as a picture").click()
    dialog = deck.page.get_by_role("dialog", name="Save as a picture")
    dialog.wait_for()
    return dialog


def test_a_chart_is_saved_as_svg_with_its_title_and_font_on_the_ground_that_is_chosen(finished):
    dialog = picture_dialog(finished, "loss_chart")
    dialog.get_by_label("Width").fill("640")
    shown = dialog.get_by_label("Title").input_value()
    dialog.get_by_label("Title").fill(f"{shown}, beside a run of a smaller learning rate and more units")
    dialog.get_by_label("Background").select_option("dark")
    name, svg = saved(finished.page, dialog.get_by_role("button", name="Save").click)
    assert name == "tape-deck-loss-epoch-100.svg"
    assert 'width="640"' in svg
    assert "Loss: mean −log p, nats, epoch 100" in svg
    assert len(re.findall(r'<tspan class="line"', svg.split('class="gtitle"')[1].split("</text>")[0])) == 2
    assert "@font-face" in svg
    assert re.search(r"rgb\(19, 22, 25\)|#131619", svg)
    dialog.wait_for(state="detached")


def test_a_chart_at_six_epochs_is_one_picture_and_the_tape_goes_back_to_where_it_was(finished):
    dialog = picture_dialog(finished, "confusion_chart")
    dialog.get_by_label("What").select_option("strip")
    _, svg = saved(finished.page, dialog.get_by_role("button", name="Save").click)
    assert re.findall(r"Epoch (\d+)<", svg) == ["0", "20", "40", "60", "80", "100"]
    first, *_, last = svg.split('<svg x="')[1:]
    assert "✗ 4" in first
    assert "✗" not in last
    finished.says("Finished")
    assert finished.epoch() == 100


def test_no_report_is_made_of_epochs_that_pass_and_one_of_the_epoch_at_which_it_is_paused(open_deck):
    deck = open_deck("/?epochs=2000").ready()
    deck.speed(20)
    deck.press("play")
    deck.key("report").locator("button:disabled").wait_for()
    epoch = deck.paused()
    deck.key("report").locator("button:not([disabled])").wait_for()
    name, html = saved(deck.page, deck.key("report").locator("button").click)
    assert name == f"tape-deck-lecture-mlp-csv-mlp-epoch-{epoch}.html"
    assert f">{epoch:,} of 2,000<" in html
    assert "does not carry your table" not in html


def test_a_report_opens_without_a_network_and_texts_of_the_table_stay_texts(open_deck):
    deck = open_deck().ready()
    deck.upload(TABLE)
    deck.wait_for_text("12 rows")
    deck.key("report").locator("button:not([disabled])").wait_for()
    deck.answered()
    _, html = saved(deck.page, deck.key("report").locator("button").click)
    assert "<img src=x" not in html
    assert "<script" not in html
    assert "Confusion: label by prediction" in html
    assert "The address does not carry your table" in html
    page = deck.page.context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(html)
    assert page.get_by_text(HOSTILE).count()
    assert [url for url in asked if not url.startswith("data:")] == []
    page.close()
