"""A page loaded anew has what it had; a copied tab has it too, and goes its own way; another visitor has nothing."""

from tests.browser.app.data import go, still, type_into, wait_for_sidebar
from tests.browser.app.deck import Deck

TABLE = "y,x1,x2\n" + "a,1,2\nb,2,1\na,3,3\nb,4,2\n"


def with_a_tape(deck):
    """An own table of which a cell was changed, a pinned run that was rewound, and a run before it."""
    deck.upload(TABLE)
    deck.page.wait_for_function("() => location.search.includes('mine.csv')")
    still(deck)
    deck.set("epochs", 40)
    deck.play_to_the_end()
    go(deck, "Data")
    deck.page.get_by_text("4 rows, 3 columns").wait_for()
    type_into(deck, 0, 1, "7.5")
    deck.page.get_by_text("The tape starts anew").wait_for()
    go(deck, "Deck")
    deck.ready()
    deck.play_to_the_end()
    deck.press("pin")
    deck.key("pin").get_by_role("button", name="Unpin").wait_for()
    deck.key("scrub").locator("input").fill("12")
    deck.says("Rewound to epoch 12 of 40")
    return deck


def test_a_page_loaded_anew_and_a_copied_tab_have_all_and_another_visitor_nothing(deck, window, open_deck):
    with_a_tape(deck)
    deck.page.wait_for_url(lambda url: url.endswith("at=12"))
    losses, address = deck.losses(), deck.page.url
    deck.page.reload()
    deck.says("Rewound to epoch 12 of 40")
    deck.wait_for_points(41, "loss_chart")
    assert deck.losses() == losses
    assert deck.page.url == address
    deck.key("pin").get_by_role("button", name="Unpin").wait_for()
    deck.key("put_back").wait_for()  # the run before
    secret = deck.page.evaluate("sessionStorage.getItem('tape-deck-secret')")
    assert len(secret) == 32
    assert secret not in deck.page.url
    assert secret not in deck.server.log()

    with deck.page.expect_popup() as opened:  # with what is in the tab's storage, as a tab that is duplicated
        deck.page.evaluate("window.open(location.href)")
    copied = Deck(opened.value, deck.server)
    copied.says("Rewound to epoch 12 of 40")
    assert copied.losses() == losses
    copied.page.wait_for_function(
        "secret => ![null, secret].includes(sessionStorage.getItem('tape-deck-secret'))", arg=secret
    )
    copied.choose("dataset", "Circle")
    copied.says("Ready at the initial weights")
    copied.page.close()
    assert deck.page.evaluate("sessionStorage.getItem('tape-deck-secret')") == secret
    deck.page.reload()
    deck.says("Rewound to epoch 12 of 40")
    wait_for_sidebar(deck, "4 rows, 2 features")

    deck.open("/?dataset=Circle&epochs=7")  # what an address asks for otherwise is shown, and all that was stays beside
    deck.page.wait_for_function("() => document.querySelector('.st-key-dataset input')?.value === 'Circle'")
    deck.ready()
    assert deck.epochs() == 7
    deck.choose("dataset", "mine.csv")
    wait_for_sidebar(deck, "4 rows, 2 features")

    other = open_deck().ready()
    assert other.page.evaluate("sessionStorage.getItem('tape-deck-secret')") not in (secret, None)
    other.page.evaluate("sessionStorage.setItem('tape-deck-secret', 'A'.repeat(32))")  # guessed
    other.page.reload()
    other.ready()
    assert "mine.csv" not in other.sidebar()


def test_what_is_remembered_is_opened_again_in_another_tab_and_what_is_forgotten_nowhere(deck, open_deck):
    deck.upload(TABLE)
    deck.page.wait_for_function("() => location.search.includes('mine.csv')")
    deck.page.get_by_text("Kept for you").click()
    deck.key("remember").get_by_text("Remember on this computer").click()
    deck.page.wait_for_function("() => localStorage.getItem('tape-deck-remembered')")
    other = open_deck()
    other.key("kept_for_you").get_by_text("Kept for you").click()
    other.press("open_again")
    wait_for_sidebar(other, "4 rows, 2 features")
    other.says("This tab is the one that is remembered on this computer now")
    deck.says("Another tab of this browser is remembered on this computer now")
    assert not deck.key("remember").locator("input").is_checked()
    deck.answered()
    deck.key("remember").get_by_text("Remember on this computer").click()  # and now this one is, without its work lost
    other.says("Another tab of this browser is remembered on this computer now")
    other.answered()
    other.key("forget_me").get_by_text("Forget me").click()
    other.press("forget_me_now")
    other.page.wait_for_function("() => !localStorage.getItem('tape-deck-remembered')")
    other.ready()
    assert "mine.csv" not in other.sidebar()
    deck.says("In another tab of this browser it was chosen that nothing is remembered")
    deck.page.reload()  # what another tab holds is its own
    wait_for_sidebar(deck, "4 rows, 2 features")


def test_a_link_opened_in_a_tab_that_has_a_tape_gives_what_it_gives_anywhere(open_deck):
    deck = open_deck("/?at=20")
    deck.says("Paused at epoch 20.")
    deck.wait_for_points(21, exactly=True)
    before = deck.losses()
    deck.open("/?learning_rate=2&at=10")
    deck.says("Paused at epoch 10.")
    elsewhere = open_deck("/?learning_rate=2&at=10")
    elsewhere.says("Paused at epoch 10.")
    deck.wait_for_points(11, exactly=True)
    elsewhere.wait_for_points(11, exactly=True)
    assert deck.losses() == elsewhere.losses() != before[:11]
    deck.key("put_back").wait_for()  # the run before
    deck.open("/?learning_rate=2&at=15")
    deck.wait_for_points(16, exactly=True)


def test_a_secret_in_the_tab_that_is_none_is_let_go(open_deck):
    deck = open_deck().ready()
    deck.page.evaluate("sessionStorage.setItem('tape-deck-secret', 'A'.repeat(5000))")
    deck.page.reload()
    deck.ready()
    deck.page.wait_for_function("() => sessionStorage.getItem('tape-deck-secret').length === 32")


def test_a_saved_tape_opened_elsewhere_is_the_same_screen_and_a_damaged_one_is_refused(deck, open_deck):
    with_a_tape(deck)
    with deck.page.expect_download() as download:
        deck.press("save_tape")
    assert download.value.suggested_filename == "mine-mlp-epoch-12.tape.zip"
    raw = download.value.path().read_bytes()
    other = open_deck("/data")
    other.wait_for_points(1, "scatter_chart")
    other.upload(raw[: len(raw) // 2], "half.tape.zip")
    assert "half.tape.zip: This saved tape is damaged" in other.problem("half")
    other.upload(raw, "mine.tape.zip")
    other.page.get_by_text("have the same losses to the last bit").wait_for()
    wait_for_sidebar(other, "4 rows, 2 features")
    go(other, "Deck")
    other.says("Rewound to epoch 12 of 40")
    other.wait_for_points(41, "loss_chart")
    assert other.losses() == deck.losses()
    assert other.epochs() == 40
    other.key("pin").get_by_role("button", name="Unpin").wait_for()
