"""The sample files are what sample_data/README.md says."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_iris

from nets.data.datasets.samples import FOLDER, SAMPLES, read_sample
from nets.data.datasets.synthetic import problem_table
from nets.data.prepare.dataset import dataset_from

MADE = {
    "circle.csv": ("circle", 120, 0.1),
    "spiral.csv": ("spiral", 194, 0.05),
    "temporal_xor.csv": ("temporal-xor", 100, 0.0),
    "latch.csv": ("latch", 100, 0.0),
    "parity.csv": ("parity", 60, 0.0),
    "sine_phase.csv": ("sine", 128, 0.1),
}


def test_every_file_is_a_sample_and_has_its_licence_stated():
    files = {path.name for path in Path(FOLDER).glob("*.csv")}
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert files == {sample.file for sample in SAMPLES}
    assert all(f"| `{file}` |" in readme for file in files)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file)
def test_a_net_can_be_trained_on_it_with_the_label_first(sample):
    table = read_sample(sample.file)
    data = dataset_from(table)
    assert data.label == table.columns[0]
    assert data.n_rows == table.n_rows
    assert len(data.classes) >= 2
    assert table.notes == ()


def test_the_lecture_comes_first_and_has_its_numbers():
    mlp, rnn = (dataset_from(read_sample(sample.file)) for sample in SAMPLES[:2])
    assert mlp.classes == rnn.classes == ("no", "ya")
    assert mlp.inputs.tolist() == [[-1, -1], [-1, 1], [1, -1], [1, 1], [0, 0], [-2, -2], [-2, 2], [2, -2], [2, 2]]
    assert mlp.targets.tolist() == [1] * 5 + [0] * 4
    assert rnn.inputs.ravel().tolist() == [1, 1, 1, 0, 0, 1, 0, 1, 0, 0]
    assert rnn.targets.tolist() == [1] * 3 + [0] * 7


@pytest.mark.parametrize(("file", "load"), [("iris.csv", load_iris), ("breast_cancer.csv", load_breast_cancer)])
def test_relaid_tables_hold_what_scikit_learn_has(file, load):
    theirs, ours = load(), dataset_from(read_sample(file))
    assert np.array_equal(ours.inputs, theirs.data)
    assert [ours.classes[k] for k in ours.targets] == [theirs.target_names[k] for k in theirs.target]


@pytest.mark.parametrize("file", MADE)
def test_made_tables_are_made_again_by_the_readme_s_call(file):
    key, n, noise = MADE[file]
    again = problem_table(key, n=n, noise=noise, seed=0)
    assert again.cells.equals(read_sample(file).cells)
