"""Texts that hold no table, or one in a language that is not read: each is recognised by its first lines."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from nets.data.formats.source import Source
from nets.errors import Code, DataError

EXPORT = "open it in the program it comes from and save it there as CSV (UTF-8)"
IN_R = "in R, write.csv(..., row.names = FALSE) makes a CSV of the table"
IN_A_SPREADSHEET = "open it in Excel or LibreOffice and save it there as CSV (UTF-8)"
FROM_PYTHON = "in Python, write the table with pandas' to_csv(..., index=False), or an array with numpy.savetxt"
FIRST = 4000  # characters of the head that a pattern is looked for in


def _begins(pattern: str) -> Callable[[Source], bool]:
    """A test of whether the lines that are not blank begin so."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda source: bool(compiled.match("\n".join(source.filled)[:FIRST]))


@dataclass(frozen=True)
class Foreign:
    """A kind of text: what it is called, what to do instead of giving it, and whether a file is it."""

    code: Code
    what: str
    remedy: str
    is_it: Callable[[Source], bool]


def _is_sql(source: Source) -> bool:
    text = "\n".join(source.filled)[:FIRST]
    text = re.sub(r"/\*.*?\*/;?|--[^\n]*|^#[^\n]*", "", text, flags=re.DOTALL | re.MULTILINE)
    return bool(SQL.match(text.lstrip(" \n;")))


SQL = re.compile(
    r"(?:insert|replace)\s+(?:or\s+\w+\s+|ignore\s+)?into\s+[^\s(,;]+\s*(?:\([^)]*\)\s*)?(?:values|select)\b"
    r"|create\s+(?:or\s+replace\s+)?(?:(?:temporary|temp|global|unlogged)\s+)?"
    r"(?:table|database|schema|type|sequence|extension|function)\s+[^,;]*[(;]"
    r"|\('[^'\n]*'\s*,[^()\n]*\)\s*,\s*\("
    r"|copy\s+\S+\s*(?:\([^)]*\)\s*)?from\s+stdin\b"
    r"|(?:drop|lock|truncate|alter)\s+tables?\s+[^,;]+;\s*\n"
    r"|pragma\s+\w+\s*=\s*\w+\s*;\s*\n"
    r"|(?:begin(?:\s+(?:transaction|work))?|start\s+transaction|use\s+[\w`]+)\s*;\s*\n"
    r"(?:begin|create|insert|copy|set|drop|pragma|lock|alter|--)\b"
    r"|set\s+(?:names|@@?\w+|sql_\w+|\w+_(?:timeout|checks|zone|encoding|strings|path|bodies|security|messages))\b[^;]*;",
    re.IGNORECASE,
)


def _is_html(source: Source) -> bool:
    text = "\n".join(source.filled)[:FIRST]
    text = re.sub(r"<!--.*?(?:-->|\Z)|<\?xml[^>]*\?>", "", text, flags=re.DOTALL).lstrip()
    return bool(HTML_BEGIN.match(text)) or (bool(HTML_TAG.match(text)) and b"</" in source.text)


def _is_xml(source: Source) -> bool:
    """Whether it says so, or an element that begins the text ends it."""
    first = XML_ELEMENT.match(source.filled[0])
    if source.filled[0].startswith("<?xml"):
        return True
    return first is not None and source.text.rstrip().endswith(f"</{first[1]}>".encode())


HTML_BEGIN = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)
HTML_TAG = re.compile(
    r"<(?:head|body|meta|title|script|style|div|table|thead|tbody|tr|td|th|p|h[1-6]|ul|center)(?:\s[^<>]*)?>(?!\s*[,;|\t])",
    re.IGNORECASE,
)
XML_ELEMENT = re.compile(r"<([A-Za-z_][\w:.-]*)(?:\s[^<>]*)?>")


def _has_table(source: Source) -> bool:
    return re.search(rb"<table\b", source.text, re.IGNORECASE) is not None


