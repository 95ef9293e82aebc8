"""Texts that people and machines write line by line: logs, chats, listings of files, what a training says of itself."""

import re

from nets.data.formats.source import Source

MOST, MOST_SAID = 0.7, 0.5  # of the lines, at least; a remark may run over several
FEWEST = 3  # lines
LONGEST, SOME = 300, 200  # characters of a line that are looked at, and lines
LEVEL = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL)"
MOMENT = r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?"
LOG = re.compile(
    rf"\[?{MOMENT}\]?(?: \S+){{0,3}}?(?: -)? \[?{LEVEL}\]?(?:[ :-]|$)"
    rf"|\[?{LEVEL}\]?:? +\[?{MOMENT}"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d \S+ [^\s:]+: "
    r"|\[ *\d+\.\d{6}\] \S"
    rf"|{LEVEL}:[\w.]+:\S"
    rf"|{MOMENT} (?:status|configure|install|upgrade|trigproc|remove|purge|startup) [^,;\t]*$"
)
REQUEST = re.compile(r'\S+ \S+ \S.* \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "')
CHAT = re.compile(
    r"\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:[  ]?[APap]\.?[Mm]\.?)?(?:\]| -) [^,;\t]*?\S: "
)
COMMIT = re.compile(r"commit [0-9a-f]{40}\b")
PERMISSIONS = re.compile(r"[-dlcbps][-rwxsStT]{9}[.+@]? +\d+ \S")
TOTAL = re.compile(r"total \d\S*")
PROGRESS = re.compile(r"(?:Epoch )?\d+/\d+\b.*(?:\[[=>.\s#]*\]|[━╸╺]+|\bstep\b)|[^%]*\d%\|.*\| ?\d+/\d+ \[")
EPOCH = re.compile(r"Epoch \d+/\d+:?")


def _lines(source: Source) -> list[str]:
    return [line[:LONGEST] for line in source.filled[:SOME]]


def _are_mostly(source: Source, pattern: re.Pattern[str], most: float = MOST) -> bool:
    lines = _lines(source)
    return len(lines) >= FEWEST and sum(map(bool, map(pattern.match, lines))) >= most * len(lines)


def is_log(source: Source) -> bool:
    """Whether most lines begin with a time and a level of a log, or as those of a system's log do."""
    return _are_mostly(source, LOG)


def is_log_of_requests(source: Source) -> bool:
    """Whether the lines are those of a web server, in the common log format."""
    return _are_mostly(source, REQUEST)


def is_chat(source: Source) -> bool:
    """Whether half the lines begin with a date, a time of day and a name with a colon, as exported chats do."""
    return _are_mostly(source, CHAT, MOST_SAID)


def is_history(source: Source) -> bool:
    """Whether it is what git says of commits."""
    lines = _lines(source)
    return len(lines) > 1 and bool(COMMIT.match(lines[0])) and lines[1].startswith(("Author:", "Merge:", "tree "))


def is_listing(source: Source) -> bool:
    """Whether each line has the permissions of a file, but for the names of folders, with the total below them."""
    lines = [line for line in _lines(source) if not TOTAL.fullmatch(line) and not line.endswith(":")]
    return len(lines) > 1 and all(map(PERMISSIONS.match, lines))


def is_training(source: Source) -> bool:
    """Whether the lines are a bar that grows while a net is trained, and the numbers of its epochs."""
    lines = _lines(source)
    bars = sum(map(bool, map(PROGRESS.match, lines)))
    return bars > 0 and all(PROGRESS.match(line) or EPOCH.fullmatch(line) for line in lines)
