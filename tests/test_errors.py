"""The codes of refusals: one list, each printed as its text and each in use."""

import json
from pathlib import Path

import pytest

import nets
from nets.errors import Code, Refusal

ROOT = Path(nets.__file__).parents[1]
SOURCES = [path.read_text(encoding="utf-8") for part in ("nets", "pages") for path in (ROOT / part).rglob("*.py")]


def test_a_code_is_its_text_wherever_it_is_printed():
    refusal = Refusal(Code.NOT_A_NUMBER, "No number.")
    assert refusal.code == "not-a-number"
    assert (f"{refusal.code}", json.dumps(refusal.code)) == ("not-a-number", '"not-a-number"')


def test_no_refusal_has_a_code_beside_the_list():
    with pytest.raises(ValueError, match="not-on-the-list"):
        Refusal("not-on-the-list", "No.")


def test_every_code_is_used():
    assert [code for code in Code if not any(f"Code.{code.name}" in source for source in SOURCES)] == []
