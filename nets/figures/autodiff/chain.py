"""The chain's factors as matrices to be multiplied."""

from collections.abc import Sequence

import numpy as np

from nets.figures.autodiff.product import Matrix
from nets.queries.autodiff.chain import Factor, Product, Term


def factor_matrices(factors: Sequence[Factor]) -> list[Matrix]:
    """The Jacobians (n_out, n_in), each by its derivative's name."""
    return [Matrix(each.jacobian, derivative_name(each)) for each in factors]


def step_matrices(factors: Sequence[Factor], chosen: int) -> list[Matrix]:
    """One multiplication: the gradient so far (1, n_out), the chosen factor's Jacobian, the gradient after it."""
    before = factors[chosen - 1].reaching if chosen else np.ones(1)
    factor = factors[chosen]
    return [
        Matrix(before[None], "so far"),
        Matrix(factor.jacobian, derivative_name(factor)),
        Matrix(factor.reaching[None], "goes on", sign="="),
    ]


def outer_matrices(term: Term) -> list[Matrix]:
    """The gradient at z, as a column, times the layer's input, as a row."""
    return [Matrix(term.reaching[:, None], "at z"), Matrix(term.read[None], "v")]


def gradient_matrices(product: Product, *, rows: Sequence[str], columns: Sequence[str]) -> tuple[Matrix, Matrix]:
    """The gradient of the last step alone, and that of all steps."""
    names = {"rows": rows, "columns": columns}
    return Matrix(product.at_once, **names), Matrix(product.whole, **names)


def derivative_name(factor: Factor) -> str:
    """The derivative in plain letters, such as ∂z2/∂h."""
    of, by = (text.replace("_{", "").replace("}", "").replace("_", "") for text in (factor.of, factor.by))
    return f"∂{of}/∂{by}".replace(r"\ell", "ℓ")
