"""Back and Forward: a step is a page, a table or a preset, and comes back as it was left."""

import pytest

from nets.data.csv.parse import read
from nets.data.prepare.options import PreprocessingOptions
from nets.settings import PRESETS, Settings
from nets.workspace.exploration import Definition
from nets.workspace.undo import TableState
from nets.workspace.upload import SourceFile
from pages.shared.browser.visit import MOST, Visit, step_at

LECTURE = Settings()


def state_of(name):
    """A file's table on the deck."""
    raw = b"y,x\na,1\nb,2\n"
    table = read(raw, name=name)
    return TableState(name, table, PreprocessingOptions(label="y"), table, SourceFile(raw, name))


@pytest.fixture
def states():
    """Two tables on the deck."""
    return [state_of("one.csv"), state_of("two.csv")]


def test_a_page_a_table_and_a_preset_are_steps_and_a_setting_is_none(states):
    first, second = states
    visit = Visit()
    for now, at in [
        (step_at("", first, LECTURE, n_puts=0), 0),
        (step_at("", first, Settings(seed=7), n_puts=0), 0),
        (step_at("", second, Settings(seed=7), n_puts=0), 1),
        (step_at("", second, PRESETS["Modern"], n_puts=1), 2),
        (step_at("", second, Settings(epochs=9), n_puts=1), 2),
        (step_at("data", second, Settings(epochs=9), n_puts=1), 3),
    ]:
        visit.stand(now)
        assert visit.at == at


def test_back_over_a_table_or_a_preset_finds_what_was_there_and_forward_too(states):
    first, second = states
    visit = Visit()
    visit.stand(step_at("", first, Settings(seed=7), n_puts=0))
    visit.stand(step_at("", second, Settings(seed=7), n_puts=0))
    visit.stand(step_at("", second, Settings(epochs=500), n_puts=1))
    there = visit.go(1, left=2)
    assert (there.state, there.settings, there.n_puts) == (second, Settings(seed=7), 0)
    there = visit.go(0, left=1)
    assert (there.state, there.settings) == (first, Settings(seed=7))
    there = visit.go(2, left=0)
    assert (there.state, there.settings, there.n_puts) == (second, Settings(epochs=500), 1)


def test_back_over_a_page_leaves_the_sweep_alone_and_over_a_question_it_brings_the_one_before(states):
    rate, seeds = Definition(("learning_rate=0.1,1",)), Definition((), 8)
    visit = Visit()
    visit.stand(step_at("explore", states[0], LECTURE, n_puts=0, sweep=rate))
    visit.stand(step_at("explore", states[0], LECTURE, n_puts=1, sweep=seeds))
    visit.stand(step_at("autodiff", states[0], LECTURE, n_puts=1, sweep=seeds))
    assert visit.go(1, left=2) is None
    assert visit.go(0, left=1).sweep == rate
    assert visit.go(1, left=0).sweep == seeds


def test_back_over_a_page_leaves_table_and_settings_alone(states):
    visit = Visit()
    visit.stand(step_at("", states[0], LECTURE, n_puts=0))
    visit.stand(step_at("data", states[0], Settings(seed=7), n_puts=0))
    assert visit.go(0, left=1) is None
    visit.stand(step_at("", states[0], Settings(seed=7), n_puts=0))
    assert visit.at == 0


def test_a_page_that_back_has_opened_before_it_is_told_is_no_step(states):
    first, second = states
    visit = Visit()
    visit.stand(step_at("", first, LECTURE, n_puts=0))
    visit.stand(step_at("data", first, LECTURE, n_puts=0))
    visit.stand(step_at("data", second, LECTURE, n_puts=0))
    visit.go(1, left=2)
    visit.stand(step_at("", first, LECTURE, n_puts=0))  # the browser has gone to the deck, and not said so yet
    assert visit.has(0)
    assert visit.go(0, left=1) is None
    assert visit.go(2, left=0).state is second


def test_only_so_many_steps_are_kept(states):
    visit = Visit()
    for n in range(MOST + 10):
        visit.stand(step_at("", states[0], LECTURE, n_puts=n))
    assert not visit.has(5)
    assert visit.has(MOST)
    assert visit.has(MOST + 9)


def test_an_entry_from_before_a_reload_is_a_step_of_its_own_and_what_it_was_reached_from_comes_back(states):
    visit, modern = Visit(), PRESETS["Modern"]
    visit.stand(step_at("", states[0], modern, n_puts=0))
    visit.stand(step_at("", states[0], LECTURE, n_puts=1))  # Back, to the address of an older entry
    there = visit.go(0, left=1)
    assert (there.settings, there.n_puts) == (modern, 0)
    visit.stand(step_at("", states[1], modern, n_puts=0))
    assert visit.at == 2  # no number is given twice: the older entry has 1
    assert visit.go(1, left=2).settings == LECTURE
