"""JSON that holds a table: records, lists, or columns, as databases and data frames write them."""

import re
from collections.abc import Sequence
from typing import Any

from nets.data.columns.lexical import is_typed
from nets.data.formats.json.epochs import as_dates
from nets.data.formats.json.values import JsonValues, Number, begins_as_json, json_values
from nets.data.formats.rows import Rows, check_size, where
from nets.data.formats.source import HEAD_BYTES, Source
from nets.data.table import Note, shortened
from nets.errors import Code, DataError

REMEDY = "write one object for each row, with plain values: in Python, pandas.json_normalize(...) makes such a table"
TYPE = re.compile(
    r"(?:(?:Nullable|LowCardinality)\()*(?:String|U?Int\d+|Float\d+|Bool|UUID|(?:Date|Enum|Decimal|Fixed).*)\)*"
)
SCALARS = (str, bool, type(None))


def is_json(source: Source) -> bool:
    """Whether the head is JSON, though it may be broken further on."""
    head = source.text[:HEAD_BYTES].decode("utf-8", "ignore")
    return begins_as_json(head, is_whole=len(source.text) <= HEAD_BYTES)


def json_rows(source: Source) -> Rows:
    """The rows of whatever table it holds. Raises `DataError` where it is broken, or holds none of plain values."""
    values = json_values(source.text.decode())
    items = values.items
    if len(items) == 1 and not values.in_array:
        return _of_one(items[0], values.lines)
    return _of_many(values)


def _of_many(values: JsonValues) -> Rows:
    """The rows of objects, or of lists, that follow each other."""
    items, lines = values.items, values.lines
    if all(isinstance(item, dict) for item in items):
        return _of_records(items, lines)
    if all(isinstance(item, list) for item in items):
        return _of_lists(items, lines)
    if len(items) > 1 and isinstance(items[0], list) and _is_texts(items[0]) and _is_records(items[1:]):
        return _of_records([dict.fromkeys(items[0]) | item for item in items[1:]], lines[1:])  # PrettyTable's way
    raise DataError(Code.JSON, f"This JSON mixes objects, lists and plain values, which makes no table: {REMEDY}.")


def _of_one(item: Any, lines: list[int]) -> Rows:
    """The rows of one object that holds a whole table, in one of the known ways; or of one list."""
    if isinstance(item, list):
        if item and all(isinstance(one, SCALARS) for one in item):
            return _of_lists([item], lines)
        raise DataError(Code.JSON, f"This JSON is a list of no rows, or of values of several kinds: {REMEDY}.")
    if not isinstance(item, dict):
        raise DataError(Code.JSON, f"This JSON is a single value and no table: {REMEDY}.")
    rows = next((item[name] for name in ("data", "rows", "values") if _has(item, name, list)), None)
    if _has(item, "columns", list) and rows is not None:
        return _of_split(item["columns"], rows, item.get("index"))
    if _has(item, "meta", list) and "data" in item:
        return _of_data(item["data"], [str(one.get("name", "")) for one in item["meta"] if isinstance(one, dict)])
    held = list(item.values())
    if not held:
        raise DataError(Code.JSON, f"This JSON is an empty object: {REMEDY}.")
    if all(isinstance(one, dict) for one in held):
        return _of_objects(item)
    if all(isinstance(one, list) for one in held) and all(map(_is_plain, held)):
        return _of_columns(item)
    tables = [name for name, one in item.items() if _is_records(one)]
    if len(tables) == 1:
        others = [name for name in item if name != tables[0]]
        rows = _of_data(item[tables[0]], [])
        also = f"; {', '.join(map(shortened, others[:5]))} beside them were left out" if others else ""
        return rows.noting(Note(f"The rows are those of {shortened(tables[0])}{also}."))
    if all(isinstance(one, SCALARS) for one in held):
        return _of_records([item], lines)
    if len(tables) > 1:
        named = ", ".join(map(shortened, tables[:5]))
        raise DataError(Code.JSON, f"This JSON holds several tables ({named}): keep one of them.")
    name = next((name for name, one in item.items() if not isinstance(one, SCALARS)), "")
    raise _nested(name, item.get(name), "")


def _of_data(data: Any, names: list[str]) -> Rows:
    """The rows of what stands under “data”: objects, lists under names that are known, or columns."""
    if isinstance(data, dict) and all(isinstance(column, list) for column in data.values()):
        return _of_columns(data)
    if isinstance(data, list) and all(isinstance(row, dict) for row in data):
        return _of_records(data, None)
    if isinstance(data, list) and all(isinstance(row, list) for row in data):
        return _of_lists(data, None, names=names)
    raise DataError(Code.JSON, f"What this JSON holds as data are no rows: {REMEDY}.")


def _of_split(names: list, rows: list, index: Any) -> Rows:
    """Names, rows and perhaps an index, as `to_json(orient="split")` writes them."""
    if not all(isinstance(name, str) for name in names):
        raise DataError(Code.JSON, f"The names under “columns” of this JSON are no plain texts: {REMEDY}.")
    if not all(isinstance(row, list) for row in rows):
        return _of_data(rows, names)
    if isinstance(index, list) and len(index) == len(rows) and not _counts(index):
        names, rows = ["", *names], [[one, *row] for one, row in zip(index, rows, strict=True)]
    return _of_lists(rows, None, names=names)


