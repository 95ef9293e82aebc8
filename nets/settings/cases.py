"""One case for each value of a setting: a table that forgets one is an error when it is imported."""

from collections.abc import Mapping
from typing import TypeVar

from nets.settings.parse import fields

Case = TypeVar("Case")


def cases_of(setting: str, cases: Mapping[str, Case]) -> Mapping[str, Case]:
    """The cases as they are.

    Raises `LookupError` where they are not those of the setting's declared values, no more and no fewer.
    """
    (values,) = (field.choices for field in fields() if field.name == setting)
    if unequal := set(values) ^ set(cases):
        names = ", ".join(sorted(unequal))
        raise LookupError(f"the setting {setting} and a table of its cases differ in {names}")
    return cases
