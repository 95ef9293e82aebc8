"""What stands in a script: texts of the table as literals alone, and lines as the formatter leaves them."""

import ast
import csv
import json
import subprocess
from pathlib import Path

import nbformat
import numpy as np
import pytest

from nets.data.prepare.chosen import Chosen
from nets.export.export import SCRIPTS, Trained, exported
from nets.export.script.assemble import MOST_LINES
from nets.export.script.literal import text
from nets.export.training import trained
from nets.settings import fields, settings_from, taking_part
from nets.settings.taking_part import CONDITIONS
from tests.export.cases import QUICK, recipe_of, with_changes
from tests.export.scripts import largest_difference, run

CALL = "open('hacked', 'w')"
HOSTILE = (
    f'"); {CALL} #',
    f"'''\n{CALL}\n'''",
    f'"""\n{CALL}\n"""',
    f"\\\n{CALL}",
    f"\u2028{CALL}",
    f"{{{CALL}}}",
    f"=cmd|'{CALL}'",
    "\u202eevil\u202c",
    "漢字の列名がとても長い" * 4,
    "<script>alert(1)</script>",
)
NAMES = ('x"]); import os #', "{0}", "%s\\", "a, b'c")


@pytest.fixture
def hostile(tmp_path):
    """A table whose classes, categories and columns would be code if they were not quoted."""
    path = tmp_path / "evil';import os.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["label\n" + CALL, *NAMES[:3], NAMES[3]])
        for row in range(60):
            writer.writerow([HOSTILE[row % 3], HOSTILE[3 + row % 7], row, row % 7, row * row % 11])
    return path


def recipe_of_hostile(path, **values):
    names = ["label\n" + CALL]
    return recipe_of(
        {"epochs": 4, "activation": "tanh", "scale": "standard", **values}, table=path, chosen=Chosen(label=names[0])
    )


def recipe_of_wide(path):
    """Many columns of numbers and one of texts, many categories and classes."""
    names = [f"measured {k}" for k in range(60)]
    rows = [
        f"class {r % 40},{r % 33} Elm Street,{','.join(str((r * k + r) % 17) for k in range(60))}" for r in range(120)
    ]
    path.write_text("\n".join([f"class,street,{','.join(names)}", *rows]))
    return recipe_of({"scale": "standard"}, table=path, chosen=Chosen(label="class", categories="one-hot"))


def without_training(recipe):
    return Trained(recipe, np.array([1.0, 0.5]), 0.5, {}, 1)


@pytest.mark.parametrize("library", SCRIPTS)
def test_hostile_texts_are_literals_in_a_script_and_in_a_notebook(library, hostile):
    found = without_training(recipe_of_hostile(hostile))
    for is_notebook in (False, True):
        bundle = exported(found, library, is_notebook=is_notebook)
        assert all(name.isascii() and not {*name} & {*"/\\' ;\""} for name in bundle.files)
        code = bundle.content.decode()
        if is_notebook:
            made = nbformat.reads(code, as_version=4)
            nbformat.validate(made)
            assert json.loads(code)["nbformat"] == 4
            assert not any(
                each in cell.source for cell in made.cells if cell.cell_type == "markdown" for each in HOSTILE
            )
            code = "\n\n".join(cell.source for cell in made.cells if cell.cell_type == "code")
        tree = ast.parse(code)
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "open" not in called
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert "os" not in imported
        texts = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        classes = set(found.recipe.dataset.classes)
        assert classes <= texts


def test_a_hostile_table_has_the_curve_of_the_app_too(hostile, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert largest_difference(trained(recipe_of_hostile(hostile)), "numpy", tmp_path) <= 1e-5
    assert not Path("hacked").exists()


@pytest.mark.parametrize("value", [*HOSTILE, *NAMES, "", "\ud800", "\x00\x7f\x1b", "'\"'", "\t\r\n"])
def test_a_literal_is_the_text_on_one_line(value):
    found = text(value)
    assert ast.literal_eval(found) == value
    assert found.isprintable()


@pytest.mark.parametrize("library", SCRIPTS)
def test_ruff_has_nothing_to_say_of_a_script(library, tmp_path, hostile):
    recipes = [recipe_of(values) for values in QUICK.values()]
    recipes += [*with_changes().values(), recipe_of_hostile(hostile), recipe_of_wide(tmp_path / "wide.csv")]
    longest = 0
    for number, recipe in enumerate(recipes):
        bundle = exported(without_training(recipe), library)
        (tmp_path / f"{number}.py").write_bytes(bundle.content)
        notebook = exported(without_training(recipe), library, is_notebook=True)
        (tmp_path / f"{number}.ipynb").write_bytes(notebook.content)
        longest = max(longest, bundle.content.count(b"\n"))
    assert longest <= MOST_LINES
    hostile.unlink()
    for command in (["check"], ["format", "--check"], ["format", "--check", "--line-length=120"]):
        done = subprocess.run(["ruff", *command, "--isolated", tmp_path], capture_output=True, text=True, check=False)
        assert not done.returncode, done.stdout[:2000]


def other_value(field):
    return next((each for each in field.choices if each != field.default), 7 if field.kind is int else 0.125)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"optimiser": "adamw", "validation_split": 0.25, "early_stopping": 9},
        {"hidden_layers": 0},
        {"net": "rnn"},
        {"net": "rnn", "tbptt_length": 3, "validation_split": 0.25},
    ],
)
def test_a_setting_that_has_no_part_changes_nothing_of_a_script_and_is_not_named_in_it(values):
    def script(**more):
        values_of = {"csv": "spiral.csv", "epochs": 3, **values, **more}
        return exported(without_training(recipe_of(values_of)), "numpy").content

    before, settings = script(), settings_from(values)
    own = {field.name for field in taking_part(settings)}
    for field in fields():
        if field.name not in {"net", "hidden_layers"}:
            assert script(**{field.name: other_value(field)}) == before or field.name in own, field.name
            if field.name in CONDITIONS and field.name in own:
                assert script(**{field.name: other_value(field)}) != before, field.name


