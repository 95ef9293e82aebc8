"""The names of the months in the languages whose programs write them into tables, and their short forms."""

import unicodedata

NAMES = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
)
SHORT = (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "jän feb mrz apr mai jun jul aug sept okt nov dez",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "ene feb mar abr may jun jul ago sept oct nov dic",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
)
OTHERS = {"aoû": 8, "maerz": 3, "jänner": 1, "jaenner": 1, "feber": 2, "setiembre": 9}


def month_of(name: str) -> int | None:
    """The number of a month by its name or short form, in any letters, also without its point or accents; else None."""
    return MONTHS.get(_simply(name.rstrip(".")))


def _simply(name: str) -> str:
    """The name in small letters without accents."""
    if name.isascii():
        return name.lower()
    return "".join(sign for sign in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(sign))


MONTHS = {_simply(name): number for line in (*NAMES, *SHORT) for number, name in enumerate(line.split(), start=1)}
MONTHS |= {_simply(name): number for name, number in OTHERS.items()}
