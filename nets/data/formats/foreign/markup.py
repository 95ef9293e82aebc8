"""HTML and XML, with a table in them or not."""

import re

from nets.data.formats.foreign.binary import EXPORT
from nets.data.formats.foreign.languages import begin_of
from nets.data.formats.source import Source
from nets.errors import Code, DataError

HTML_BEGIN = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)
HTML_TAG = re.compile(
    r"<(?:head|body|meta|title|script|style|div|table|thead|tbody|tr|td|th|p|h[1-6]|ul|center)(?:\s[^<>]*)?>(?!\s*[,;|\t])",
    re.IGNORECASE,
)
XML_ELEMENT = re.compile(r"<([A-Za-z_][\w:.-]*)(?:\s[^<>]*)?>")


def refuse_markup(source: Source) -> None:
    """Raises `DataError` where a text is HTML or XML, with what to do about it."""
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
            f"This is an XML file, not a CSV file: {EXPORT}; in Python, "
            "pandas.read_xml(...).to_csv(..., index=False) converts plain records.",
        )


def _is_html(source: Source) -> bool:
    text = begin_of(source)
    text = re.sub(r"<!--.*?(?:-->|\Z)|<\?xml[^>]*\?>", "", text, flags=re.DOTALL).lstrip()
    return bool(HTML_BEGIN.match(text)) or (bool(HTML_TAG.match(text)) and b"</" in source.text)


def _is_xml(source: Source) -> bool:
    """Whether it says so, or an element that begins the text ends it."""
    first = XML_ELEMENT.match(source.filled[0])
    if source.filled[0].startswith("<?xml"):
        return True
    return first is not None and source.text.rstrip().endswith(f"</{first[1]}>".encode())


def _has_table(source: Source) -> bool:
    return re.search(rb"<table\b", source.text, re.IGNORECASE) is not None
