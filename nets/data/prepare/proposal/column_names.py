"""What the name of a column says about its use. A name is a hint: the values of the column have to agree."""

import re
import unicodedata

WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Of identifiers: a word anywhere in the name, its last word, and the whole name.
ANYWHERE = _set("id ids uuid guid")
LAST = _set(
    "no nr num number nummer numero code key row rowid rowname rownames rownum sno serial record "
    "phone telephone tel telefon mobile fax email mail isbn ean iban ssn account hash url"
)
WHOLE = _set("index idx obs case lfd pk identifier")
LABELS = _set(
    "label labels class classes klasse klassen classe clase target targets ziel outcome response diagnosis diagnose "
    "species churn churned survived attrition exited default creditability verdict y"
)
LABELS_LAST = _set("label target ziel outcome diagnosis diagnose species churn attrition creditability")
MEASURED_LABELS = _set("price target y outcome response")
SUBJECTS = _set(
    "patient patients subject subjects participant proband person user client customer student pupil animal "
    "sequence series serie trial session unit machine engine device sensor run recording episode case sample "
    "patientin kunde teilnehmer"
)
REMARKS = _set(
    "remark remarks note notes comment comments memo description bemerkung bemerkungen anmerkung anmerkungen kommentar "
    "commentaire commentaires remarque remarques nota notas observaciones comentario comentarios"
)
AGES = _set("age ages alter edad eta leeftijd")
TIMES = _set(
    "t time step steps timestep day date visit week month quarter year hour minute second cycle tick frame wave epoch "
    "timestamp datetime zeit tag datum woche monat jahr besuch termin messung"
)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in small letters, without accents: SalePrice, sale_price and sale.price alike."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return tuple(word.lower() for word in WORDS.findall(plain))


def says_identifier(name: str) -> bool:
    """Whether the name is that of a number or code that stands for a row: id, customerID, Phone, Sample code number."""
    words = words_of(name)
    if len(words) > 1 and words[-2:] in {("zip", "code"), ("postal", "code")}:
        return False
    return bool(set(words) & ANYWHERE) or " ".join(words) in WHOLE or bool(words and words[-1] in LAST)


def says_label(name: str) -> bool:
    """Whether the name is that of a class to be predicted."""
    words = words_of(name)
    return " ".join(words) in LABELS or bool(words and words[-1] in LABELS_LAST)


def says_measured_label(name: str) -> bool:
    """Whether the name is that of a number to be predicted."""
    words = words_of(name)
    return bool(words) and (" ".join(words) in MEASURED_LABELS or words[-1] == "price")


def says_subject(name: str) -> bool:
    """Whether the name is that of someone or something observed again and again: patient, user_id, sequence."""
    words = words_of(name)
    return bool(words) and (bool(set(words) & SUBJECTS) or bool(set(words) & ANYWHERE))


def says_remark(name: str) -> bool:
    """Whether the name is that of remarks, which are no classes though some come again."""
    words = words_of(name)
    return bool(words) and words[-1] in REMARKS


def says_time(name: str) -> bool:
    """Whether the name is that of a time or of a number of steps."""
    words = words_of(name)
    return bool(words) and (words[0] in TIMES or words[-1] in TIMES)


def says_age(name: str) -> bool:
    """Whether the name is that of an age or a time, whose whole numbers recur without being classes."""
    return says_time(name) or says_age_of_life(name)


def says_age_of_life(name: str) -> bool:
    """Whether the name is that of an age."""
    return bool(AGES & set(words_of(name)))


def says_input(name: str) -> bool:
    """Whether the name is the one that inputs have in formulas: x, x1, x_2."""
    words = words_of(name)
    return words[:1] == ("x",) and all(word.isdecimal() for word in words[1:])


def is_made_up(name: str, place: int) -> bool:
    """Whether the name of the column at `place` (0 is the first) is the one the reader gives where there is none."""
    return name == f"column {place + 1}"
