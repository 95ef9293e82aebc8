"""Kills server, trainer and reader at random moments, and looks whether all that the page had said is there afterwards.

No test, since a round takes some seconds:
`python -m tests.browser.app.kills --server 100 --trainer 100 --reader 100`
"""

import argparse
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from nets.training.engine.xla_flags import set_flags
from tests.browser.app.data import STILL, go, lines, type_into
from tests.browser.app.deck import Deck
from tests.browser.app.known_losses import EPOCHS, losses_of, table
from tests.browser.app.server import Server
from tests.browser.conftest import ARGUMENTS, DESKTOP
from tests.processes.processes import children

chance = random.Random()  # noqa: S311 - of moments, not of secrets
KINDS = ("server", "trainer", "reader")
LATEST_S = 4.0  # after a round has begun
LATEST_READ_S = 1.2  # of a large file
PATIENCE_S = 60.0
GREATEST = 7  # of x1, where no cell was changed
CHOSEN = "(document.querySelector('.st-key-dataset input')?.value ?? '')"
WORDS = "(document.querySelector('.stMain .status-words')?.textContent ?? '')"
STANDS = f"/^(Ready at|Paused at epoch)/.test({WORDS})"
EPOCH = re.compile(r"Paused at epoch ([\d,]+)\.")
MAIN = "document.querySelector('.stMain').textContent"


def enabled(key):
    return f"!!document.querySelector('.st-key-{key} button:not([disabled])')"


class Killed(Exception):
    """The moment has come."""


@dataclass
class Said:
    """What the page has said; what it was asked for since may be there or not."""

    table: int = 0
    asked_table: int = 0
    edit: int = 0
    asked_edit: int = 0
    epoch: int = 0
    plays: bool = False


class Rounds:
    """One tab, and what is killed behind it."""

    def __init__(self, page, server):
        self.deck, self.server, self.said = Deck(page, server), server, Said()
        self.over = threading.Event()
        self.n_tables = self.n_edits = self.n_said = 0

    def begin(self):
        """Put a table on the deck, which shows the one panel that is looked at."""
        self.deck.open("/?panels=loss").ready()
        self.upload()
        self.deck.set("epochs", EPOCHS)

    def until(self, true):
        """Wait until this is so, or the moment has come."""
        end = time.monotonic() + PATIENCE_S
        while not true():
            if self.over.is_set():
                raise Killed
            if time.monotonic() > end:
                raise TimeoutError(f"in vain, after {self.said}")
            time.sleep(0.05)

    def page_says(self, expression):
        self.until(lambda: self.deck.page.evaluate(expression))

    def still(self):
        """Wait until the page has been drawn, and is not being drawn anew."""
        self.deck.page.evaluate("window.stillSince = undefined")
        self.page_says(f"({STILL})()")

    def press(self, key):
        self.page_says(enabled(key))
        self.deck.press(key)

    def upload(self):
        self.still()  # a file that is given while the page is drawn anew is lost, as no person's is
        self.n_tables += 1
        n = self.said.asked_table = self.n_tables
        self.deck.upload(table(n), f"t{n}.csv")
        self.page_says(f"{CHOSEN}.endsWith('t{n}.csv')")
        self.said = Said(table=n, asked_table=n)

    def edit(self):
        """The range of the column says that the server has the cell, which the table shows before."""
        self.n_edits += 1
        n = self.said.asked_edit = 10 + self.n_edits % 80
        type_into(self.deck, 0, 1, str(n))
        self.until(lambda: self.greatest() == n)
        self.said.edit, self.said.epoch = n, 0

    def greatest(self):
        """Of the column x1, as the panel of columns says."""
        return int(lines(self.deck, "columns")[2][-1].split(" to ")[1].split(",")[0].split()[0])

    def play(self):
        """Some epochs; what is shown of them at the end is not before what was shown on the way."""
        self.said.plays = True
        self.press("play")
        self.page_says(f"{enabled('pause')} && !{STANDS}")
        time.sleep(chance.uniform(0, 0.5))
        shown = self.deck.epoch()
        self.press("pause")
        self.page_says(STANDS)
        words = EPOCH.match(self.deck.page.evaluate(WORDS))
        self.said.epoch, self.said.plays = int(words[1].replace(",", "")) if words else 0, False
        assert self.said.epoch >= shown, f"{shown} was shown before {self.said}"

    def go_where(self, kind):
        """The page on which this is done, its trainer there."""
        go(self.deck, "Data" if kind == "edit" else "Deck")
        if kind == "edit":
            self.deck.page.get_by_text("8 rows, 3 columns").wait_for()
        else:
            self.page_says(f"{enabled('play')} && {STANDS}")
        self.still()

    def do_until_killed(self, kill, *, is_cut_off):
        """Something is done again and again until the moment has come; where that does not cut off what is being done,
        it has to come to its end.
        """
        kind = chance.choice(("upload", "edit", "play"))
        self.over.clear()
        self.go_where(kind)
        is_killed = threading.Event()

        def end():
            kill()
            is_killed.set()
            if is_cut_off:
                self.over.set()

        clock = threading.Timer(chance.uniform(0.05, LATEST_S), end)
        clock.start()
        if is_cut_off:  # nothing that is waited for on the page comes any more
            self.deck.page.set_default_timeout(LATEST_S * 1000)
        try:
            while not is_killed.is_set():
                getattr(self, kind)()
                self.n_said += 1
        except Killed:
            pass
        except (Error, TimeoutError, ValueError, IndexError):
            if not (is_cut_off and self.over.wait(LATEST_S)):
                raise
        finally:
            clock.join()
            self.deck.page.set_default_timeout(PATIENCE_S * 1000)
        self.over.clear()
        return kind

    def look(self):
        """Whether all that was said is there."""
        said, deck = self.said, self.deck
        deck.page.locator(".st-key-dataset input").wait_for()
        chosen = deck.page.evaluate(CHOSEN)
        there = [n for n in (said.asked_table, said.table) if f"t{n}.csv" in chosen]
        assert there, f"{chosen}, and not {said}"
        if there[0] != said.table:
            self.said = said = Said(table=there[0], asked_table=there[0])
        if said.asked_edit:
            go(deck, "Data")
            deck.page.get_by_text("8 rows, 3 columns").wait_for()
            self.still()
            found = self.greatest()
            assert found in (said.asked_edit, said.edit or GREATEST), f"{found}, and not {said}"
            found = 0 if found == GREATEST else found
            if found != said.edit:
                said.epoch, said.plays = 0, False
            said.edit = said.asked_edit = found
        go(deck, "Deck")
        self.page_says(enabled("play"))
        self.still()
        epoch = deck.epoch()
        assert epoch == said.epoch or (said.plays and epoch > said.epoch), f"epoch {epoch}, and not {said}"
        said.epoch, said.plays = epoch, False
        assert deck.epochs() == EPOCHS
        self.look_at_losses()

    def look_at_losses(self):
        """They are those of the table, to the last bit."""
        said, deck = self.said, self.deck
        deck.wait_for_points(said.epoch + 1, "loss_chart", exactly=True)
        found, wanted = deck.losses(), losses_of(said.table, said.edit, said.epoch)
        assert found == wanted, f"{found[:2]} ... {found[-2:]}, not {wanted[:2]} ... {wanted[-2:]}: {said}"

    def kill_server(self):
        """What was said is there when it has been started again and the page is loaded anew."""
        kind = self.do_until_killed(lambda: os.kill(self.server.pid, signal.SIGKILL), is_cut_off=True)
        self.server.start_again()
        self.deck.page.reload()
        self.look()
        return kind

    def kill_trainer(self):
        """What was said is there, what is being done comes to its end, and a step goes on with the same losses."""

        def kill():
            for pid in self.server.trainers():
                os.kill(pid, signal.SIGKILL)

        self.upload()
        self.page_says(STANDS)
        kind = self.do_until_killed(kill, is_cut_off=False)
        self.look()
        self.press("step")
        self.said.epoch += 1
        self.page_says(f"{WORDS}.startsWith('Paused at epoch {self.said.epoch:,}.')")
        self.still()
        self.look_at_losses()
        return kind

    def kill_reader(self):
        """A file is read while its reader is killed: it is taken, or refused and all is as it was."""
        kind = chance.choice(("upload", "edit", "play"))
        self.go_where(kind)
        getattr(self, kind)()
        self.n_said += 1
        self.n_tables += 1
        name = f"large{self.n_tables}.csv"
        rows = "\n".join(f"{'ab'[i % 2]},{i},{i * self.n_tables % 89}" for i in range(200_000))
        self.deck.upload(f"y,x1,x2\n{rows}\n", name)
        time.sleep(chance.uniform(0, LATEST_READ_S))
        for pid, command in children(self.server.pid):
            if "csv_process.worker" in command:
                os.kill(pid, signal.SIGKILL)
        is_taken = f"{CHOSEN}.endsWith('{name}')"
        broke_off = (
            f"{MAIN}.includes('{name}: Reading this file broke off')"  # what is said of one before may still stand
        )
        self.page_says(f"{is_taken} || {broke_off}")
        if self.deck.page.evaluate(is_taken):
            self.upload()
            return f"{kind}, file taken"
        self.look()
        return f"{kind}, file refused"