def _is_c45(source: Source) -> bool:
    lines = [line.partition("|")[0].strip() for line in source.filled if not line.startswith("|")]
    first, *others = [line for line in lines if line] or [""]
    kinds = [bool(C45_KIND.fullmatch(line)) for line in others]
    is_known = any(C45_WORD.search(line) for line in others)
    return ":" not in first and first.endswith(".") and bool(kinds) and all(kinds) and is_known


C45_KIND = re.compile(r"[^:]+:[^:]+\.?")
C45_WORD = re.compile(r":\s*(?:continuous|ignore|label|discrete\s+\d+)\s*\.?$")


def _is_python(source: Source) -> bool:
    """Whether the lines are what Python shows of lists, arrays or frames: whole in brackets, each or all together."""
    lines = source.filled
    if PYTHON_CALL.match(lines[0][:FIRST]) or re.match(r"\{\s*'[^']*'\s*:", lines[0]):
        return True
    if lines[0].startswith(("[[", "[(", "((")):
        return all(line.startswith(("[", "(", "...", "]", ")")) for line in lines)
    if not re.match(r"""[\[(]\s*['"\d.+\-]|[\[(](?:nan|None|True|False)\b""", lines[0]):
        return False
    return all(line[:1] in "[(" and _is_one_bracket(line.rstrip(",")) for line in lines[:50])


def _is_one_bracket(line: str) -> bool:
    """Whether the bracket a line begins with closes at its end, and not before."""
    depth = 0
    for place, sign in enumerate(line[:FIRST]):
        depth += (sign in "[(") - (sign in "])")
        if depth == 0:
            return place == len(line) - 1
    return len(line) > FIRST


PYTHON_CALL = re.compile(
    r"(?:\w+\s*=\s*)?(?:np\.|numpy\.|pd\.|tf\.|torch\.|jnp\.)?"
    r"(?:array|matrix|tensor|DataFrame|Series|Tensor|Array|masked_array|rec\.array|OrderedDict|defaultdict)"
    r"\(\s*(?:[\[{(]|data\b|shape\b)|\[?Row\(\w+="
)


def _is_shown_by_octave(source: Source) -> bool:
    """Whether a variable is shown: its name and =, then numbers."""
    first, *others = source.filled
    shown = [line for line in others if not re.match(r"Columns? \d+", line)]
    return bool(re.fullmatch(r"[A-Za-z]\w* {1,2}=", first)) and bool(shown) and all(map(OCTAVE_ROW.fullmatch, shown))


OCTAVE_ROW = re.compile(r"(?:(?:-?(?:\d+(?:\.\d*)?(?:e[+-]\d+)?|Inf)|NaN|NA|[\d.]+e[+-]\d+ \*)(?:\s+|$))+")


def _is_sylk(source: Source) -> bool:
    return source.filled[0].startswith("ID;P") and all(map(SYLK_RECORD.fullmatch, source.filled))


SYLK_RECORD = re.compile(r"(?:ID|NE|NN|NU|NL|[PFBCOWE])(?:;[A-Z][^\n]*)?;?")


def _is_yaml(source: Source) -> bool:
    lines = [line for line in source.head if line.strip() and not line.lstrip().startswith("#")]
    if lines and re.match(r"---(?:\s|$)|%YAML", lines[0]):
        lines = lines[1:]
    return (
        bool(lines)
        and bool(re.match(r"- (?:\{\s*)?['\"]?[^,;\t:'\"]+['\"]?:(?:\s|$)", lines[0]))
        and all(re.match(r"-(?:\s|$)|\s+\S", line) for line in lines)
    )


