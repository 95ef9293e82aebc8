"""Texts that hold no table, or one in a language that is not read: what each is called, and what to do instead."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from nets.data.formats.foreign.binary import EXPORT, IN_R
from nets.data.formats.foreign.documents import (
    is_calendar,
    is_diff,
    is_fasta,
    is_mail,
    is_prose,
    is_python_source,
    is_settings,
)
from nets.data.formats.foreign.instruments import is_fastq, is_sam, is_touchstone
from nets.data.formats.foreign.languages import (
    begin_of,
    is_c45,
    is_dotted,
    is_framed,
    is_python,
    is_ruled,
    is_shown_by_octave,
    is_sql,
    is_sylk,
    is_yaml,
)
from nets.data.formats.foreign.logs import (
    is_chat,
    is_history,
    is_listing,
    is_log,
    is_log_of_requests,
    is_training,
)
from nets.data.formats.source import Source
from nets.errors import Code, DataError

A_TABLE = "give a file with a line of names and a line for each row"
IN_A_SPREADSHEET = "open it in Excel or LibreOffice and save it there as CSV (UTF-8)"
FROM_PYTHON = "in Python, write the table with pandas' to_csv(..., index=False), or an array with numpy.savetxt"


R_CODE = (
    r"(?:[`\w.]+\s*<-\s*)?structure\(list\("
    r"|[`\w.]+\s*<-\s*(?:structure|c|list|data\.frame)\("
    r"|'data\.frame':\s*\d+ obs\. of"
    r"|(?:rows|observations): [\d,]+\n(?:columns|variables): "
    r"|list\(\w+ = c\(|data\.frame\(\w+ = c\("
)
WIKI = (
    r"\{\|[^\n]*\n(?:\|\+[^\n]*\n)?(?:\|-|!|\|)"  # MediaWiki
    r"|(?:\[[^\n]*\]\n)?(?:\.[^\n]*\n)?\|={3,}\n"  # AsciiDoc
    r"|\|\|[^|\n]+(?:\|\|[^|\n]*)+\|\|?\s*\n\|"  # Jira, MoinMoin
    r"|\|_\.[^|\n]+\|"  # Textile
    r"|\^[^\^\n]+\^[^\n]*\^\s*\n\|"  # DokuWiki
    r"|(?:\.\w+\n)?\.TS\n|\.(?:PP|LP|TH|SH|nr|de|ds|na|nf|\\\")(?: [^\n]*)?\n"  # troff
    r"|\.\. (?:list-table|csv-table)::"  # reStructuredText
)
STATISTICS = (
    r"(?:.*\n)?=+\n(?:dep\. variable|model):"  # statsmodels
    r"|call:\n\w+\(formula = "  # R's lm and glm
    r"|precision +recall +f1-score +support\n"  # scikit-learn
    r"|(?=(?:.*\n){0,3}.*\bmin\. +:)(?=(?:.*\n){0,8}.*\bmedian +:)"  # R's summary
    r"|[^\n]*\ncount +[\d.e+]+(?: +[\d.e+]+)*\n(?:unique\b.*\ntop\b.*\nfreq\b.*\n)?mean\b.*\n"  # pandas' describe
    r"(?:(?:std|min|\d+%|max)(?!\w).*\n?){3,}"
    r"|<class 'pandas\.|(?:.*\n){0,3}# +column +non-null count +dtype\n"  # pandas' info
    r"|(?:\S.* (?:u?int\d+|float\d+|object|str|string|bool|category|datetime64\[.*\])\n)+dtype: object"
    r"|info: open of [`'].*\n?using driver"  # ogrinfo
    r"|1\. \"[^\"]*\"\ntype of data:"  # csvstat
)


def _begins(pattern: str) -> Callable[[Source], bool]:
    """A test of whether the lines that are not blank begin so."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda source: bool(compiled.match(begin_of(source)))


@dataclass(frozen=True)
class Foreign:
    """A kind of text: what it is called, what to do instead of giving it, and whether a file is it."""

    code: Code
    what: str
    remedy: str
    is_it: Callable[[Source], bool]