def tables(folder):
    """Tables that pandas reads as they are, and some that it does not; of each whether a script reads it itself."""
    rows = range(1, 25)
    plain = "\n".join(f"{'ab'[k % 2]},{k % 5},{k * 1.5}" for k in rows)
    given = {
        "plain.csv": (f"class,x,z\n{plain}\n", True),
        "semicolons.csv": ("class;x;z\n" + plain.replace(".", "§").replace(",", ";").replace("§", ",") + "\n", True),
        "no header.csv": (plain + "\n", True),
        "categories.csv": (
            "class,colour,x\n" + "\n".join(f"{'ab'[k % 2]},{('red', 'blue', '')[k % 3]},{k}" for k in rows),
            True,
        ),
        "gaps.csv": ("class,x,z\n" + "\n".join(f"{'ab'[k % 2]},{k if k % 4 else 'NA'},{k % 3}" for k in rows), None),
        "dates.csv": ("class,day,z\n" + "\n".join(f"{'ab'[k % 2]},2024-01-{k:02},{k % 3}" for k in rows), None),
        "alike.csv": ("class,x\n" + "\n".join(f"{('a', 'b', 'a ')[k % 3]},{k % 7}" for k in rows), False),
        "groups.csv": ("class,patient,x\n" + "\n".join(f"{'ab'[k % 2]},p{k // 5},{k % 7}" for k in rows), None),
        "constant.csv": ("class,x,z\n" + "\n".join(f"{'ab'[k % 2]},{k % 5},7" for k in rows), True),
    }
    for name, (content, is_own) in given.items():
        (folder / name).write_text(content, encoding="utf-8")
        yield folder / name, is_own


CHOSEN = {
    "gaps.csv": Chosen(missing="mean"),
    "dates.csv": Chosen(inputs=("day",)),
    "groups.csv": Chosen(group="patient"),
    "categories.csv": Chosen(categories="one-hot"),
}


@pytest.mark.parametrize(
    "settings", [{"scale": "standard", "validation_split": 0.25}, {"net": "rnn", "scale": "standard"}]
)
def test_any_table_leads_to_the_app_s_curve(settings, tmp_path):
    for path, is_own in tables(tmp_path):
        if "net" in settings and path.name not in CHOSEN:
            continue
        values = {"epochs": 5, "init": "glorot", "learning_rate": 0.3, "scale": "standard", **settings}
        found = trained(recipe_of(values, table=path, chosen=CHOSEN.get(path.name)))
        place = tmp_path / f"{path.stem} script"
        place.mkdir()
        assert largest_difference(found, "numpy", place) <= 1e-5, path.name
        bundle = exported(found, "numpy")
        if is_own is not None:
            assert (path.read_bytes() in bundle.files.values()) is is_own, path.name


def test_the_validation_rows_of_many_sequences_lie_beside_the_script(tmp_path):
    path = tmp_path / "long.csv"
    rows = [f"{'ab'[k % 2]},s{k // 3},{k % 7}" for k in range(1500)]
    path.write_text("class,series,x\n" + "\n".join(rows))
    values = {"net": "rnn", "epochs": 2, "validation_split": 0.3}
    found = trained(recipe_of(values, table=path, chosen=Chosen(group="series")))
    bundle = exported(found, "numpy")
    assert [name for name in bundle.files if name.endswith(".npz")]
    assert bundle.one_file()[0].endswith(".zip")
    losses, _ = run(found, "numpy", tmp_path)
    assert losses == pytest.approx(found.losses, abs=1e-5)
