"""Texts that hold no table of any kind: changes to a file, sequences, settings, mail, calendars, source code, prose."""

import re

from nets.data.formats.source import Source

DIFF = re.compile(r"(?:diff --git \S+ \S+\n|--- \S[^\n]*\n\+\+\+ \S[^\n]*\n@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@)")
SEQUENCE = re.compile(r"[A-Za-z*-]+")
CALENDAR = re.compile(r"BEGIN:(?:VCALENDAR|VCARD)$")
SECTION = re.compile(r"\[\[?[\w .:\"'/-]+\]\]?")
SETTING = re.compile(r"[\w.\"'-]+(?: [\w.-]+)*\s*=(?!=).*")
MAIL_FIELD = re.compile(r"([A-Za-z][A-Za-z-]*):\s.*")
SENDER = re.compile(r"From:\s.*@", re.IGNORECASE)
OF_MAIL = frozenset(["subject", "message-id", "mime-version"])
IMPORT = re.compile(
    r"import [\w.]+(?: as \w+)?|from [\w.]+ import .+|(?:async )?def \w+\(.*|class \w+.*:|#!.*\bpython.*"
)
CODE = re.compile(r"from [\w.]+ import .+|(?:async )?def \w+\(.*|class \w+(?:\(.*\))?:|print\(.*\)|\w+ = \w[\w.]*\(.*")
SENTENCE = re.compile(r"[^\W\d_].*[^\W\d_]{2}[.!?…]")
IN_A_TABLE = re.compile(r"[\t|\"]|[,;]\S")
FEWEST_SENTENCES = 3
FEWEST_WORDS = 3  # of a sentence, on average


def is_diff(source: Source) -> bool:
    """Whether the text is the differences of files, as diff and git write them."""
    return bool(DIFF.match("\n".join(source.filled[:3]) + "\n"))


def is_fasta(source: Source) -> bool:
    """Whether each line is the name of a sequence, after >, or letters of one."""
    first, *others = source.filled
    if len(first) < 2 or first[0] != ">" or not others or others[0][0] == ">":
        return False
    return all(line[0] == ">" or SEQUENCE.fullmatch(line) for line in others)


def is_calendar(source: Source) -> bool:
    """Whether the text is a calendar (.ics) or a card of an address (.vcf)."""
    return bool(CALENDAR.match(source.filled[0]))


def is_settings(source: Source) -> bool:
    """Whether each line is the name of a section in brackets, or a name with = and a value, and there are both."""
    lines = [line for line in source.filled if not line.startswith(("#", ";"))]
    sections = sum(bool(SECTION.fullmatch(line)) for line in lines)
    settings = sum(bool(SETTING.fullmatch(line)) for line in lines)
    return sections > 0 and settings > 0 and sections + settings == len(lines)


def is_mail(source: Source) -> bool:
    """Whether a mail's fields stand above a blank line: who it is from, and some that only mails have."""
    names: set[str] = set()
    is_sent = False
    for line in source.head:
        if not line.strip():
            break
        field = MAIL_FIELD.fullmatch(line)
        if field is None and not (names and line.startswith((" ", "\t"))):
            return False
        is_sent |= bool(SENDER.match(line))
        names |= {field[1].lower()} if field else set()
    return is_sent and bool(names & OF_MAIL)


def is_python_source(source: Source) -> bool:
    """Whether the text begins as a program in Python does, and goes on so."""
    lines = [line for line in source.filled if not line.startswith("# ")]
    return bool(lines) and bool(IMPORT.fullmatch(lines[0])) and any(map(CODE.fullmatch, lines[1:]))


def is_prose(source: Source) -> bool:
    """Whether each line is a sentence, and no sign that may separate fields stands in each as often."""
    lines = source.filled
    if len(lines) < FEWEST_SENTENCES or not all(map(SENTENCE.fullmatch, lines)):
        return False
    if any(map(IN_A_TABLE.search, lines)) or not all(line[0].isupper() for line in lines):
        return False
    is_even = any({line.count(mark) for line in lines} == {lines[0].count(mark)} != {0} for mark in ",;:")
    return not is_even and sum(len(line.split()) for line in lines) >= FEWEST_WORDS * len(lines)