def tried(rounds, kind):
    """How a round ended, in a word or two, and whether all was there."""
    try:
        return getattr(rounds, f"kill_{kind}")(), True
    except (AssertionError, Error, TimeoutError, ValueError, IndexError):
        traceback.print_exc()
        print(rounds.said, rounds.server.log()[-2000:], file=sys.stderr, flush=True)
        return "", False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for kind in KINDS:
        parser.add_argument(f"--{kind}", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance.seed(arguments.seed)
    set_flags()  # as trainers have them
    folder, n_lost = Path(tempfile.mkdtemp()), 0
    with sync_playwright() as playwright, Server(folder / "log.txt") as server:
        browser = playwright.chromium.launch_persistent_context(  # which keeps compiled scripts
            folder / "profile", executable_path=shutil.which("chromium"), args=ARGUMENTS, **DESKTOP
        )

        def begun():
            page = browser.new_page()
            page.set_default_timeout(PATIENCE_S * 1000)
            rounds = Rounds(page, server)
            rounds.begin()
            return rounds

        rounds = begun()
        for kind in KINDS:
            counts = Counter()
            for n in range(1, getattr(arguments, kind) + 1):
                began, n_said = time.monotonic(), rounds.n_said
                how, is_kept = tried(rounds, kind)
                counts["kept" if is_kept else "lost"] += 1
                told = f"{how}, {rounds.n_said - n_said} said before" if is_kept else "LOST"
                print(f"{kind} {n}: {told}, {time.monotonic() - began:.1f} s; {dict(counts)}", flush=True)
                if not is_kept:
                    n_lost += 1
                    rounds.deck.page.close()
                    server.start_again()
                    rounds = begun()
        browser.close()
    shutil.rmtree(folder)
    return 1 if n_lost else 0


if __name__ == "__main__":
    sys.exit(main())
