"""Kills server, trainer and reader at random moments, and looks whether all that the page had said is there afterwards.

No test, since a round takes ten seconds and more:
`python -m tests.browser.app.kills --server 100 --trainer 100 --reader 100`
"""

import argparse
import os
import random
import shutil
import signal
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from nets.data.csv.parse import read
from nets.data.prepare.split import prepared
from nets.data.prepare.suggest import suggested_options
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.engine.xla_flags import set_flags
from nets.training.protocol.examples import examples_of
from tests.browser.app.data import go, lines, still, type_into
from tests.browser.app.deck import Deck
from tests.browser.app.server import Server
from tests.browser.conftest import ARGUMENTS, DESKTOP
from tests.processes.processes import children

chance = random.Random()  # noqa: S311 - of moments, not of secrets
LATEST_S = 4.0  # after a round has begun
PATIENCE_S = 90.0
CHOSEN = "(document.querySelector('.st-key-dataset input')?.value ?? '')"
WORDS = "(document.querySelector('.stMain')?.innerText ?? '')"


def table(n):
    """A table that no other round has."""
    return "\n".join(["y,x1,x2", *(f"{'ab'[i % 2]},{i},{i * n % 7}" for i in range(8))]) + "\n"


@cache
def losses_of(n):
    """What a net of the preset Lecture has for losses on it."""
    made = read(table(n).encode(), name="t.csv")
    ready = prepared(made, Settings(), options=suggested_options(made)[0])
    run = Run(Settings(epochs=100_000), examples_of(ready, Settings()))
    return run.advance(1000)[:, 0, 0].tolist()


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

    def begin(self):
        """Put a table on the deck."""
        self.deck.open().ready()
        self.upload(1)
        self.deck.set("epochs", 100_000)

    def until(self, true):
        """Wait until this is so, or the moment has come."""
        end = time.monotonic() + PATIENCE_S
        while not true():
            if self.over.is_set():
                raise Killed
            if time.monotonic() > end:
                raise TimeoutError(f"in vain, after {self.said}")
            time.sleep(0.01)

    def page_says(self, expression):
        self.until(lambda: self.deck.page.evaluate(expression))

    def upload(self, n):
        self.said.asked_table = n
        self.deck.upload(table(n), f"t{n}.csv")
        self.page_says(f"{CHOSEN}.endsWith('t{n}.csv')")
        self.said = Said(table=n, asked_table=n)

    def edit(self, n):
        """The range of the column says that the server has the cell, which the table shows before."""
        self.said.asked_edit = n
        type_into(self.deck, 0, 1, str(n))
        self.until(lambda: self.greatest() == n)
        self.said.edit, self.said.epoch, self.said.plays = n, 0, False

    def greatest(self):
        """Of the column x1, as the panel of columns says."""
        return int(lines(self.deck, "columns")[2][-1].split(" to ")[1].split(",")[0].split()[0].replace(",", ""))

    def play(self):
        self.said.plays = True
        self.deck.press("play")
        self.page_says("!!document.querySelector('.st-key-pause button:not([disabled])')")
        time.sleep(chance.uniform(0, 0.5))
        self.deck.press("pause")
        self.page_says(f"/Paused at epoch/.test({WORDS})")
        found = self.deck.page.evaluate(f"/Paused at epoch ([\\d,]+)/.exec({WORDS})?.[1] ?? '0'")
        self.said.epoch, self.said.plays = int(found.replace(",", "")), False

    def kill_server(self, n):
        """Something is done until the server is killed; then all that was said has to be there."""
        kind = chance.choice(("upload", "edit", "play"))
        go(self.deck, "Data" if kind == "edit" else "Deck")
        if kind == "edit":
            self.deck.page.get_by_text("8 rows, 3 columns").wait_for()
        else:
            self.deck.page.locator(".st-key-play button:not([disabled])").wait_for()
        still(self.deck)
        self.do_until_killed(kind, n, lambda: os.kill(self.server.pid, signal.SIGKILL))
        self.server.start_again()
        self.deck.page.reload()
        self.look()
        return kind

    def do_until_killed(self, kind, n, kill):
        self.over.clear()

        def end():
            kill()
            self.over.set()

        clock = threading.Timer(chance.uniform(0.05, LATEST_S), end)
        clock.start()
        try:
            for k in range(10**6):
                {"upload": self.upload, "edit": self.edit, "play": lambda n: self.play()}[kind](100 * n + k + 10)
        except Killed:
            return
        except (Error, TimeoutError, ValueError):
            if not self.over.wait(LATEST_S):
                raise
        finally:
            clock.join()

    def look(self):
        """Whether all that was said is there."""
        said, deck = self.said, self.deck
        self.over.clear()
        deck.page.locator(".st-key-dataset input").wait_for()
        chosen = deck.page.evaluate(CHOSEN)
        there = [n for n in (said.asked_table, said.table) if f"t{n}.csv" in chosen]
        assert there, f"{chosen}, and not {said}"
        if there[0] != said.table:
            self.said = said = Said(table=there[0], asked_table=there[0])
        if said.asked_edit:
            go(deck, "Data")
            deck.page.get_by_text("8 rows, 3 columns").wait_for()
            still(deck)
            found = self.greatest()
            assert found in (said.asked_edit, said.edit or 7), f"{found}, and not {said}"
            if found != said.edit:
                self.said = said = Said(said.table, said.table, found, found)
        go(deck, "Deck")
        deck.page.locator(".st-key-play button:not([disabled])").wait_for()
        still(deck)
        epoch = deck.epoch()
        assert epoch == said.epoch or (said.plays and epoch > said.epoch), f"epoch {epoch}, and not {said}"
        deck.wait_for_points(epoch + 1, "loss_chart")
        losses = deck.losses()
        if not said.edit:
            assert losses == losses_of(said.table)[: len(losses)], (
                f"{losses[:3]}, and not {losses_of(said.table)[:3]}: {said}"
            )
        self.said.epoch, self.said.plays = epoch, False

    def kill_trainer(self, n):
        """It plays while its trainer is killed, and goes on with the same losses."""
        self.upload(10**6 + n)
        self.deck.page.locator(".st-key-play button:not([disabled])").wait_for()
        self.deck.press("play")
        time.sleep(chance.uniform(0, 2))
        for pid in self.server.trainers():
            os.kill(pid, signal.SIGKILL)
        time.sleep(chance.uniform(0, 1))
        self.deck.press("pause")
        self.page_says(f"/Paused at epoch|Ready/.test({WORDS})")
        still(self.deck)
        self.said.epoch = self.deck.epoch()
        self.deck.press("step")
        self.page_says(f"/Paused at epoch {self.said.epoch + 1:,}/.test({WORDS})")
        still(self.deck)
        self.deck.wait_for_points(self.said.epoch + 2, "loss_chart", exactly=True)
        losses = self.deck.losses()
        assert losses == losses_of(self.said.table)[: len(losses)], f"other losses, {self.said}"
        return "trainer"

    def kill_reader(self, n):
        """A file is read while its reader is killed: it is taken, or refused and all is as it was."""
        rows = "\n".join(f"{'ab'[i % 2]},{i},{i * n % 89}" for i in range(200_000))
        self.deck.upload("y,x1,x2\n" + rows + "\n", f"large{n}.csv")
        time.sleep(chance.uniform(0, 1.2))
        for pid, command in children(self.server.pid):
            if "csv_process.worker" in command:
                os.kill(pid, signal.SIGKILL)
        self.page_says(f"{CHOSEN}.endsWith('large{n}.csv') || /Reading this file broke off/.test({WORDS})")
        is_taken = self.deck.page.evaluate(f"{CHOSEN}.endsWith('large{n}.csv')")
        still(self.deck)
        if is_taken:
            self.upload(2 * 10**6 + n)
        else:
            assert self.deck.page.evaluate(f"{CHOSEN}.includes('t{self.said.table}.csv')")
        return "reader, taken" if is_taken else "reader, refused"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = ("server", "trainer", "reader")
    for kind in kinds:
        parser.add_argument(f"--{kind}", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance.seed(arguments.seed)
    set_flags()  # as trainers have them
    folder = Path(tempfile.mkdtemp())
    with sync_playwright() as playwright, Server(folder / "log.txt") as server:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        page = browser.new_context(**DESKTOP).new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        rounds = Rounds(page, server)
        rounds.begin()
        for kind in kinds:
            wanted, counts = getattr(arguments, kind), Counter()
            for n in range(1, wanted + 1):
                counts[getattr(rounds, f"kill_{kind}")(n)] += 1
                print(f"{kind}: {n} of {wanted} {dict(counts)}", flush=True)
        browser.close()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