def _of_objects(item: dict[str, dict]) -> Rows:
    """Columns by name of cells by row, as pandas' `to_json()` writes them, or rows by name of cells by column."""
    outer, inner = list(item), list(next(iter(item.values())))
    same = all(list(one) == inner for one in item.values())
    if same and _counts(inner):
        return _of_columns({name: list(column.values()) for name, column in item.items()})
    if _counts(outer) or _counts([name.rpartition("_")[2] for name in outer]) or not same:
        return _of_records(list(item.values()), None)
    if _one_kind_each(item.values()):
        columns = {name: list(column.values()) for name, column in item.items()}
        return _of_columns({"": inner, **columns} if "" not in item else columns)
    return _of_records([{"": name, **row} for name, row in item.items()], None)


def _one_kind_each(columns: Sequence[dict]) -> bool:
    """Whether each holds numbers alone, or texts alone."""
    kinds = [{isinstance(one, Number) for one in column.values() if one is not None} for column in columns]
    return all(len(kind) < 2 for kind in kinds)


def _of_columns(columns: dict[str, list]) -> Rows:
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise DataError(
            Code.JSON,
            f"The columns of this JSON have {min(lengths):,} to {max(lengths):,} values: all need as many.",
        )
    return _table(list(columns), [list(row) for row in zip(*columns.values(), strict=True)], None)


def _of_records(records: list[dict], lines: list[int] | None) -> Rows:
    """The rows of objects: a name that one of them lacks is a gap there."""
    names = list(dict.fromkeys(name for record in records for name in record))
    check_size(len(records), len(names), grows=True)
    lacking = [place for place, record in enumerate(records) if len(record) < len(names)]
    rows = _table(names, [[record.get(name) for name in names] for record in records], lines)
    if not lacking:
        return rows
    few = "1 object lacks" if len(lacking) == 1 else f"{len(lacking):,} objects lack"
    at = where([lines[place] for place in lacking]) if lines else ()
    return rows.noting(Note(f"{few} some of the names; those cells are empty.", at))


def _of_lists(items: list[list], lines: list[int] | None, *, names: Sequence[str] = ()) -> Rows:
    """The rows of lists of as many values each, the first being the names where it alone is texts throughout."""
    width = len(names) or len(items[0]) if items else 0
    for place, item in enumerate(items):
        if len(item) != width:
            here = f"line {lines[place]}" if lines else f"row {place + 1}"
            raise DataError(
                Code.JSON,
                f"The list in {here} of this JSON should have {width:,} values and has {len(item):,}: correct it.",
            )
    notes = []
    if not names and len(items) > 1 and _is_texts(items[0]) and _is_below_names(*items[:2]):
        names, items, lines = items[0], items[1:], lines and lines[1:]
    elif not names and len(items) > 2 and _is_texts(items[0]) and all(map(_is_type, items[1])):  # ClickHouse's
        notes.append(Note("The second list names the kinds of the columns; it is no row.", where((lines or [])[1:2])))
        names, items, lines = items[0], items[2:], lines and lines[2:]
    return _table(list(names) or [""] * width, items, lines).noting(*notes)


def _is_below_names(names: list[str], items: list) -> bool:
    """Whether the second list holds what the first, all texts, does not: numbers, or texts of numbers or dates."""
    return not _is_texts(items) or (any(map(is_typed, items)) and not any(map(is_typed, names)))


def _is_texts(items: list) -> bool:
    return all(isinstance(one, str) and not isinstance(one, Number) for one in items)


def _is_type(value: Any) -> bool:
    return isinstance(value, str) and bool(TYPE.fullmatch(value))


def _table(names: list[str], rows: list[list], lines: list[int] | None) -> Rows:
    if not rows:
        return Rows(names=names, cells=[], lines=None)
    notes, columns = [], []
    for position, column in enumerate(zip(*rows, strict=True)):
        name = names[position] or f"column {position + 1}"
        if all(isinstance(one, Number | None) for one in column) and (dates := as_dates(column)):
            notes.append(Note(f"The numbers of {shortened(name)} count from 1970, as pandas writes times: now dates."))
            columns.append(dates)
            continue
        columns.append([_cell(one, name, place, lines) for place, one in enumerate(column)])
    cells = list(zip(*columns, strict=True))
    return Rows(names=names, cells=cells, lines=lines, notes=tuple(notes))


def _cell(value: Any, name: str, place: int, lines: list[int] | None) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    raise _nested(name, value, f" in line {lines[place]}" if lines else f" in row {place + 1}")


def _nested(name: str, value: Any, here: str) -> DataError:
    what = "an object" if isinstance(value, dict) else "a list"
    return DataError(Code.JSON, f"{shortened(name)} holds {what}{here} of this JSON, not a plain value: {REMEDY}.")


def _has(item: dict, name: str, kind: type) -> bool:
    return isinstance(item.get(name), kind)


def _is_plain(column: list) -> bool:
    return all(isinstance(one, SCALARS) for one in column)


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _counts(index: Sequence[Any]) -> bool:
    """Whether it is 0, 1, 2 …, or 1, 2, 3 …"""
    texts = list(map(str, index))
    return any(texts == list(map(str, range(first, first + len(texts)))) for first in (0, 1))
