"""Names and texts of a file that would be markup, links, formulas or programs: shown as they are, everywhere."""

from tests.browser.app.data import go, lines, pick, still, wait_for_sidebar

NASTY = [
    "https://e.example/a",
    "www.e.example",
    "me@e.example",
    "<b>bold</b><img src=//e.example onerror=hit()>",
    "[l](//e.example) ![](//e.example)",
    "$x^2$ :red[r] :material/home: `c`",
    "\u202egnirts",
    "😀 :smile: **q**",
    "=1+1",
    "n" * 10_000,
]
# What these would have become, had any of them been taken for markup.
BECOME = """() => {
    const text = (css, words) => [...document.querySelectorAll(css)].filter(e => words.includes(e.textContent.trim()))
    const inside = (css, part) => [...document.querySelectorAll(css)].filter(e => e.outerHTML.includes(part))
    return [
        ...inside("a, img, iframe, script, link, style, form, object, embed, svg image", "e.example"),
        ...text("b, i, em, strong, u, s, code, h1, h2, li, [style*=bold]", ["bold", "f", "q", "c"]),
        ...text("span", ["r", "home", "😄"]),
        ...inside(".katex", "x^2"),
    ].map(e => e.outerHTML.slice(0, 200))
}"""


def became_nothing(deck):
    """Nothing of the file is an element of its own, and nothing is wider than the window."""
    still(deck)
    assert deck.page.evaluate(BECOME) == []
    assert deck.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_names_and_texts_of_a_file_are_shown_as_they_are_and_become_nothing_else(data):
    header = ",".join(["y", *(f'"{name}"' for name in NASTY)])
    rows = [",".join([NASTY[i % 10], *(str((i * k) % 7) for k in range(1, len(NASTY) + 1))]) for i in range(20)]
    data.upload("\n".join([header, *rows]) + "\n", "www.e.example <i>f</i> **q**.csv")
    data.page.get_by_text("20 rows, 11 columns").wait_for()
    still(data)
    shown = [line[0] for line in lines(data, "columns")[1:]]
    assert shown[:5] == ["y", *NASTY[:4]]
    assert [line[2] for line in lines(data, "table")[1:5]] == NASTY[:4]
    became_nothing(data)
    pick(data, "label", NASTY[0])
    assert data.chosen("label") == NASTY[0]
    became_nothing(data)
    pick(data, "label", "y")
    pick(data, "choice_left_out", "1+1")
    wait_for_sidebar(data, "20 rows, 9 features")
    became_nothing(data)
    for net, last in (("MLP", "pushes_chart"), ("RNN", "time_reach")):
        data.choose_net(net)
        go(data, "Deck")
        data.ready()
        became_nothing(data)
        data.play_to_the_end()
        became_nothing(data)
        go(data, "Autodiff")
        data.key("part").get_by_text("All parts").click()
        data.key("part_time").scroll_into_view_if_needed()
        data.wait_for_points(1, last)
        if not data.key("update_answers").locator("input").is_checked():
            data.key("update_answers").get_by_text("With the answers").click()
        data.key("worksheet").get_by_text("Answers", exact=True).wait_for(state="attached")
        sheet = data.key("worksheet").inner_text()
        assert all(name[:20] in sheet for name in NASTY)
        became_nothing(data)
    go(data, "Data")
    data.wait_for_points(1, "scatter_chart")
    became_nothing(data)
