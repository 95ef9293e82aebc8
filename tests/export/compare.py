"""Every case in every library that is installed, beside the app: `python -m tests.export.compare [TEXT]`.

Prints a line a case with the largest difference of a loss by each library; TEXT is in the names of those that are run.
"""

import importlib.util
import os
import sys
import tempfile
from pathlib import Path

from nets.export.export import SCRIPTS
from nets.training.engine.xla_flags import set_flags

MODULES = {"tensorflow": "tensorflow", "keras": "keras", "torch": "torch", "jax": "optax", "numpy": "numpy"}
WITHIN = 1e-5


def main() -> int:
    """0 where every difference is within the bound."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    set_flags()
    from nets.export.training import trained
    from tests.export.cases import CASES, recipe_of, with_changes
    from tests.export.scripts import largest_difference

    text = sys.argv[1] if len(sys.argv) > 1 else ""
    libraries = [name for name in SCRIPTS if importlib.util.find_spec(MODULES[name])]
    print("| case | first and last loss |", " | ".join(libraries), "|")
    print("| --- | --- |", " | ".join("---:" for _ in libraries), "|")
    largest = 0.0
    recipes = {name: (lambda values=values: recipe_of(values)) for name, values in CASES.items()}
    recipes |= {name: (lambda recipe=recipe: recipe) for name, recipe in with_changes().items()}
    for name, make in recipes.items():
        if text not in name:
            continue
        found, row = trained(make()), []
        for library in libraries:
            with tempfile.TemporaryDirectory() as folder:
                row.append(largest_difference(found, library, Path(folder)))
        largest = max([largest, *row])
        ends = f"{found.losses[0]:.4f} to {found.losses[-1]:.4f}"
        print(f"| {name} | {ends} |", " | ".join(f"{each:.1e}" for each in row), "|", flush=True)
    print(f"largest: {largest:.1e}")
    return int(largest > WITHIN)


if __name__ == "__main__":
    sys.exit(main())
