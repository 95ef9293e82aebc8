"""ARFF, the files of Weka (and of KEEL): attributes with their kinds, then rows, dense or sparse."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nets.data.formats.java_dates import iso_dates
from nets.data.formats.rows import Rows, check_size, where
from nets.data.formats.source import Source
from nets.data.table import Note, shortened
from nets.errors import Code, DataError

QUOTED = r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\""""
ATTRIBUTE = re.compile(rf"@attribute\s+(?:{QUOTED}|([^\s{{]+))\s*(.*)", re.IGNORECASE)
VALUE = re.compile(rf"""\s*+(?:{QUOTED}|([^,'"][^,]*|))\s*(,|$)""")
SPARSE_VALUE = re.compile(rf"""\s*+(\d++)\s++(?:{QUOTED}|([^,'"\s][^,]*))\s*(,|$)""")
WEIGHT = re.compile(r"\s*,\s*\{\s*[\d.]+\s*\}\s*$")
KINDS = {"numeric": "number", "real": "number", "integer": "number", "string": "text", "date": "date"}
ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
MISSING = ("?", "<null>")  # of Weka, of KEEL


@dataclass(frozen=True)
class Attribute:
    """A column: its `kind` is number, text, date or nominal, and `values` are what a nominal one may hold."""

    name: str
    kind: str
    values: tuple[str, ...] = ()
    date_format: str = ""

    @property
    def left_out(self) -> str:
        """What a sparse row means by leaving it out."""
        return {"number": "0", "nominal": self.values[0] if self.values else ""}.get(self.kind, "")


@dataclass
class Body:
    """The rows of a file while they are read, and the lines that a note is due on."""

    attributes: list[Attribute]
    cells: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    weighted: list[int] = field(default_factory=list)
    sparse: list[int] = field(default_factory=list)

    def add(self, text: str, line: int) -> None:
        """The next row. Raises `DataError` where its values are not as many as the attributes."""
        if text.startswith("{") and text.endswith("}"):
            row = self._sparse(text[1:-1], line)
            self.sparse.append(line)
            check_size(len(self.cells), len(self.attributes), grows=True)
        else:
            if text.endswith("}") and WEIGHT.search(text):
                text = WEIGHT.sub("", text)
                self.weighted.append(line)
            row = self._dense(text, line)
        self.cells.append(row)
        self.lines.append(line)

    def _dense(self, text: str, line: int) -> list[str]:
        width = len(self.attributes)
        if "'" in text or '"' in text or "\\" in text:
            row = self._values(text, line)
        else:
            row = text.split(",")
            if " " in text or "\t" in text:
                row = [value.strip() for value in row]
            if len(row) != width and len(blank := text.replace(",", " ").split()) == width:
                row = blank  # Weka takes a blank for a comma
            if "?" in text or "<null>" in text:
                row = [self._gap(line) if value in MISSING else value for value in row]
        if len(row) != width:
            raise _mistake(line, f"should have {width:,} values, as many as there are attributes, and has {len(row):,}")
        return row

    def _values(self, text: str, line: int) -> list[str]:
        row, at = [], 0
        while True:
            found = VALUE.match(text, at)
            if not found:
                raise _mistake(line, "has a quote that is not closed, or a text after one")
            row.append(self._value(found[1], found[2], found[3], line))
            at = found.end()
            if not found[4]:
                return row

    def _value(self, single: str | None, double: str | None, bare: str | None, line: int) -> str:
        if bare is None:
            return unescaped(single if double is None else double)
        bare = bare.strip()
        return self._gap(line) if bare in MISSING else unescaped(bare)

    def _gap(self, line: int) -> str:
        self.gaps.append(line)
        return ""

    def _sparse(self, text: str, line: int) -> list[str]:
        row = [attribute.left_out for attribute in self.attributes]
        seen, at, text = set(), 0, text.strip()
        while at < len(text):
            found = SPARSE_VALUE.match(text, at)
            if not found:
                raise _mistake(line, "is a sparse row in which a number and a value cannot be told")
            place = int(found[1][:9])
            if place >= len(row) or place in seen:
                raise _mistake(line, f"gives attribute number {place:,} twice, or there is none of that number")
            seen.add(place)
            row[place] = self._value(found[2], found[3], found[4], line)
            at = found.end()
        return row


def is_arff(source: Source) -> bool:
    """Whether the first line that is no comment is @relation."""
    first = next((line for line in source.filled if not line.startswith("%")), "")
    return bool(re.match(r"@relation\b", first, re.IGNORECASE))


