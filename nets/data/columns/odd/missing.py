"""What people and programs write where they have no value."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.lexical import MISSING

PROGRAMS = frozenset(  # beyond doubt also among texts
    [
        "na",
        "n/a",
        "#n/a",
        "#na",
        "<na>",
        "nan",
        "-nan",
        "null",
        "(null)",
        "#null!",
        "\\n",
        "#div/0!",
        "#value!",
        "#ref!",
        "#num!",
        "#name?",
        "1.#ind",
        "-1.#ind",
        "1.#qnan",
    ]
)
PLAINLY = frozenset(["", "na", "n/a", "<na>", "nan", "-nan", "null", "(null)", "none", "\\n"])  # go without saying
PROGRAMS_ARRAY = pa.array(sorted(PROGRAMS))
SPREADSHEET = frozenset(
    [
        "#calc!",
        "#spill!",
        "#field!",
        "#getting_data",
        "#####",
        "#wert!",
        "#bezug!",
        "#zahl!",
        "#nv",
        "#valeur!",
        "#¡valor!",
        "#n/d",
    ]
)
SIGNS = frozenset(
    ["..", "...", "…", "-.-", "-,-", "- -", "----", "–-", "‒", "―", "/", "//", "x", "xx", "xxx", "#", ":"]
)
WORDS = frozenset(
    [
        *("unknown", "unkn", "unk", "undefined", "undetermined", "undef", "unbekannt", "inconnu", "desconocido"),
        *("desconhecido", "sconosciuto", "onbekend", "okänt", "nieznane", "неизвестно"),
        *("missing", "missing value", "(missing)", "[missing]", "<missing>", "not available", "not applicable"),
        *("not measured", "not recorded", "not detected", "not determined", "not known", "not given", "not reported"),
        *("no data", "no value", "no answer", "no response", "not tested", "not done", "pending", "refused"),
        *("blank", "(blank)", "[blank]", "<blank>", "leer", "(leer)", "empty", "(empty)", "<empty>", "(vide)", "vide"),
        *(
            "tbd",
            "t.b.d.",
            "tba",
            "tbc",
            "to be determined",
            "tbd.",
            "error",
            "err",
            "fehler",
            "(none)",
            "(na)",
            "[na]",
        ),
        *("n.d.", "n.d", "nd", "n/d", "n.a", "n. a.", "n. d.", "n.b.", "n. b.", "n.v.", "n. v.", "n.v", "nv", "n.n."),
        *(
            "n.r.",
            "nr",
            "n.m.",
            "nm",
            "n.s.",
            "n.g.",
            "n.z.",
            "n.e.",
            "n.k.",
            "n/k",
            "n/r",
            "n/v",
            "n/m",
            "b.d.",
            "bdl",
        ),
        *("b.d.l.", "<lod", "< lod", "<loq", "< loq", "lod", "loq", "dk", "d/k", "don't know", "dont know"),
        *("k.a", "k. a.", "k. a", "ka", "k.a.", "keine angabe", "keine", "nicht bekannt", "nicht gemessen", "entfällt"),
        *("s/d", "s.d.", "sd", "s/i", "s. d.", "sin dato", "sin datos", "n.c.", "nc", "n.c", "non disponible"),
        *("non connu", "n.p.", "n/p", "s/o", "non rilevato", "geen", "o.b.", "b.d.", "brak", "brak danych", "b/d"),
        *(
            "н/д",
            "н.д.",
            "нет данных",
            "нет",
            "不明",
            "无",
            "無",
            "なし",
            "欠測",
            "없음",
            ": c",
            ":c",
            ": z",
            ":z",
            ": u",
            ":u",
            "-na-",
            "--na--",
            "nap",
            "n.ap.",
        ),
    ]
)
AMONG_NUMBERS = PROGRAMS | SPREADSHEET | SIGNS | WORDS | MISSING
NO_DATE = frozenset(
    ["0000-00-00", "0000-00-00 00:00:00", "00.00.0000", "00/00/0000", "0/0/0000", "1/0/1900", "0/1/1900"]
)
TWO_LETTERS = 0.5  # share of the other texts, from which on NA may be one of them: Namibia among countries


def is_gap_among_numbers(text: str) -> bool:
    """Whether a text among numbers or dates says that there is no value."""
    text = " ".join(text.split()).lower()
    return text in AMONG_NUMBERS or text in NO_DATE


def is_remarkable_gap(text: str) -> bool:
    """Whether a text that says beyond doubt that there is no number is none of those that do so in every program."""
    return text.lower() in MISSING - PLAINLY


def gaps_among_texts(texts: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """The places of a column's texts that say beyond doubt that there is no value."""
    trimmed = pc.utf8_trim_whitespace(texts)
    is_gap = np.asarray(pc.is_in(pc.utf8_lower(trimmed), value_set=PROGRAMS_ARRAY), dtype=bool)
    if not is_gap.any():
        return np.flatnonzero(is_gap)
    is_na = np.asarray(pc.equal(trimmed, "NA"), dtype=bool)
    others = np.asarray(pc.not_equal(trimmed, ""), dtype=bool) & ~is_gap
    n_codes = (others & np.asarray(pc.match_substring_regex(trimmed, r"^\p{Lu}\p{Lu}$"), dtype=bool)).sum()
    return np.flatnonzero(is_gap & ~is_na if n_codes >= TWO_LETTERS * max(others.sum(), 1) else is_gap)
