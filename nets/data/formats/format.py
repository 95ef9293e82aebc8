"""The formats that are read beside delimited text: each is recognised by its head, and read by rules of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from nets.data.csv.parsed_table import Facts, ParsedTable
from nets.data.formats.arff import arff_rows, is_arff
from nets.data.formats.array import array_rows, is_array
from nets.data.formats.deluxetable import deluxetable_rows, is_deluxetable
from nets.data.formats.foreign.markup import refuse_markup
from nets.data.formats.foreign.text import refuse_foreign
from nets.data.formats.ipac import ipac_rows, is_ipac
from nets.data.formats.json.table import is_json, json_rows
from nets.data.formats.libsvm import is_libsvm, libsvm_rows
from nets.data.formats.mrt import is_mrt, mrt_rows
from nets.data.formats.octave import is_octave, octave_rows
from nets.data.formats.printed.cut_short import refuse_cut_text
from nets.data.formats.printed.drawn_table import drawn_rows
from nets.data.formats.printed.frame import is_drawn
from nets.data.formats.printed.key_values import is_key_values, key_value_rows
from nets.data.formats.printed.simple_table import is_simple_table, simple_table_rows
from nets.data.formats.printed.vertical import is_vertical, vertical_rows
from nets.data.formats.rows import Rows
from nets.data.formats.source import Source
from nets.data.formats.time_series import is_time_series, time_series_rows
from nets.data.table import Note


@dataclass(frozen=True)
class Format:
    """What a kind of file is called, whether a file is one, and its rows."""

    name: str
    is_it: Callable[[Source], bool]
    rows: Callable[[Source], Rows]


FORMATS = (
    Format("an ARFF file", is_arff, arff_rows),
    Format("a .ts file of time series", is_time_series, time_series_rows),
    Format("JSON", is_json, json_rows),
    Format("an array as Python prints it", is_array, array_rows),
    Format("a machine-readable table (MRT)", is_mrt, mrt_rows),
    Format("an IPAC table", is_ipac, ipac_rows),
    Format("a LaTeX deluxetable", is_deluxetable, deluxetable_rows),
    Format("a list of records, one value a line", is_vertical, vertical_rows),
    Format("a table drawn with lines", is_drawn, drawn_rows),
    Format("a reStructuredText table", is_simple_table, simple_table_rows),
    Format("a file of Octave's variables", is_octave, octave_rows),
    Format("a LIBSVM file", is_libsvm, libsvm_rows),
    Format("a list of records, each value with its name", is_key_values, key_value_rows),
)


def in_own_format(text: bytes, facts: Facts) -> ParsedTable | None:
    """The table in a text (UTF-8) that is of one of the formats; None where it is delimited text, by all one can tell.

    Raises `DataError` where it is of a format that is not read, or is broken.
    """
    source = Source(text)
    if not source.filled:
        return None
    for form in FORMATS:
        if form.is_it(source):
            rows = form.rows(source)
            return rows.parsed(facts.noting(Note(f"This is {form.name}.")), form.name)
    refuse_markup(source)
    refuse_foreign(source)
    refuse_cut_text(source)
    return None
