"""What a sweep is said to take grows with what it is made of, and one too large is refused with what to shorten."""

import msgspec
import pytest

from nets.errors import Code, SettingsError
from nets.settings import Settings
from nets.sweep.estimate import check_memory, estimate_of
from nets.sweep.sweep import members_of, sweep_from

TABLE = {"n_rows": 200, "n_features": 2, "n_classes": 2}


def estimated(base, vary=(), n_seeds=None, **table):
    sweep = sweep_from(base, vary, n_seeds=n_seeds)
    return sweep, estimate_of(members_of(sweep)[0], **(TABLE | table))


def test_the_time_grows_with_runs_epochs_rows_and_weights():
    base = Settings(hidden_units=64, epochs=500)
    _, one = estimated(base, n_seeds=1)
    for another in (
        estimated(base, n_seeds=256)[1],
        estimated(msgspec.structs.replace(base, epochs=5000), n_seeds=1)[1],
        estimated(base, n_seeds=1, n_rows=200_000)[1],
        estimated(msgspec.structs.replace(base, hidden_layers=3, hidden_units=256), n_seeds=1)[1],
    ):
        assert another.seconds > one.seconds


def test_many_small_runs_take_the_time_of_their_pieces_and_reports():
    """On a page 4,096 runs of the lecture's MLP were seen to take from 7 to 14 seconds, and 12 about one or two."""
    lecture = {"n_rows": 9, "n_features": 2, "n_classes": 2}
    _, many = estimated(Settings(), ["learning_rate=0.001:30:log:64"], 64, **lecture)
    _, few = estimated(Settings(), ["learning_rate=0.001:30:log:12"], **lecture)
    assert 5 < many.seconds < 15
    assert few.seconds < 2


def test_a_run_padded_to_another_s_width_takes_the_time_of_that():
    base, table = Settings(epochs=10, hidden_units=64), {"n_rows": 20_000}
    _, padded = estimated(base, ["hidden_units=1,64"], 8, **table)
    _, wide = estimated(base, n_seeds=16, **table)
    assert padded.n_structures == 1
    assert padded.seconds == pytest.approx(wide.seconds, rel=0.02)


def test_only_what_is_compiled_anew_counts_as_a_structure():
    assert estimated(Settings(), ["learning_rate=0.1,1,10"])[1].n_structures == 1
    assert estimated(Settings(), ["cell=softmax,gru", "net=mlp,rnn"])[1].n_structures == 3


def test_the_memory_is_that_of_weights_slots_and_scores():
    base = Settings(hidden_units=10, epochs=1)
    _, sgd = estimated(base, n_seeds=100)
    _, adam = estimated(msgspec.structs.replace(base, optimiser="adam"), n_seeds=100)
    n_weights = 10 * 3 + 2 * 10
    assert adam.n_bytes - sgd.n_bytes == 100 * 2 * n_weights * 4


@pytest.mark.parametrize(
    ("vary", "n_seeds", "shorten"),
    [
        ([], 1024, "take fewer seeds"),
        (["learning_rate=0.001:1:log:900", "l2=0,0.1"], None, "shorten learning rate, which has 888 values"),
    ],
)
def test_a_sweep_that_does_not_fit_is_refused_with_what_to_shorten(vary, n_seeds, shorten):
    sweep, estimate = estimated(Settings(hidden_units=512, hidden_layers=2), vary, n_seeds)
    with pytest.raises(SettingsError, match=shorten) as refused:
        check_memory(sweep, estimate, most=64 * 2**20)
    assert refused.value.code == Code.TOO_BIG
    check_memory(*estimated(Settings(), vary, n_seeds), most=64 * 2**20)