def arff_rows(source: Source) -> Rows:
    """The rows. A value left out of a sparse row is 0, or the first of a nominal attribute's values.

    Raises `DataError` where an attribute or a row is not as the format wants it.
    """
    numbered = enumerate(source.lines(), 1)
    attributes = _declared(numbered)
    body = Body(attributes)
    for line, text in numbered:
        if text.strip() and not text.lstrip().startswith("%"):
            body.add(text.strip(), line)
    names = [attribute.name for attribute in attributes]
    notes = _notes(body) + _dated(body)
    return Rows(names=names, cells=body.cells, lines=body.lines, notes=tuple(notes), delimiter=",")


def unescaped(text: str) -> str:
    r"""The text without its backslashes: \n is a line's end, \' an apostrophe."""
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), text) if "\\" in text else text


def _declared(numbered: Iterator[tuple[int, str]]) -> list[Attribute]:
    """The attributes; the lines are taken up to @data."""
    attributes = []
    for line, text in numbered:
        tag = text.strip()
        if re.match(r"@data\b", tag, re.IGNORECASE):
            if not attributes:
                raise DataError(
                    Code.ARFF, f"This ARFF file declares no @attribute above @data in line {line}: add one per column."
                )
            return attributes
        if re.match(r"@attribute\b", tag, re.IGNORECASE):
            attributes.append(_attribute(tag, line))
            check_size(0, len(attributes))
    raise DataError(Code.ARFF, "This ARFF file has no line @data, so it holds no rows: save it again from Weka.")


def _attribute(text: str, line: int) -> Attribute:
    found = ATTRIBUTE.match(text)
    if not found:
        raise _mistake(line, "declares an attribute without a name")
    quoted = found[1] if found[1] is not None else found[2]
    name = unescaped(quoted) if quoted is not None else found[3]
    kind = found[4].strip()
    if kind.startswith("{"):
        return Attribute(name, "nominal", _nominal(kind, line))
    word = re.match(r"[A-Za-z]*", kind)[0].lower()
    if word not in KINDS:
        what = "is relational, a table within a table" if word == "relational" else f"is of the kind {shortened(kind)}"
        raise _mistake(line, f"says that attribute {shortened(name)} {what}, which cannot be read", "leave it out")
    return Attribute(name, KINDS[word], date_format=kind[4:].strip().strip("\"'") if word == "date" else "")


def _nominal(kind: str, line: int) -> tuple[str, ...]:
    if "}" not in kind:
        raise _mistake(line, "has a list of values without its closing brace")
    text, at, values = kind[1 : kind.rindex("}")].strip(), 0, []
    while True:
        found = VALUE.match(text, at)
        if not found:
            raise _mistake(line, "has a quote that is not closed in its list of values")
        values.append(unescaped(next(group for group in found.groups()[:3] if group is not None).strip()))
        at = found.end()
        if not found[4]:
            return tuple(values)


def _notes(body: Body) -> list[Note]:
    notes = []
    if body.gaps:
        notes.append(Note(f"The sign ? stands for a missing value: {len(body.gaps):,} found.", where(body.gaps)))
    if body.sparse:
        notes.append(
            Note(
                "Its rows are sparse: a value that is left out is 0, or the first value its attribute lists; "
                "of texts and dates it is missing.",
                where(body.sparse[:1]),
            )
        )
    if body.weighted:
        notes.append(Note("A weight at the end of a row was left out.", where(body.weighted)))
    for place, attribute in enumerate(body.attributes):
        if attribute.kind == "nominal":
            known = {"", *attribute.values}
            odd = [line for line, row in zip(body.lines, body.cells, strict=True) if row[place] not in known]
            if odd:
                named = shortened(attribute.name)
                notes.append(Note(f"{named} holds values that its @attribute line does not list.", where(odd)))
    return notes


def _dated(body: Body) -> list[Note]:
    """Dates that do not begin with the year are written so, as the file says which number is which."""
    notes = []
    for place, attribute in enumerate(body.attributes):
        if attribute.kind == "date":
            dates = iso_dates([row[place] for row in body.cells], attribute.date_format)
            if dates:
                for row, date in zip(body.cells, dates, strict=True):
                    row[place] = date
                shown = shortened(attribute.date_format)
                notes.append(Note(f"The dates of {shortened(attribute.name)}, {shown}, are shown year first."))
    return notes


def _mistake(line: int, what: str, remedy: str = "correct that line") -> DataError:
    return DataError(Code.ARFF, f"Line {line} of this ARFF file {what}: {remedy}.")
