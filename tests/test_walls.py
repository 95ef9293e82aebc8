"""Imports run one way: app -> pages -> nets, data <- models <- training; TensorFlow stays in the trainers."""

import ast
import functools
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP = {"README.md", "requirements.txt", "app.py", "pages", "nets", "tests", "sample_data", "findings"}
MOST_FILES = 17  # in a folder, without its subfolders
HEAVY = {"tensorflow", "keras", "jax", "torch"}
SCORING = {
    "nets.metrics.curves",
    "nets.metrics.load",
    "nets.metrics.scores",
    "nets.bench.peers.sklearn",
}  # what knows scikit-learn
LIGHT = (
    "nets.diagnosis",
    "nets.training.client",
    "nets.training.outcome",
    "nets.training.protocol",
    "nets.queries",
    "nets.workspace",
    "nets.settings",
    "nets.sweep",
)  # no TensorFlow
DRAWING_ONLY = ("pages.data", "pages.autodiff")  # pages that leave all arithmetic on arrays and tables to nets


def module(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module(path): path for top in ("nets", "pages") for path in (ROOT / top).rglob("*.py")}
FILES["app"] = ROOT / "app.py"


def nodes(tree, *, of_query):
    """Every node of a file; of a query's none that answers it, which runs in a trainer, and none for types alone."""
    if not of_query:
        yield from ast.walk(tree)
        return
    for node in ast.iter_child_nodes(tree):
        for_types = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if for_types or getattr(node, "name", "") == "answer":
            continue
        yield node
        yield from nodes(node, of_query=of_query)


@functools.cache
def imported(name):
    """Every module that the file of `name` imports, at its top or inside a function."""
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    found = set()
    for node in nodes(tree, of_query=name.startswith("nets.queries.")):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name} imports relatively, which this test does not follow"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.Call):
            assert getattr(node.func, "id", "") not in ("__import__", "import_module"), f"{name} imports by name"
    return frozenset(found)


def packages(name):
    return {found.split(".")[0] for found in imported(name)}


def reached(names):
    """All of the project's modules that are loaded with these, their packages included."""
    seen, left = set(), list(names)
    while left:
        name = left.pop()
        if name in seen or name not in FILES:
            continue
        seen.add(name)
        left += imported(name)
        left += [name.rpartition(".")[0]]
    return seen


def test_every_file_was_looked_at():
    assert {"app", "nets.data.csv.parse", "nets.models.rnn", "nets.training.worker.main", "pages.frame"} <= set(FILES)
    assert "tensorflow" in packages("nets.models.mlp")
    assert "nets.training.worker.scheduler" in reached(["nets.training.worker.main"])


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.startswith("nets")))
def test_nets_knows_no_screen(name):
    assert not packages(name) & {"streamlit", "pages", "app"}


@pytest.mark.parametrize(
    ("part", "unknown"),
    [
        ("data", ("models", "training", "autodiff", "decision", "figures", "workspace")),
        ("models", ("training", "autodiff", "decision", "figures")),
        ("training.protocol", ("models", "figures", "autodiff", "decision", "training.client", "training.engine")),
        ("training.client", ("models", "figures", "autodiff", "decision", "training.engine", "training.worker")),
        ("training.engine", ("figures", "autodiff", "decision", "training.client", "training.worker")),
        ("training.worker", ("figures", "training.client")),
        ("queries", ("models", "figures", "autodiff", "decision", "training")),
        ("diagnosis", ("figures", "autodiff", "decision", "training.client", "training.engine", "workspace")),
        ("autodiff", ("figures", "decision", "diagnosis")),
        ("decision", ("figures", "autodiff")),
        ("figures", ("training", "autodiff", "decision")),
    ],
)
def test_in_nets_imports_run_one_way(part, unknown):
    for name in FILES:
        if name.startswith(f"nets.{part}"):
            for other in unknown:
                assert not {found for found in imported(name) if found.startswith(f"nets.{other}")}, name


@pytest.mark.parametrize("part", ["data", "figures"])
def test_data_and_figures_reach_no_tensorflow(part):
    for name in reached(name for name in FILES if name.startswith(f"nets.{part}")):
        assert not packages(name) & HEAVY, name


def test_nothing_the_server_imports_reaches_tensorflow():
    server = [name for name in FILES if name == "app" or name.startswith("pages")]
    server += [name for name in FILES if name.startswith(LIGHT)]
    for name in reached(server):
        assert not packages(name) & HEAVY, name


def test_loaded_in_a_process_of_their_own_the_server_s_modules_bring_no_tensorflow():
    scripts = {"pages.frame", *(name for name in FILES if name.endswith(".page"))}  # run by Streamlit, never imported
    names = [name for name in FILES if name == "app" or (name.startswith("pages") and name not in scripts)]
    names += [name for name in FILES if name.startswith(LIGHT)]
    program = "import importlib, json, sys\n"
    program += f"for name in {sorted(names)}: importlib.import_module(name)\n"
    program += "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert {"streamlit", "nets", "pages", "app"} <= loaded
    assert not loaded & (HEAVY | {"sklearn"})


def test_scikit_learn_is_known_in_one_place_beside_the_bench():
    assert {name for name in FILES if "sklearn" in packages(name)} == SCORING


def test_a_trainer_that_has_trained_and_answered_has_loaded_neither_scikit_learn_nor_keras():
    environment = {name: value for name, value in os.environ.items() if name != "TF_USE_LEGACY_KERAS"}
    program = Path(__file__).with_name("training") / "worker" / "modules_of_a_trainer.py"
    done = subprocess.run(
        [sys.executable, program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert found["epoch"] == 10
    assert found["answers"] == ["Probabilities", "Decision", "Chain"]
    assert "tensorflow" in found["loaded"]
    assert not {"sklearn", "keras", "tf_keras"} & set(found["loaded"])


@pytest.mark.parametrize("top", ["app.py", "nets", "pages", "tests"])
def test_private_names_are_imported_nowhere(top):
    for path in [ROOT / top, *(ROOT / top).rglob("*.py")]:
        if path.is_file():
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in getattr(node, "names", ()) if isinstance(alias, ast.alias)]
                private = [name for name in names if name.startswith("_") and not name.endswith("__")]
                assert not private, path


def listed():
    """The files of the project, as git lists them, or of a copy without its history all there are."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0 and done.stdout:
        return [Path(line) for line in done.stdout.splitlines()]
    files = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [path for path in files if not {"__pycache__", ".git", ".hypothesis"}.intersection(path.parts)]


def test_no_folder_has_so_many_files_that_one_must_search_it():
    counts = Counter(path.parent for path in listed())
    assert {folder: count for folder, count in counts.items() if count > MOST_FILES} == {}


def test_the_top_level_holds_only_what_it_is_meant_to():
    tops = {path.parts[0] for path in listed()}
    assert {top for top in tops if not top.startswith(".")} <= TOP