R_CODE = (
    r"(?:[`\w.]+\s*<-\s*)?structure\(list\("
    r"|[`\w.]+\s*<-\s*(?:structure|c|list|data\.frame)\("
    r"|'data\.frame':\s*\d+ obs\. of"
    r"|(?:rows|observations): [\d,]+\n(?:columns|variables): "
    r"|list\(\w+ = c\(|data\.frame\(\w+ = c\("
)
WIKI = (
    r"\{\|[^\n]*\n(?:\|\+[^\n]*\n)?(?:\|-|!|\|)"  # MediaWiki
    r"|(?:\[[^\n]*\]\n)?\|={3,}\n"  # AsciiDoc
    r"|\|\|[^|\n]+(?:\|\|[^|\n]*)+\|\|\s*\n\|"  # Jira, MoinMoin
    r"|\|_\.[^|\n]+\|"  # Textile
    r"|\^[^\^\n]+\^[^\n]*\^\s*\n\|"  # DokuWiki
    r"|(?:\.\w+\n)?\.TS\n"  # troff
    r"|\.\. (?:list-table|csv-table)::"  # reStructuredText
)
FOREIGN = (
    Foreign(
        Code.SQL,
        "a file of SQL statements",
        "in the database, SELECT the table and save that as CSV (SQLite: .mode csv and .headers on; "
        "PostgreSQL: \\copy ... csv header)",
        _is_sql,
    ),
    Foreign(
        Code.LATEX,
        "a LaTeX file",
        "save the table as CSV in the program it was made with, or in Python, "
        "astropy.table.Table.read(..., format='latex').write('table.csv') converts it",
        _begins(r"(?:%[^\n]*\n)*\s*\\(?:documentclass|begin\s*\{|usepackage|table\b|hline|toprule|input\b|centering)"),
    ),
    Foreign(Code.SYLK, "a SYLK spreadsheet (.slk)", IN_A_SPREADSHEET, _is_sylk),
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
        _is_shown_by_octave,
    ),
    Foreign(
        Code.R_CODE,
        "R code, or R's description of a data frame",
        IN_R,
        _begins(R_CODE),
    ),
    Foreign(Code.PYTHON, "what Python shows of a list, an array or a data frame", FROM_PYTHON, _is_python),
    Foreign(
        Code.NAMES_FILE,
        "a .names file of C4.5, which lists columns and has no rows",
        "the rows are in the file beside it that ends in .data; write the names above them, and give that",
        _is_c45,
    ),
    Foreign(
        Code.YAML,
        "YAML",
        "in Python, pandas.DataFrame(yaml.safe_load(open(...))).to_csv(..., index=False) converts a list of records",
        _is_yaml,
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
    Foreign(Code.DATA_FILE, "an SPSS portable file", EXPORT, _begins(r"(?:ASCII SPSS PORT FILE)")),
)


def refuse_foreign(source: Source) -> None:
    """Raises `DataError` where a text is HTML, XML, SQL or another language, with the code of what it is."""
    if _is_html(source):
        if _has_table(source):
            remedy = (
                "open it in a browser, copy the table into a spreadsheet and save that as CSV; in Python, "
                "pandas.read_html(...)[0].to_csv(..., index=False) converts it"
            )
            raise DataError(Code.WEB_PAGE, f"This is a web page (HTML), not a CSV file: {remedy}.")
        if re.match(r"<t[rdh]\b", source.filled[0], re.IGNORECASE):
            raise DataError(
                Code.WEB_PAGE,
                "This is the inside of a table of a web page (HTML), not a CSV file: have the program that wrote it "
                "write CSV (SQLite: .mode csv).",
            )
        raise DataError(
            Code.WEB_PAGE,
            "This is a web page (HTML) and holds no table: it may be an error or a login instead of the file. "
            "Download the data file itself.",
        )
    if _is_xml(source):
        raise DataError(
            Code.MARKUP,
            f"This is an XML file, not a CSV file: {EXPORT}; "
            "in Python, pandas.read_xml(...).to_csv(..., index=False) converts plain records.",
        )
    for kind in FOREIGN:
        if kind.is_it(source):
            raise DataError(kind.code, f"This is {kind.what}, not a CSV file: {kind.remedy}.")
