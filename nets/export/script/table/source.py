"""The CSV a script begins with: the visitor's own file where pandas reads it as the app does, else the table as the
app holds it.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nets.data.columns.infer import Column
from nets.data.csv.write import csv_of, harmless
from nets.data.prepare.dataset import feature_columns
from nets.data.prepare.encoders import ColumnEncoder
from nets.export.recipe import Recipe
from nets.export.script.literal import Code, call

SAME = 1e-12  # two readings of a number may differ by so much of it
MOST_GAPS = 8  # spellings of a gap that are named
PLAIN_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, eq=False)
class Source:
    """A CSV and how pandas reads it: `options` of `read_csv` beside the path.

    `label`, `sequence` and `columns` are the names that its columns have there, `sequence` None where all rows are one,
    and `names` those of all of them in order; `spelt` the texts of the classes and categories. `is_own`: it is the
    visitor's file, byte for byte.
    """

    file: str
    content: bytes
    is_own: bool
    label: str
    columns: dict[str, str]
    names: tuple[str, ...]
    sequence: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    spelt: dict[str, str] = field(default_factory=dict)

    def shown(self, value: str) -> str:
        """A class or a category as the CSV has it."""
        return self.spelt.get(value, value)

    def reading(self, path: str) -> list[str]:
        """The line that reads it."""
        return call("table = pd.read_csv(", Code(path), **self.options)


class Sources:
    """Both ways to begin, for one recipe."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._dataset = recipe.dataset
        self._table = recipe.table

    @cached_property
    def source(self) -> Source:
        """The visitor's own file where that can be; else the table as the app holds it."""
        return self._own() or self._held()

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {column.name: column for column in feature_columns(self._table, self._dataset.options)}

    def _own(self) -> Source | None:
        recipe, dataset = self._recipe, self._dataset
        is_whole = dataset.n_rows == self._table.n_rows and (dataset.rows == np.arange(dataset.n_rows)).all()
        if (
            recipe.raw is None
            or not is_whole
            or self._table.form
            or len(set(self._table.columns)) < self._table.cells.shape[1]
        ):
            return None
        sequence = None
        if dataset.sequence_starts is not None:
            sequence = dataset.options.group
            if sequence is None or dataset.cuts is not None or not self._is_grouped(sequence):
                return None
        texts = self._texts(sequence)
        for options in self._guesses(texts):
            try:
                read = pd.read_csv(io.BytesIO(recipe.raw), **options)
            except (ValueError, UnicodeError, LookupError, OverflowError):
                continue
            if self._is_same(read, texts):
                names = {encoder.column: encoder.column for encoder in dataset.encoders}
                file = plain_name(recipe.file)
                return Source(file, recipe.raw, True, dataset.label, names, self._table.columns, sequence, options)
        return None

    def _texts(self, sequence: str | None) -> list[str]:
        """The columns that are read as texts."""
        names = [self._dataset.label, *([sequence] if sequence else [])]
        return [*names, *(each.column for each in self._dataset.encoders if each.kind == "text")]

    def _is_grouped(self, name: str) -> bool:
        codes = pd.factorize(self._table.texts(name))[0]
        starts = np.concatenate([[True], np.diff(codes) != 0])
        return bool((starts == self._dataset.sequence_starts).all() and starts.sum() == codes.max() + 1)

    def _guesses(self, texts: list[str]) -> Iterator[dict]:
        """Options that may read the file as it was read here, the plainest first."""
        table = self._table
        options: dict = {}
        if table.delimiter != ",":
            options["sep"] = r"\s+" if table.delimiter == " " else table.delimiter
        if not table.header:
            options |= {"header": None, "names": list(table.columns)}
        if table.encoding.lower().replace("_", "-") not in ("utf-8", "ascii", "utf-8-sig"):
            options["encoding"] = table.encoding
        options |= {"dtype": dict.fromkeys(texts, str), "keep_default_na": False}
        numbers = [each.column for each in self._dataset.encoders if each.kind == "number"]
        gaps = {name: found for name in numbers if (found := self._gaps(name))}
        if gaps:
            options["na_values"] = gaps
        yield options
        yield options | {"decimal": ","}

    def _gaps(self, name: str) -> list[str]:
        """How the gaps of a column of numbers are spelt."""
        column = self._columns[name]
        missing = column.missing
        return sorted(set(column.texts[missing]))[:MOST_GAPS] if missing.any() else []

    def _is_same(self, read: pd.DataFrame, texts: list[str]) -> bool:
        """Whether what pandas read is what the app has, in every column that is used."""
        if [*map(str, read.columns)] != [*self._table.columns] or len(read) != self._table.n_rows:
            return False
        if not all((read[name].to_numpy(object) == self._table.texts(name).to_numpy(object)).all() for name in texts):
            return False
        labels = read[self._dataset.label].to_numpy(object)
        classes = np.array([*self._dataset.classes, ""], object)[self._dataset.targets]
        if self._dataset.options.loss_at == "every step" and not (labels == classes).all():
            return False
        if (
            self._dataset.options.loss_at != "every step"
            and not ((labels == classes) | ((self._dataset.targets < 0) & ~np.isin(labels, classes[:-1]))).all()
        ):
            return False
        return all(self._has_numbers(read, each) for each in self._dataset.encoders if each.kind != "text")

    def _has_numbers(self, read: pd.DataFrame, encoder: ColumnEncoder) -> bool:
        if encoder.kind != "number" or read[encoder.column].dtype.kind not in "if":
            return False
        return _are_close(read[encoder.column].to_numpy(float), self._columns[encoder.column].values)

    def _held(self) -> Source:
        """The table as the app holds it: its rows in the order of the dataset, numbers as numbers."""
        dataset = self._dataset
        taken: dict[str, str] = {}
        names = [dataset.label, *(each.column for each in dataset.encoders)]
        for name in names:
            taken[name] = _free(harmless(name), taken.values())
        classes = [harmless(name) for name in (*dataset.classes, "")]
        cells = {taken[dataset.label]: np.array(classes, object)[dataset.targets]}
        spelt = {name: harmless(name) for name in dataset.classes}
        sequence = None
        if dataset.sequence_starts is not None:
            sequence = _free("sequence", taken.values())
            cells[sequence] = np.array([*map(str, dataset.groups)], object)
        for each in dataset.encoders:
            column = self._columns[each.column]
            if each.kind == "text":
                cells[taken[each.column]] = np.array([*map(harmless, column.texts.iloc[dataset.rows])], object)
                spelt |= {name: harmless(name) for name in each.categories}
            else:
                numbers = column.values[dataset.rows]
                cells[taken[each.column]] = np.array(["" if np.isnan(n) else repr(float(n)) for n in numbers], object)
        texts = [taken[name] for name in self._texts(None)]
        gaps = {
            taken[each.column]: [""]
            for each in dataset.encoders
            if each.kind != "text" and np.isnan(self._columns[each.column].values[dataset.rows]).any()
        }
        options = {"dtype": dict.fromkeys(texts, str), "keep_default_na": False}
        if gaps:
            options["na_values"] = gaps
        stem = plain_name(self._recipe.file).rpartition(".")[0] or "table"
        content = csv_of(pd.DataFrame(cells))
        file, label = f"{stem}_as_held.csv", taken[dataset.label]
        return Source(file, content, False, label, taken, tuple(cells), sequence, options, spelt)


def plain_name(file: str) -> str:
    """The file's name in letters that every system and shell takes as they are."""
    found = PLAIN_NAME.sub("_", file.replace("\\", "/").rpartition("/")[2]).strip("._-")[-60:]
    return found or "table.csv"


def _free(name: str, taken) -> str:
    while name in taken:
        name += "_"
    return name


def _are_close(a: np.ndarray, b: np.ndarray) -> bool:
    return bool(np.allclose(a, b, rtol=SAME, atol=0, equal_nan=True))
