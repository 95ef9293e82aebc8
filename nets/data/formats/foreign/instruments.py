"""Files of laboratories whose lines are no rows of one table: radio measurements, reads of sequences."""

import re

from nets.data.formats.source import Source

TOUCHSTONE = re.compile(r"#\s*[kmgt]?hz\s+[syzgh]\s+(?:ri|ma|db)(?:\s+r\s+[\d.]+)?", re.IGNORECASE)
ALIGNED = re.compile(r"@(?:HD\tVN:|SQ\tSN:|RG\tID:|PG\tID:)")
BASES = re.compile(r"[A-Za-z*.-]+")


def is_touchstone(source: Source) -> bool:
    """Whether the first line that is no comment (!) says the unit of frequency, the parameters and their form."""
    lines = (line.partition("!")[0].strip() for line in source.filled)
    return bool(TOUCHSTONE.fullmatch(next(filter(None, lines), "")))


def is_fastq(source: Source) -> bool:
    """Whether four lines are a read: its name after @, its bases, a plus, and as many signs for its quality."""
    lines = source.filled
    if len(lines) < 4:
        return False
    name, bases, plus, quality = lines[:4]
    return name[:1] == "@" and plus[:1] == "+" and bool(BASES.fullmatch(bases)) and len(quality) == len(bases)


def is_sam(source: Source) -> bool:
    """Whether it is sequences aligned to others, with a header."""
    return bool(ALIGNED.match(source.filled[0]))
