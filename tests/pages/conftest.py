"""The app run without a browser, and without trainers."""

import functools
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from nets.training.client.tape import Tape

FRAME = str(Path(__file__).parents[2] / "pages" / "frame.py")


class Tapes:
    """Trainers that train nothing; `given` is what the latest tape is to be trained on."""

    ready = True
    given = None

    def open(self, settings, examples, *, plan=None):
        self.given = examples
        return Tape(settings, examples, plan=plan)

    def hold(self, tape):
        pass


@pytest.fixture(scope="session", autouse=True)
def scanned_once():
    """Streamlit searches all installed packages for components of theirs as a server begins, and in tests for each app,
    which takes longer than a page: here once for all apps.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session", autouse=True)
def keras_left_alone():
    """Streamlit 1.67 clears Keras' session after each run of a page wherever Keras is loaded, half a second each. The
    server has no Keras, but tests before may have loaded it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script_runner, "_clean_problem_modules", lambda: None)
        yield


@pytest.fixture
def then_ask(monkeypatch):
    """Have the thread that has drawn a page asked for more as that ends, one after the other."""
    finished, waiting = LocalScriptRunner._on_script_finished, []  # noqa: SLF001

    def finish_and_ask(runner, ctx, *args):
        finished(runner, ctx, *args)
        if waiting:
            assert runner.request_rerun(waiting.pop(0)(ctx))

    def then(*requests):
        waiting.extend(requests)
        return waiting

    monkeypatch.setattr(LocalScriptRunner, "_on_script_finished", finish_and_ask)
    return then


@pytest.fixture
def tapes(monkeypatch):
    from pages.shared import session

    pool = Tapes()
    monkeypatch.setattr(session, "trainers", lambda: pool)
    return pool


@pytest.fixture
def app(tapes):
    """The app, open at the data."""
    app = AppTest.from_file(FRAME, default_timeout=60)
    return app.run().switch_page("data/page.py").run()
