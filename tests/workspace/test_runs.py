"""Kept runs: which stay, which go, and what they count for."""

import gc

import pytest

from nets.errors import Refusal
from nets.settings import Settings
from nets.workspace.runs import MOST_PINS, Room, Runs
from tests.workspace.made import run_of, version_of

MB = 2**20


def runs_by_seed(n, **made):
    version = version_of()
    return [run_of(Settings(seed=seed), version=version, **made) for seed in range(n)]


def seeds(runs):
    return [run.settings.seed for run in runs.newest()]


def test_of_one_visitor_the_oldest_goes_first_and_is_told_once():
    runs = Runs(Room(), most=5 * MB // 2)
    first, second, third = runs_by_seed(3, n_bytes=MB)
    for run in (first, second):
        runs.keep(run)
    assert runs.told() == ()
    assert 2 * MB < runs.n_bytes < 2.1 * MB
    runs.keep(third)
    assert runs.newest() == (third, second)
    assert runs.n_bytes < 2.1 * MB
    assert [(each.facts.settings.seed, each.was_pinned) for each in runs.told()] == [(0, False)]
    assert runs.told() == ()


def test_one_that_is_too_large_by_itself_is_told_too():
    runs = Runs(Room(), most=MB)
    (run,) = runs_by_seed(1, n_bytes=2 * MB)
    runs.keep(run)
    assert (runs.newest(), runs.n_bytes) == ((), 0)
    assert len(runs.told()) == 1


def test_all_visitors_share_a_server_s_room_and_the_oldest_of_all_goes():
    room = Room(most=5 * MB // 2)
    ours, theirs = Runs(room), Runs(room)
    first, second, third, fourth = runs_by_seed(4, n_bytes=MB)
    for runs, run in ((ours, first), (theirs, second), (theirs, third)):
        runs.keep(run)
    assert (seeds(ours), seeds(theirs)) == ([], [2, 1])
    assert len(ours.told()) == 1
    assert theirs.told() == ()
    ours.keep(fourth)
    assert (seeds(ours), seeds(theirs)) == ([3], [2])
    assert len(theirs.told()) == 1
    assert room.n_bytes == ours.n_bytes + theirs.n_bytes


def test_a_visitor_who_has_gone_gives_the_room_back():
    room = Room()
    ours, theirs = Runs(room), Runs(room)
    ours.keep(run_of(n_bytes=MB))
    theirs.keep(run_of(n_bytes=MB))
    assert room.n_bytes > 2 * MB
    del theirs
    gc.collect()
    assert room.n_bytes == ours.n_bytes < 2 * MB


def test_what_runs_share_is_counted_once_and_what_the_deck_has_too_not_at_all():
    version = version_of(b"y,x\n" + b"".join(b"%s,%d\n" % (b"ab"[i % 2 : i % 2 + 1], i) for i in range(20_000)))
    deck, first, second = (run_of(Settings(seed=seed), version=version, n_bytes=MB) for seed in range(3))
    runs = Runs(Room())
    runs.keep(first)
    alone = runs.n_bytes
    file = len(version.file.raw)
    assert alone > MB + file
    runs.keep(second)
    assert runs.n_bytes < 2 * alone - file
    runs.make_room(beside=deck)  # the same table, but weights and inputs of its own
    with_deck = runs.n_bytes
    assert 2 * MB < with_deck < 2 * alone - 2 * file
    runs.make_room(beside=run_of())  # another table
    assert runs.n_bytes > with_deck + file


def test_a_table_that_leaves_the_deck_counts_for_the_runs_on_it():
    version = version_of(b"y,x\n" + b"".join(b"%s,%d\n" % (b"ab"[i % 2 : i % 2 + 1], i) for i in range(50_000)))
    deck, run = (run_of(Settings(seed=seed), version=version, n_bytes=MB) for seed in range(2))
    runs = Runs(Room(), most=sum(run.sizes().values()) - len(version.file.raw) // 2)
    runs.keep(run, beside=deck)
    assert runs.newest() == (run,)
    runs.make_room(beside=run_of())
    assert runs.newest() == ()
    assert len(runs.told()) == 1


@pytest.mark.parametrize(("what", "more"), [("history", 4 * 100_000), ("checkpoints", 10 * MB), ("answers", MB)])
def test_all_of_a_tape_counts(what, more):
    from nets.training.protocol.messages import Answered
    from tests.workspace.made import train

    run = run_of(n_bytes=MB)
    before = sum(run.sizes().values())
    if what == "history":
        train(run.tape, 100_000, n_bytes=MB)
    elif what == "checkpoints":
        for _ in range(11):
            train(run.tape, 1, n_bytes=MB)
    else:
        run.tape.hear(Answered(run.tape.id, b"key", b"question", 1, bytes(MB)))
    assert sum(run.sizes().values()) >= before + more


def test_a_run_is_found_by_exactly_its_settings_and_data():
    runs = Runs(Room())
    run = run_of(Settings(activation="tanh", learning_rate=0.5))
    runs.keep(run)
    same = Settings(activation="tanh", learning_rate=0.5)
    assert runs.find(same, run.data) is run
    assert runs.find(Settings(activation="tanh", learning_rate=0.5, epochs=7), run.data) is run
    assert runs.find(same, "another") is None
    for other in (Settings(), Settings(activation="tanh"), Settings(activation="tanh", learning_rate=0.5, seed=2)):
        assert runs.find(other, run.data) is None
    runs.take(run)
    assert (runs.find(same, run.data), runs.n_bytes, runs.newest()) == (None, 0, ())


def test_under_a_schedule_the_number_of_epochs_makes_another_run():
    runs = Runs(Room())
    run = run_of(Settings(schedule="cosine"))
    runs.keep(run)
    assert runs.find(Settings(schedule="cosine"), run.data) is run
    assert runs.find(Settings(schedule="cosine", epochs=7), run.data) is None


def test_a_second_run_of_the_same_curve_takes_the_place_of_the_first():
    runs = Runs(Room())
    first, second = run_of(n_epochs=9), run_of(Settings(epochs=200), n_epochs=3)
    runs.keep(first)
    runs.keep(run_of(Settings(seed=2)))
    runs.keep(second)
    assert runs.newest()[0] is second
    assert seeds(runs) == [1, 2]
    assert runs.told() == ()


def gone(runs):
    """The seeds of the runs that were let go since, and which of them were pinned."""
    return [(each.facts.settings.seed, each.was_pinned) for each in runs.told()]


def pinned_seeds(runs):
    return [run.settings.seed for _, run in runs.pinned()]


def test_pinned_runs_go_last_and_are_told():
    runs = Runs(Room(), most=7 * MB // 2)
    all_of_them = runs_by_seed(5, n_bytes=MB)
    for run in all_of_them[:3]:
        runs.keep(run)
    runs.pin(all_of_them[0])
    runs.keep(all_of_them[3])
    assert (seeds(runs), gone(runs)) == ([3, 2, 0], [(1, False)])
    for run in (all_of_them[2], all_of_them[3]):
        runs.pin(run)
    runs.keep(all_of_them[4])
    assert (seeds(runs), gone(runs)) == ([3, 2, 0], [(4, False)])
    runs.pin(all_of_them[4])
    assert (seeds(runs), gone(runs)) == ([4, 3, 2], [(0, True)])
    assert pinned_seeds(runs) == [2, 3, 4]


def test_of_all_visitors_runs_a_pinned_one_goes_when_nobody_has_another():
    room = Room(most=5 * MB // 2)
    ours, theirs = Runs(room), Runs(room)
    first, second, third = runs_by_seed(3, n_bytes=MB)
    ours.pin(first)
    theirs.keep(second)
    theirs.keep(third)
    assert (seeds(ours), seeds(theirs), gone(theirs)) == ([0], [2], [(1, False)])
    theirs.hold("sweep", MB)
    assert (seeds(ours), seeds(theirs)) == ([0], [])
    theirs.hold("sweep", 2 * MB)
    assert (seeds(ours), gone(ours), ours.pinned()) == ([], [(0, True)], ())


def test_a_ninth_pin_is_refused_until_one_is_unpinned():
    runs = Runs(Room())
    *eight, ninth = runs_by_seed(MOST_PINS + 1)
    for run in (*eight, eight[3]):
        runs.pin(run)
    with pytest.raises(Refusal, match="8 runs are pinned, and no more can be: unpin one of them first") as refusal:
        runs.pin(ninth)
    assert refusal.value.code == "too-many-pins"
    assert pinned_seeds(runs) == list(range(8))
    runs.unpin(eight[2])
    runs.pin(ninth)
    assert dict(runs.pinned())[2] is ninth  # and the colour of each of the others stays
    assert seeds(runs)[0] == 8
    assert eight[2] in runs.newest()


def test_a_pinned_run_goes_on_the_deck_and_comes_back_pinned():
    runs = Runs(Room())
    deck, other = runs_by_seed(2)
    runs.pin(deck, beside=deck)
    assert (runs.is_pinned(deck), runs.pinned(), runs.newest()) == (True, (), ())
    runs.keep(deck, beside=other)
    assert runs.pinned() == ((0, deck),)
    runs.take(deck)
    assert (runs.is_pinned(deck), runs.pinned()) == (True, ())


def test_a_pinned_run_is_not_replaced_by_a_shorter_one_of_its_curve_but_by_one_that_is_pinned():
    runs = Runs(Room())
    long, short = run_of(n_epochs=9), run_of(n_epochs=3)
    runs.pin(long)
    runs.keep(short)
    assert runs.pinned() == ((0, long),)
    assert long in runs.newest()
    runs.pin(short)
    assert runs.pinned() == ((0, short),)
    runs.pin(run_of(n_epochs=5))
    assert len(runs.pinned()) == 1


def test_a_sweep_shares_the_room_with_the_runs():
    runs = Runs(Room(most=10 * MB), most=5 * MB)
    assert runs.room_for("sweep") == 5 * MB
    first, second, third = runs_by_seed(3, n_bytes=MB)
    runs.pin(first)
    for run in (second, third):
        runs.keep(run)
    assert 3.9 * MB < runs.room_for("sweep") < 4 * MB
    runs.hold("sweep", 5 * MB // 2)
    assert (seeds(runs), gone(runs)) == ([2, 0], [(1, False)])
    runs.hold("sweep", 7 * MB // 2)
    assert (seeds(runs), gone(runs)) == ([0], [(2, False)])
    assert 3.9 * MB < runs.room_for("sweep") < 4 * MB  # it may take the place of itself
    runs.hold("sweep", 0)
    assert runs.n_bytes < 1.1 * MB
    runs.hold("large", 9 * MB)
    assert (runs.newest(), runs.n_bytes, runs.room_for("sweep")) == ((), 9 * MB, 0)
    assert Runs(Room(most=MB), most=5 * MB).room_for("sweep") == MB
