"""How the texts of other programs and languages begin: SQL, Python, Octave, YAML and others."""

import re

from nets.data.formats.printed.ruler import DASHES
from nets.data.formats.source import Source

FIRST = 4000  # characters of the head that a pattern is looked for in
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
    r"|set\s+(?:names|@@?\w+|sql_\w+|\w+_(?:timeout|checks|zone|encoding|strings|path|bodies|security|messages))\b[^;]*;\s*\n",
    re.IGNORECASE,
)
PYTHON_CALL = re.compile(
    r"(?:\w+\s*=\s*)?(?:np\.|numpy\.|pd\.|tf\.|torch\.|jnp\.)?"
    r"(?:array|matrix|tensor|DataFrame|Series|Tensor|Array|masked_array|rec\.array|OrderedDict|defaultdict)"
    r"\(\s*(?:[\[{(]|data\b|shape\b)|\[?Row\(\w+="
)
OCTAVE_NAME = re.compile(r"[A-Za-z]\w* {1,2}=")
OCTAVE_ROW = re.compile(r"(?:(?:-?(?:\d+(?:\.\d*)?(?:e[+-]\d+)?|Inf)|NaN|NA|[\d.]+e[+-]\d+ \*)(?:\s+|$))+")
POLARS = re.compile(r"shape: \([\d_]+, *[\d_]+\)\n(?!\|)")
SHORTEST_RULE = 4
DELIMITER = re.compile(r"[,;\t|]")
FRAME = re.compile(r"[+|][-=]{3,}[+|]")
IN_FRAME = re.compile(r"(?:\d+\. )?\|([^|]*)\|")
WIDE_BLANK = re.compile(r"\S {2,}\S")
C45_KIND = re.compile(r"[^:]+:[^:]+\.?")
C45_WORD = re.compile(r":\s*(?:continuous|ignore|label|discrete\s+\d+)\s*\.?$")
YAML_BEGIN = re.compile(r"---(?:\s|$)|%YAML")
YAML_ITEM = re.compile(r"- (?:\{\s*)?['\"]?[^,;\t:'\"]+['\"]?:(?:\s|$)")
YAML_KEY = re.compile(r"[\w-]+:\s*")
SYLK_RECORD = re.compile(r"(?:ID|NE|NN|NU|NL|[PFBCOWE])(?:;[A-Z][^\n]*)?;?")


def begin_of(source: Source) -> str:
    """The first lines that are not blank."""
    return "\n".join(source.filled)[:FIRST]


def is_sql(source: Source) -> bool:
    """Whether the first thing that is no comment is a statement of SQL."""
    text = begin_of(source)
    text = re.sub(r"/\*.*?\*/;?|--[^\n]*|^#[^\n]*", "", text, flags=re.DOTALL | re.MULTILINE)
    return bool(SQL.match(text.lstrip(" \n;")))


def is_python(source: Source) -> bool:
    """Whether the lines are what Python shows of lists, arrays or frames: whole in brackets, each or all together."""
    lines = source.filled
    if PYTHON_CALL.match(lines[0][:FIRST]) or re.match(r"\[?\{\s*'[^']*'\s*:", lines[0]):
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


def is_shown_by_octave(source: Source) -> bool:
    """Whether a variable is shown: its name and =, then numbers."""
    first, *others = source.filled
    if not OCTAVE_NAME.fullmatch(first):
        return False
    shown = [line for line in others if not re.match(r"Columns? \d+", line)]
    return bool(shown) and all(map(OCTAVE_ROW.fullmatch, shown))


def is_ruled(source: Source) -> bool:
    """Whether polars says the shape of what it prints, or lines of dashes stand between lines of words alone."""
    if POLARS.match(begin_of(source)):
        return True
    words = [line for line in source.filled if len(line) < SHORTEST_RULE or not DASHES.issuperset(line)]
    if len(words) == len(source.filled):
        return False
    return 2 * sum(bool(DELIMITER.search(line)) for line in words) < len(words)


def is_framed(source: Source) -> bool:
    """Whether each line stands between two bars that are its only ones, with wide blanks inside, or is drawn."""
    rows = [line for line in source.filled if not FRAME.fullmatch(line)]
    inner = [found[1] for line in rows if (found := IN_FRAME.fullmatch(line))]
    is_drawn = len(rows) < len(source.filled)
    return is_drawn and len(inner) == len(rows) > 1 and all(WIDE_BLANK.search(text.strip()) for text in inner)


def is_dotted(source: Source) -> bool:
    """Whether points are drawn above and below the names, and colons stand around and between all cells."""
    lines = source.filled
    rows = [line for line in lines if set(line) != {"."}]
    is_drawn = set(lines[0]) == {"."} and len(lines) - len(rows) > 1
    return is_drawn and len(rows) > 1 and all(line[0] == line[-1] == ":" for line in rows)


def is_c45(source: Source) -> bool:
    """Whether classes come first, and each other line is a name with its kind."""
    lines = filter(None, (line.partition("|")[0].strip() for line in source.filled))
    classes = next(lines, "")
    if ":" in classes or not classes.endswith("."):
        return False
    kinds = list(lines)
    return all(map(C45_KIND.fullmatch, kinds)) and any(map(C45_WORD.search, kinds))


def is_sylk(source: Source) -> bool:
    """Whether all lines are records of SYLK, the first being its ID."""
    return source.filled[0].startswith("ID;P") and all(map(SYLK_RECORD.fullmatch, source.filled))


def is_yaml(source: Source) -> bool:
    """Whether it is a list of mappings."""
    lines = [line for line in source.head if line.strip() and not line.lstrip().startswith("#")]
    if lines and YAML_BEGIN.match(lines[0]):
        lines = lines[1:]
    if len(lines) > 1 and YAML_KEY.fullmatch(lines[0]):  # of the list below it
        lines = lines[1:]
    if not lines or not YAML_ITEM.match(lines[0]):
        return False
    return all(line.startswith((" ", "- ")) or line == "-" for line in lines)
