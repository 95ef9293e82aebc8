"""The app as a visitor sees and handles it, in one tab of a browser."""

import re
from contextlib import contextmanager
from urllib.parse import urlsplit

FASTEST = "End"
SPEEDS = (2, 5, 10, 20, 50, 100, 1000)
ANSWERED = """() => {
    const state = document.querySelector("[data-testid=stApp]").dataset.testScriptState
    return state === "notRunning" && !document.querySelector("[data-stale=true]")
}"""
PROBES = ("/_stcore/health", "/_stcore/host-config")  # Streamlit's, which looks for its server below a deep link first


@contextmanager
def shared_tab(window, server, path="/"):
    """The app in a tab for several tests, of which each puts back what it changes."""
    logged = len(server.log())
    deck = Deck(window().new_page(), server).open(path)
    yield deck
    complaints = deck.complaints()
    deck.page.close()
    assert not complaints
    assert "Traceback" not in server.log()[logged:], server.log()[-3000:]


class Deck:
    """One tab, with everything it complained of kept."""

    def __init__(self, page, server):
        self.page = page
        self.server = server
        self._complaints = []
        self._asked = set()

        def hear(message):
            if message.type == "error" and not message.location["url"].endswith(PROBES):
                self._complaints.append(f"console: {message.text} {message.location['url']}")

        def dismiss(dialog):
            self._complaints.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        self._listeners = {
            "console": hear,
            "pageerror": lambda error: self._complaints.append(f"page error: {error}"),
            "dialog": dismiss,
            "request": lambda request: self._asked.add(urlsplit(request.url)),
            "websocket": lambda socket: self._asked.add(urlsplit(socket.url)),
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)

    def leave(self):
        """Hear nothing more of the tab, which another test will use."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)

    def complaints(self):
        """Errors of the console and the page, hosts asked that are not the server, and tracebacks on the page."""
        own = urlsplit(self.server.url).netloc
        strange = [url.geturl() for url in self._asked if url.scheme not in ("data", "blob") and url.netloc != own]
        text = self.page.locator("body").inner_text().splitlines()
        bad = [line for line in text if "Traceback" in line or "Something went wrong" in line]
        return [*self._complaints, *(f"asked {url}" for url in strange), *bad]

    def open(self, path="/"):
        """Go to the page and wait for its controls."""
        self.page.goto(self.server.url + path)
        self.key("net").wait_for(state="attached")
        return self

    def ready(self):
        """Wait until the trainer has looked at the net and the charts are drawn."""
        self.page.locator(".st-key-play button:not([disabled])").wait_for()
        self.says("Ready at the initial weights")
        self.wait_for_points(1, "loss_chart", exactly=True)
        return self

    def key(self, name):
        """The widget or panel of this key."""
        return self.page.locator(f".st-key-{name}")

    # the transport

    def press(self, name):
        """Click the button once it can be clicked."""
        self.key(name).locator("button:not([disabled])").first.click()

    def speed(self, choice):
        """Epochs a second, or FASTEST."""
        slider = self.key("speed").locator("input")
        slider.press("Home")
        if choice == FASTEST:
            slider.press("End")
        else:
            for _ in range(SPEEDS.index(choice)):
                slider.press("ArrowRight")
        shown = "as fast as it goes" if choice == FASTEST else f"{choice}/s"
        self.page.wait_for_function(
            "shown => document.querySelector('.st-key-speed input').getAttribute('aria-valuetext') === shown", arg=shown
        )
        self.answered()

    def play_to_the_end(self):
        """As fast as it goes, until it has finished and the last point is drawn."""
        self.speed(FASTEST)
        self.press("play")
        return self.finished()

    def finished(self):
        """Wait for the end of the run, its last point, and Play."""
        self.answered()  # a run that has ended before says the same
        self.says("Finished")
        self.page.locator(".st-key-play button:not([disabled])").wait_for()
        self.wait_for_points(self.epochs() + 1, "loss_chart", exactly=True)
        return self

    def rewind(self):
        """The slider of Rewind, once it can be moved and stands where the tape does: a key pressed before is lost."""
        slider = self.key("scrub").locator("input:not([disabled])")
        slider.wait_for()
        epoch = str(self.epoch())
        self.page.wait_for_function("epoch => document.querySelector('.st-key-scrub input').value === epoch", arg=epoch)
        return slider

    def metric(self, name):
        """What the number of this name says."""
        found = self.key("numbers").locator("[data-testid=stMetric]").filter(has_text=re.compile(f"^{name}"))
        return found.locator("[data-testid=stMetricValue]").inner_text().strip()

    def epoch(self):
        """The epoch the deck shows."""
        return int(re.match(r"[\d,]+", self.metric("Epoch")).group().replace(",", ""))

    def playing(self):
        """Wait until the page shows that it trains."""
        self.page.locator(".st-key-pause button:not([disabled])").wait_for()

    def paused(self):
        """Press Pause and wait until the trainer has ended the chunk it is in; the epoch it stands at."""
        self.press("pause")
        self.says("Paused at epoch")
        self.still()
        return self.epoch()

    def answered(self):
        """Wait until the server has dealt with what it was sent last, and the page has it."""
        self.page.wait_for_function(ANSWERED)

    def still(self):
        """Wait until no more is on its way."""
        self.key("numbers").locator("[aria-busy=false]").wait_for()

    def epochs(self):
        """The epochs that were asked for."""
        return int(self.value("epochs"))

    def wait_for_text(self, text):
        """Wait until the text is anywhere on the page, sidebar included."""
        self.page.wait_for_function("text => document.body.innerText.includes(text)", arg=text)

    def wait_for_epoch(self, epoch):
        """Wait until this epoch is reached."""
        self.page.wait_for_function(
            """epoch => {
                const metrics = [...document.querySelectorAll('.st-key-numbers [data-testid=stMetric]')]
                const metric = metrics.find(one => one.innerText.startsWith('Epoch'))
                const value = metric?.querySelector('[data-testid=stMetricValue]')?.innerText ?? ''
                return parseInt(value.replaceAll(',', '')) >= epoch
            }""",
            arg=epoch,
        )

    def says(self, text):
        """Wait until the page says this, not only what it told screen readers last, which may be of a run before."""
        self.page.locator(".stMain").get_by_text(text).and_(self.page.locator(":not(.status-told)")).first.wait_for()

    # the panels

    def chart(self, name="loss_chart"):
        """The plot of this name."""
        return self.page.locator(f'[data-figure="{name}"]')

    def n_points(self, name="loss_chart"):
        """How many points (or cells) are drawn."""
        return int(self.chart(name).get_attribute("data-n") or 0)

    def wait_for_points(self, n, name="loss_chart", *, exactly=False):
        """Wait until at least, or exactly, so many points are drawn."""
        self.page.wait_for_function(
            """([name, n, exactly]) => {
                const found = +(document.querySelector(`[data-figure="${name}"]`)?.dataset.n ?? -1)
                return exactly ? found === n : found >= n
            }""",
            arg=[name, n, exactly],
        )

    def losses(self):
        """The values drawn on the loss curve, from epoch 0 on."""
        return self.chart().evaluate("plot => Array.from(plot._fullData[0].y)")

    def axis(self, name="xaxis"):
        """The range the loss curve shows."""
        return self.chart().evaluate("(plot, name) => Array.from(plot._fullLayout[name].range)", name)

    def table(self):
        """The prediction table's rows, header first, as screen readers get them."""
        rows = self.key("predictions").locator("canvas table tr")
        rows.nth(1).wait_for(state="attached")
        return rows.evaluate_all("rows => rows.map(row => [...row.children].map(cell => cell.textContent))")

    def problem(self, about=""):
        """Wait for a refusal, of what is about this, and read it."""
        alert = self.page.locator('[data-testid="stAlertContentError"]').filter(has_text=about)
        alert.wait_for()
        return alert.locator("p").last.inner_text().strip()

    # the sidebar

    def value(self, name):
        """What the number field holds, once the page is drawn: until then there may be two of it."""
        self.answered()
        return self.key(name).locator("input").input_value()

    def set(self, name, value):
        """Put a number into its field; those under More are opened first."""
        if not self.key(name).is_visible():
            self.page.locator("section[data-testid=stSidebar]").get_by_text("More", exact=True).click()
        field = self.key(name).locator("input")
        field.fill(str(value))
        field.press("Enter")
        self.answered()

    def choose_net(self, name):
        """MLP or RNN."""
        self.key("net").get_by_text(name, exact=True).click()
        self.page.locator(f".st-key-net [aria-checked=true]:has-text('{name}')").wait_for()
        self.answered()

    def choose(self, key, text):
        """Take this choice from a list."""
        self.answered()  # a page that is drawn anew below an open list may close it
        self.key(key).locator("input, [role=combobox], button[aria-haspopup]").last.click()
        self.page.get_by_role("option").filter(has_text=text).first.click()
        self.answered()

    def chosen(self, key):
        """What the list stands at."""
        field = self.key(key).locator("input")
        return field.input_value() if field.count() else self.key(key).locator("[data-testid=stSelectbox]").inner_text()

    def upload(self, raw, name="mine.csv"):
        """Give the app a file."""
        raw = raw.encode() if isinstance(raw, str) else raw
        file = {"name": name, "mimeType": "text/csv", "buffer": raw}
        self.key("upload").locator("input[type=file]").set_input_files(file)

    def sidebar(self):
        """Everything the sidebar says."""
        return self.page.locator("section[data-testid=stSidebar]").inner_text()
