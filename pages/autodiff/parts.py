"""The parts of the page in the order in which they explain one another, each with the sentences it opens with."""

from collections.abc import Callable
from dataclasses import dataclass

from pages.autodiff.chain import chain
from pages.autodiff.gradient_check import gradient_check
from pages.autodiff.modes import modes
from pages.autodiff.prediction_quiz import prediction_quiz
from pages.autodiff.row_contributions import row_contributions
from pages.autodiff.shown import Shown
from pages.autodiff.softmax import softmax_part
from pages.autodiff.tape import tape
from pages.autodiff.through_time import through_time
from pages.autodiff.update import update


@dataclass(frozen=True)
class Part:
    """`key` names it on the page, `title` in the address too; `opening` says what one sees and why it matters;
    `room` is about how many px its numbers take.
    """

    key: str
    title: str
    opening: str
    formula: str
    room: int
    draw: Callable[[Shown], None]


PARTS = (
    Part(
        "chain",
        "The chain",
        "A net is a chain of simple operations, and each of them has a Jacobian: a table of how much every output "
        "moves with every input. Multiplied from the loss back, these tables give the gradient that a step of "
        "training needs. Here is every one of them for one row, with its numbers.",
        r"\ell = -\log p_{label}, \qquad z = W v: \quad \frac{\partial \ell}{\partial W} = "
        r"\left(\frac{\partial \ell}{\partial p}\,\frac{\partial p}{\partial z}\cdots\right)^{\!\top} v^\top",
        1480,
        chain,
    ),
    Part(
        "softmax",
        "Softmax",
        "One factor of that chain deserves a closer look. The outputs of a softmax sum to 1: one grows only as others "
        "shrink, so every derivative depends on all of them. Once one output is nearly 1, moving its sum changes "
        "nothing, and the gradient of everything before it vanishes.",
        r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}, \qquad \frac{\partial p}{\partial z} = \mathrm{diag}(p) - p\,p^\top",
        600,
        softmax_part,
    ),
    Part(
        "tape",
        "The tape",
        "Nobody wrote that chain down for TensorFlow. While the net ran, it recorded every operation: that is the "
        "tape. Going back, each operation turns the gradient at its output into the gradients at its inputs, until "
        "every weight has one.",
        "",
        760,
        tape,
    ),
    Part(
        "ways",
        "Three ways",
        "Can one trust the tape, and a formula derived on paper? A derivative is also a slope: move one weight a "
        "little and see how the loss changes. Three independent ways must lead to one number. Where they do not, how "
        "they differ tells which mistake was made. Put one in and see.",
        r"\frac{\partial J}{\partial z} = \tfrac{1}{N}(P - Y), \qquad "
        r"\frac{\partial J}{\partial W} = \frac{\partial J}{\partial z}\,v^\top, \qquad "
        r"\frac{\partial J}{\partial w} \approx \frac{J(w + s) - J(w - s)}{2 s}",
        530,
        gradient_check,
    ),
    Part(
        "modes",
        "Forward and reverse",
        "A product of matrices can be multiplied from either end. From the loss, one row of numbers goes back and "
        "reaches all weights in one pass. From a weight, one column goes forward and reaches all outputs in one pass. "
        "A net has many weights and one loss: that is why training goes backwards.",
        r"\underbrace{\Big(\big(\tfrac{\partial \ell}{\partial p}\,\tfrac{\partial p}{\partial z}\big)"
        r"\tfrac{\partial z}{\partial h}\Big)\cdots}_{\text{reverse: one pass for each output}}"
        r"\qquad\underbrace{\cdots\Big(\tfrac{\partial z}{\partial h}\big(\tfrac{\partial h}{\partial v}\,"
        r"\tfrac{\partial v}{\partial w}\big)\Big)}_{\text{forward: one pass for each weight}}",
        560,
        modes,
    ),
    Part(
        "time",
        "Through time",
        "An RNN reads step after step with the same weights, so its chain is as long as the sequence, with a "
        "recurrent Jacobian for every step. Where these shrink what passes, early steps teach nothing to later ones; "
        "where they stretch it, it explodes. Here is how far back each loss really reaches.",
        r"\frac{\partial \ell_t}{\partial h_k} = \frac{\partial \ell_t}{\partial h_t}\,"
        r"\frac{\partial h_t}{\partial h_{t-1}}\,\cdots\,\frac{\partial h_{k+1}}{\partial h_k}",
        520,
        through_time,
    ),
    Part(
        "pushes",
        "Who pushes",
        "So far one row had a loss of its own. Training lowers the mean loss of all rows, so the gradient of a weight "
        "is a tug of war: some rows want it larger, some smaller, and their sum moves it.",
        r"\frac{\partial J}{\partial w} = \sum_{b=1}^{N} \frac{1}{N}\,"
        r"\frac{\partial\left(-\log p_b(\mathrm{label}_b)\right)}{\partial w}",
        640,
        row_contributions,
    ),
    Part(
        "update",
        "One update by hand",
        "Now once on paper. The sheet has everything for one step of gradient descent on one row: what is given, a "
        "blank for every number to work out, and the answers, which are the tape's.",
        r"W \leftarrow W - \eta\,\frac{\partial \ell}{\partial W}, \qquad \ell = -\log p_{label}",
        680,
        update,
    ),
    Part(
        "predict",
        "Predict, then reveal",
        "Who understands a step can predict it. Say what the next one will do, then take it and see. "
        "Nothing is kept about anyone.",
        "",
        160,
        prediction_quiz,
    ),
)
