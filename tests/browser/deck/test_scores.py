"""The confusion and the scores as a person reads them: each number is scikit-learn's on the rows themselves."""

import msgspec
import numpy as np
from sklearn import metrics

from nets.data.csv.parse import read
from nets.data.prepare.split import prepared
from nets.settings import PRESETS, fields
from tests.browser.app.deck import FASTEST
from tests.browser.app.server import ROOT, printed

MODERN = {
    field.name: getattr(PRESETS["Modern"], field.name)
    for field in fields()
    if getattr(PRESETS["Modern"], field.name) != field.default
}
IRIS = ROOT / "sample_data" / "iris.csv"
TABLES = """panel => [...panel.querySelectorAll("table")].map(table =>
    [...table.rows].map(row => [...row.cells].map(cell => cell.textContent)))"""


def tables(deck, key="scores_tables"):
    """The texts of the panel's tables, line by line."""
    deck.key(key).locator("td").first.wait_for()
    return deck.key(key).evaluate(TABLES)


def n_curves(deck, n):
    """Wait until so many ROC curves are drawn, the diagonal beside them."""
    deck.page.wait_for_function("n => document.querySelector('[data-figure=roc_chart]')?.data?.length === n + 1", arg=n)


def expected(file, options):
    """Labels, classes, probabilities and which rows are validation rows, without the app."""
    told = printed(file, *(f"--{name.replace('_', '-')}={value}" for name, value in options.items()))
    settings = msgspec.structs.replace(PRESETS["Lecture"], **options)
    ready = prepared(read(file.read_bytes(), name=file.name), settings)
    return ready.dataset.targets, told["classes"], np.array(told["estimate"]), ready.is_validation


def test_the_confusion_panel_counts_the_rows_that_the_predictions_get_right(finished):
    finished.page.wait_for_function(
        """() => {
            const plot = document.querySelector('[data-figure=confusion_chart]');
            return plot?.data && JSON.stringify(plot.data[0].text) === '[["✓ 4","0"],["0","✓ 5"]]';
        }"""
    )


def test_without_a_validation_split_the_training_rows_are_scored_and_that_is_said(finished):
    finished.key("scores_tables").get_by_role("cell", name="100.0%, 9 of 9").wait_for()
    overall, classes = tables(finished)
    assert overall == [
        ["", "accuracy", "balanced accuracy", "always saying “ya”"],
        ["training, 9 rows", "100.0%, 9 of 9", "100.0%", "55.6%"],
    ]
    assert classes[2:] == [["no", "4", "1.000", "1.000", "1.000"], ["ya", "5", "1.000", "1.000", "1.000"]]
    finished.says("There is no validation split")


def test_of_both_parts_every_score_is_scikit_learn_s(open_deck):
    options = MODERN | {"epochs": 60, "validation_split": 0.3}
    targets, names, probs, is_validation = expected(IRIS, options)
    address = "&".join(f"{name}={value}" for name, value in options.items())
    deck = open_deck(f"/?dataset=Iris+flowers&{address}").ready().play_to_the_end()
    right = (probs.argmax(axis=1) == targets)[~is_validation]
    deck.key("scores_tables").get_by_role("cell", name=f"{right.mean():.1%}, {right.sum()} of 105").wait_for()
    overall, classes = tables(deck)
    assert classes[0] == ["", "training, 105 rows", "validation, 45 rows"]
    commonest = int(np.bincount(targets[~is_validation]).argmax())
    assert overall[0][3] == f"always saying “{names[commonest]}”"
    for part, among in enumerate((~is_validation, is_validation)):
        y, p = targets[among], probs[among].argmax(axis=1)
        shares = metrics.accuracy_score(y, p), metrics.balanced_accuracy_score(y, p), (y == commonest).mean()
        counted, *others = overall[1 + part][1:]
        assert counted == f"{shares[0]:.1%}, {round(shares[0] * len(y))} of {len(y)}"
        assert others == [f"{share:.1%}" for share in shares[1:]]
        scores = metrics.precision_recall_fscore_support(y, p)
        for k, name in enumerate(names):
            line = classes[2 + k]
            assert line[0] == name
            assert line[1 + 4 * part : 5 + 4 * part] == [
                str(scores[3][k]),
                *(f"{values[k]:.3f}" for values in scores[:3]),
            ]

    deck.key("roc").locator("label").first.click()
    n_curves(deck, 6)
    (areas,) = tables(deck, "roc_tables")
    assert areas[:2] == [["", "AUC"], ["class", "training", "validation"]]
    for k, name in enumerate(names):
        parts = (~is_validation, is_validation)
        auc = [metrics.roc_auc_score(targets[among] == k, probs[among, k]) for among in parts]
        assert areas[2 + k] == [name, *(f"{value:.3f}" for value in auc)]


def test_of_a_large_table_all_rows_are_scored_and_the_trainer_is_asked_for_the_curves(open_deck, tmp_path):
    random = np.random.default_rng(0)
    x = random.normal(size=(3000, 2))
    y = np.array(["in", "out"])[(np.hypot(*x.T) + 0.3 * random.normal(size=3000) > 1).astype(int)]
    file = tmp_path / "ring.csv"
    rows = [f"{label},{a:.3f},{b:.3f}" for label, (a, b) in zip(y, x, strict=True)]
    file.write_text("\n".join(["kind,a,b", *rows]) + "\n")
    options = {"epochs": 60, "activation": "tanh", "bias": "every", "init": "glorot", "optimiser": "adam"}
    options["learning_rate"] = 0.05
    targets, names, probs, _ = expected(file, options)

    address = "&".join(f"{name}={value}" for name, value in options.items())
    deck = open_deck(f"/?{address}").ready()
    deck.upload(file.read_bytes(), "ring.csv")
    deck.wait_for_text("3,000 rows, 2 features")
    deck.ready()
    deck.key("roc").locator("label").first.click()
    n_curves(deck, 2)
    before = tables(deck)[0][1]
    deck.speed(2)
    deck.press("play")
    deck.page.locator("[data-figure=roc_chart]").scroll_into_view_if_needed()  # else it follows at rest alone
    n_curves(deck, 0)
    deck.key("scores_tables").scroll_into_view_if_needed()
    deck.page.wait_for_function(
        f"before => String(({TABLES})(document.querySelector('.st-key-scores_tables'))[0][1]) !== before",
        arg=",".join(before),
    )
    assert deck.epoch() < 60
    deck.speed(FASTEST)
    deck.finished()
    n_curves(deck, 2)
    predicted = probs.argmax(axis=1)
    right = int((predicted == targets).sum())
    assert tables(deck)[0][1][:2] == ["training, 3,000 rows", f"{right / 3000:.1%}, {right:,} of 3,000"]
    (areas,) = tables(deck, "roc_tables")
    auc = [metrics.roc_auc_score(targets == k, probs[:, k]) for k in range(2)]
    assert areas[2:] == [[name, f"{value:.3f}"] for name, value in zip(names, auc, strict=True)]


def test_on_a_phone_the_tables_stay_inside_the_screen(open_deck):
    looks = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    deck = open_deck("/?dataset=Iris+flowers&scale=standard&validation_split=0.3", **looks).ready()
    deck.key("scores").scroll_into_view_if_needed()
    assert len(tables(deck)) == 2
    assert deck.page.evaluate("document.documentElement.scrollWidth") <= 390
    boxes = (
        deck.key("scores_tables")
        .locator("[role=region]")
        .evaluate_all("all => all.map(one => one.getBoundingClientRect()).map(({ left, right }) => [left, right])")
    )
    assert all(left >= 0 and right <= 390 for left, right in boxes)
