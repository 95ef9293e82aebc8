"""Which column is to be predicted, as a person would see at a glance, in tables as people publish them."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.prepare.suggest import suggested_options

RNG = np.random.default_rng(0)
MEASURED = [f"{value:.2f}" for value in RNG.uniform(0, 90, 120)]
OTHER = [f"{value:.3f}" for value in RNG.normal(size=120)]
WHOLE = RNG.integers(18, 80, 120)
MANY = RNG.permutation(90_000)[:120]
BINARY = RNG.integers(0, 2, 120)
FEW = RNG.integers(3, 8, 120)
TEXT = RNG.choice(["yes", "no"], 120)
KIND = RNG.choice(["oak", "elm", "fir"], 120)
CODES = RNG.choice(["01069", "04109", "99084"], 120)
COUNT = range(1, 121)
NAMES = [f"name {i}" for i in COUNT]
DAYS = [f"2024-{1 + i // 28:02d}-{1 + i % 28:02d}" for i in range(120)]


@pytest.mark.parametrize(
    ("columns", "label", "bins"),
    [
        ({"PassengerId": COUNT, "Survived": BINARY, "Pclass": FEW, "Name": NAMES, "Sex": TEXT}, "Survived", None),
        ({"customerID": NAMES, "gender": KIND, "tenure": WHOLE, "Churn": TEXT}, "Churn", None),
        ({"Loan_ID": NAMES, "Gender": KIND, "Income": MANY, "Loan_Status": TEXT}, "Loan_Status", None),
        ({"Id": COUNT, "a": MEASURED, "b": OTHER, "Variety": KIND}, "Variety", None),
        ({"": COUNT, "variety": KIND, "a": MEASURED, "b": OTHER}, "variety", None),
        ({"": COUNT, "variety": KIND, "a": MEASURED, "colour": TEXT}, "variety", None),
        ({"rowid": COUNT, "species": KIND, "bill": MEASURED, "sex": TEXT, "year": FEW}, "species", None),
        ({"Id": COUNT, "Zoning": KIND, "Area": MANY, "SalePrice": MANY[::-1]}, "Zoning", None),
        ({"Id": COUNT, "MSSubClass": WHOLE, "Area": MANY, "SalePrice": MANY[::-1]}, "SalePrice", 3),
        ({"age": WHOLE, "sex": TEXT, "chol": MANY, "target": BINARY}, "target", None),
        ({"age": WHOLE, "work": KIND, "hours": WHOLE[::-1], "income": TEXT}, "income", None),
        ({"acidity": MEASURED, "alcohol": OTHER, "quality": FEW}, "quality", None),
        ({"Timestamp": DAYS, "Age": WHOLE, "Colour": KIND, "Happy?": TEXT}, "Happy?", None),
        ({"who": NAMES, "height": MEASURED, "weight": OTHER}, "height", 3),
        ({"label": KIND, "x": WHOLE, "y": BINARY}, "label", None),
        ({"x": FEW, "y": FEW[::-1], "kind": KIND}, "kind", None),
        ({"Age": WHOLE, "Attrition": TEXT, "Dept": KIND, "Income": MANY}, "Attrition", None),
        ({"weight": MEASURED, "tree": KIND, "height": OTHER}, "tree", None),
        ({"weight": MEASURED, "height": OTHER}, "weight", 3),
        ({"day": DAYS, "x": MEASURED}, "x", 3),
        ({"age": RNG.integers(18, 60, 120), "sex": TEXT, "smoker": KIND, "charges": MEASURED}, "charges", 3),
        ({"": COUNT, "id": MANY, "Gender": KIND, "Delay": WHOLE, "Happy": TEXT}, "Happy", None),
        ({"year": FEW, "tree": KIND}, "tree", None),
        ({"zip": CODES, "height": MEASURED, "wood": KIND}, "wood", None),
        ({"zip": CODES, "height": MEASURED}, "zip", None),
        ({"rooms": FEW, "height": MEASURED, "state": TEXT}, "state", None),
        ({"rooms": FEW, "height": MEASURED, "wood": KIND}, "wood", None),
        ({"customerID": NAMES, "wood": KIND, "height": MEASURED, "remark": TEXT}, "wood", None),
        ({"digit": BINARY, "height": MEASURED, "state": TEXT}, "digit", None),
        ({"class": FEW, "height": MEASURED, "state": TEXT}, "class", None),
    ],
)
def test_the_label_is_the_one_a_person_would_choose(columns, label, bins):
    rows = zip(*columns.values(), strict=True)
    text = "\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)])
    options, _ = suggested_options(read(text.encode(), name="a.csv"))
    assert (options.label, options.bins) == (label, bins)


def test_why_another_column_than_the_first_is_the_label_is_said():
    rows = "".join(f"{MEASURED[i]},{KIND[i]}\n" for i in range(120))
    _, notes = suggested_options(read(f"a,tree\n{rows}".encode(), name="a.csv"))
    assert [note.sentence for note in notes] == ["The label is “tree”, because “a” holds no classes."]


def test_40_names_are_no_label_but_4_rows_may_have_a_class_each():
    names = "".join(f"n{i},{i * 7 % 11 / 4}\n" for i in range(40))
    assert suggested_options(read(f"who,x\n{names}".encode(), name="a.csv"))[0].label == "x"
    assert suggested_options(read(b"y,x\na,1\nb,2\nc,4\nd,4\n", name="a.csv"))[0].label == "y"