FOREIGN = (
    Foreign(
        Code.SQL,
        "a file of SQL statements",
        "in the database, SELECT the table and save that as CSV (SQLite: .mode csv and .headers on; "
        "PostgreSQL: \\copy ... csv header)",
        is_sql,
    ),
    Foreign(
        Code.LATEX,
        "a LaTeX file",
        "save the table as CSV in the program it was made with, or in Python, "
        "astropy.table.Table.read(..., format='latex').write('table.csv') converts it",
        _begins(r"(?:%[^\n]*\n)*\s*\\(?:documentclass|begin\s*\{|usepackage|table\b|hline|toprule|input\b|centering)"),
    ),
    Foreign(Code.SYLK, "a SYLK spreadsheet (.slk)", IN_A_SPREADSHEET, is_sylk),
    Foreign(
        Code.DIF,
        "a spreadsheet in the Data Interchange Format (.dif)",
        IN_A_SPREADSHEET,
        _begins(r"TABLE\n0,1\n\"[^\n]*\"\n(?:VECTORS|TUPLES)\n"),
    ),
    Foreign(
        Code.OCTAVE,
        "a matrix as Octave, MATLAB or Scilab shows it, its numbers cut short",
        'there, csvwrite("table.csv", ...) writes a matrix as CSV (Scilab: csvWrite(..., "table.csv"))',
        is_shown_by_octave,
    ),
    Foreign(
        Code.OCTAVE,
        "a cell array or a matrix in blocks of columns, as Octave and MATLAB show them",
        'there, csvwrite("table.csv", ...) writes a matrix as CSV',
        _begins(r"columns? \d+ (?:through|and|to|thru) \d+:?\n|(?:\w+ =\n)?\{\n\[\d+,\d+\] = "),
    ),
    Foreign(
        Code.R_CODE,
        "R code, or what str and glimpse say of a data frame",
        IN_R,
        _begins(R_CODE),
    ),
    Foreign(
        Code.DRAWN_TABLE,
        "a table printed without lines between its columns",
        "save the table as CSV in the program that printed it (polars: write_csv)",
        is_ruled,
    ),
    Foreign(
        Code.DRAWN_TABLE,
        "a table in a frame without lines between its columns",
        "save the table as CSV in the program that printed it (Stata: export delimited)",
        is_framed,
    ),
    Foreign(
        Code.DRAWN_TABLE,
        "a table in a frame of points",
        "save the table as CSV in the program that printed it",
        is_dotted,
    ),
    Foreign(
        Code.NOT_A_TABLE,
        "what a program says of a table or of a model: its statistics",
        "give the table itself, with a line for each row",
        _begins(STATISTICS),
    ),
    Foreign(
        Code.JAVASCRIPT,
        "a program in JavaScript",
        "write the array or the objects alone, as JSON (JSON.stringify), and give that",
        _begins(r"(?:export\s+)?(?:const|let|var|default)\s+(?:\w+\s*=\s*)?[\[{]|(?:module\.)?exports\b[\w.]*\s*="),
    ),
    Foreign(
        Code.PROGRAM,
        "what Perl, PHP, Ruby, JavaScript or Haskell shows of a list",
        "there, write a line for each row with a library for CSV",
        _begins(
            r"\$VAR1 = [\[{]\n|array(?: \(\n *\d+ => *\n?|\n\(\n *\[[^\]\n]*\] => )|\[\{(?:\"[^\"\n]*\"|:\w+) ?=> ?"
            r"|\[\n\{ ?\n?(?:\w+|'[^'\n]*'): |\[ (?:Table|Para|Header|Plain)\b[^,;|]*\n[(\[]"
        ),
    ),
    Foreign(
        Code.PROGRAM,
        "a style sheet (CSS)",
        A_TABLE,
        _begins(r"[.#@*\w][^\n{},;|]*\{\n[\w-]+ *:[^;\n]*;\n"),
    ),
    Foreign(
        Code.DOCUMENT,
        "a text with its layout (RTF)",
        "open it in a text processor, copy the table into a spreadsheet and save that as CSV",
        _begins(r"\{\s*\\(?:rtf|pard|trowd)"),
    ),
    Foreign(Code.PYTHON, "what Python shows of a list, an array or a data frame", FROM_PYTHON, is_python),
    Foreign(
        Code.NAMES_FILE,
        "a .names file of C4.5, which lists columns and has no rows",
        "the rows are in the file beside it that ends in .data; write the names above them, and give that",
        is_c45,
    ),
    Foreign(
        Code.YAML,
        "YAML",
        "in Python, pandas.DataFrame(yaml.safe_load(open(...))).to_csv(..., index=False) converts a list of records",
        is_yaml,
    ),
    Foreign(
        Code.WIKI,
        "a table in a wiki's or a text processor's notation",
        "copy the table from the page it makes into a spreadsheet and save that as CSV",
        _begins(WIKI),
    ),
    Foreign(
        Code.DATA_FILE,
        "the text form of a netCDF file (CDL)",
        "in Python, xarray.open_dataset('....nc').to_dataframe().to_csv(...) makes a CSV of the netCDF file",
        _begins(r"netcdf \S+ \{\s*(?:dimensions|variables|types|group)\b"),
    ),
    Foreign(
        Code.DATA_FILE,
        "a Matrix Market file (.mtx)",
        "in Python, numpy.savetxt(..., scipy.io.mmread(...).toarray(), delimiter=',') makes a CSV of it",
        _begins(r"%%MatrixMarket\s"),
    ),
    Foreign(Code.DATA_FILE, "a spectrum in the JCAMP-DX format", EXPORT, _begins(r"##TITLE\s*=[^\n]*\n##JCAMP")),
    Foreign(
        Code.DATA_FILE,
        "a file of atoms (PDB)",
        "write a line for each atom, with delimiters",
        _begins(r"(?:(?:HEADER|TITLE|REMARK|CRYST1|MODEL)\b[^\n]*\n)*ATOM {2,}\d+ +[A-Z]"),
    ),
    Foreign(Code.DATA_FILE, "a linear program (MPS)", A_TABLE, _begins(r"NAME\b[^\n]*\nROWS\n")),
    Foreign(Code.DATA_FILE, "an SPSS portable file", EXPORT, _begins(r"(?:ASCII SPSS PORT FILE)")),
    Foreign(Code.NOT_A_TABLE, "the differences of two files (a diff)", "give the file that was changed", is_diff),
    Foreign(
        Code.NOT_A_TABLE,
        "a FASTA file of sequences",
        "compute columns of numbers from the sequences and save those as CSV",
        is_fasta,
    ),
    Foreign(
        Code.NOT_A_TABLE,
        "a list of publications (BibTeX or RIS)",
        "export it as CSV in the program that keeps the list",
        _begins(r"(?:%[^\n]*\n)*@\w+\s*\{[^,\n]*,\s*\n|TY {2}- [A-Z]+\s*\n[A-Z][A-Z\d] {2}- "),
    ),
    Foreign(
        Code.NOT_A_TABLE,
        "a file of subtitles",
        A_TABLE,
        _begins(r"(?:WEBVTT[^\n]*\n)?(?:\d+\n)?\d\d:\d\d(?::\d\d)?[,.]\d{3} --> \d\d:"),
    ),
    Foreign(
        Code.DATA_FILE,
        "a Touchstone file of network parameters",
        "in Python, skrf.Network('...').to_dataframe().to_csv('table.csv') makes a CSV of it",
        is_touchstone,
    ),
    Foreign(
        Code.NOT_A_TABLE,
        "reads of sequences (FASTQ or SAM)",
        "compute columns of numbers from the reads and save those as CSV",
        lambda source: is_fastq(source) or is_sam(source),
    ),
    Foreign(
        Code.NOT_A_TABLE,
        "a log",
        "write what is to be learnt of its lines into columns, and save those as CSV",
        lambda source: is_log(source) or is_log_of_requests(source),
    ),
    Foreign(Code.NOT_A_TABLE, "an exported chat", A_TABLE, is_chat),
    Foreign(
        Code.NOT_A_TABLE,
        "a history of git",
        "git log --format='%h,%ad,%an' --date=iso writes a line with commas for each commit",
        is_history,
    ),
    Foreign(
        Code.NOT_A_TABLE,
        "a listing of files (ls)",
        "find . -printf '%s,%TY-%Tm-%Td,%p\\n' writes a line with commas for each file",
        is_listing,
    ),
    Foreign(
        Code.NOT_A_TABLE,
        "what a program says while it trains a net",
        "in Keras, the callback CSVLogger writes the losses as CSV",
        is_training,
    ),
    Foreign(Code.NOT_A_TABLE, "a calendar or an address card", A_TABLE, is_calendar),
    Foreign(Code.NOT_A_TABLE, "a file of settings (INI or TOML)", A_TABLE, is_settings),
    Foreign(Code.NOT_A_TABLE, "an e-mail", "save the table that came with it, and give that file", is_mail),
    Foreign(Code.NOT_A_TABLE, "a program in Python", "run it, and give the table that it writes", is_python_source),
    Foreign(Code.NOT_A_TABLE, "text in sentences", A_TABLE, is_prose),
)


def refuse_foreign(source: Source) -> None:
    """Raises `DataError` where a text is SQL, LaTeX or another language, with the code of what it is."""
    for kind in FOREIGN:
        if kind.is_it(source):
            raise DataError(kind.code, f"This is {kind.what}, not a CSV file: {kind.remedy}.")
