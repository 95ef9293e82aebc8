"""The panels of the deck, declared once, in the order they stand in."""

from pages.deck.decision import decision, is_awaited, is_mapped
from pages.deck.loss import loss
from pages.deck.network.panel import network
from pages.deck.panels.deck_panel import LEFT, RIGHT, WHOLE, DeckPanel, until_there
from pages.deck.predict.panel import predict
from pages.deck.predictions import predictions
from pages.deck.recurrence.panel import hidden
from pages.deck.row.panel import is_awaited as is_row_awaited
from pages.deck.row.panel import row
from pages.deck.scores.cell_rows import cell_rows, is_chosen
from pages.deck.scores.confusion import confusion, is_narrow, is_shown
from pages.deck.scores.panel import scores
from pages.deck.weights.panel import is_half, weights
from pages.shared.components.fragment import alone, fed
from pages.shared.session import Session

HALF = 6


def _is_rnn(session: Session) -> bool:
    return session.tape.view().settings.net == "rnn"


def _predictions(session: Session) -> None:
    fed(predictions, key="predictions", feed=session.feed, often="read")(session)


PANELS = (
    DeckPanel(
        key="hidden",
        name="Hidden state",
        sentence="What an RNN reads, answers and remembers, time step by time step.",
        help="Inputs, the true and the predicted class, and under them the hidden state: a row is a unit, a column a "
        "time step. A click on a step chooses its row.",
        draw=hidden,
        applies=_is_rnn,
        needs="an RNN",
    ),
    DeckPanel(
        key="loss",
        name="Loss",
        sentence="The loss at each epoch; drag the playhead to see an earlier one.",
        help="The mean of −log p(label), in nats: 0 is perfect, and log K is what guessing among K classes gives. "
        "Dotted: the validation rows. In grey: earlier runs, which can be put back.",
        draw=alone(loss),
        width=lambda session: LEFT,
    ),
    DeckPanel(
        key="decision",
        name="Decision",
        sentence="The predicted class at each place over two features or two components, with the rows of the table.",
        help="A colour is a class, paler where its probability is lower. All other features stand at their mean over "
        "the training rows, or as in the chosen row. Point at a place for the probabilities there.",
        draw=until_there(decision, is_awaited=is_awaited),
        applies=is_mapped,
        needs="an MLP and two features or more",
        width=lambda session: RIGHT,
    ),
    DeckPanel(
        key="network",
        name="The net",
        sentence="The units of the net, what each makes of the rows, and the weights between them.",
        help="Each line is a weight, the wider the larger: green above zero, violet below. A unit is a picture of its "
        "output.",
        draw=network,
    ),
    DeckPanel(
        key="confusion",
        name="Confusion",
        sentence="How many rows of each class are predicted as each class.",
        help="A row is a label, a column a predicted class: right predictions are on the diagonal.",
        draw=confusion,
        applies=is_shown,
        needs="20 classes at most",
        width=lambda session: RIGHT if is_narrow(session) else WHOLE,
    ),
    DeckPanel(
        key="cell_rows",
        name="Rows of a cell",
        sentence="The rows of one cell of the confusion, with inputs and probabilities.",
        help="Click a cell of the confusion to choose it, once more to close this panel.",
        draw=cell_rows,
        applies=lambda session: is_shown(session) and is_chosen(session),
        needs="a click in the confusion",
    ),
    DeckPanel(
        key="weights",
        name="Weights",
        sentence="Each weight matrix as a heatmap: its weights, their gradients, or what the next step adds to them.",
        help="A row is a unit, a column one of its inputs; the last column, 1, is the bias. Green is above zero, "
        "violet below. A click on a cell shows its history.",
        draw=weights,
        width=lambda session: HALF if is_half(session) else WHOLE,
    ),
    DeckPanel(
        key="predictions",
        name="Predictions",
        sentence="Each row with its label, the predicted class and the probability of every class.",
        help="A tick marks a row that is predicted right, a cross a wrong one. The download has all rows.",
        draw=_predictions,
        width=lambda session: HALF if is_half(session) else LEFT,
    ),
    DeckPanel(
        key="row",
        name="One row through the net",
        sentence="The forward pass of one row, each formula with its numbers.",
        help="For an MLP from its inputs to its loss, for an RNN one time step. A click on a line of Predictions or on "
        "a step of Hidden state opens it.",
        draw=until_there(row, is_awaited=is_row_awaited),
        is_shown_at_first=False,
    ),
    DeckPanel(
        key="scores",
        name="Scores",
        sentence="Accuracy, precision, recall and F1, over all rows and class by class.",
        help="Training rows beside validation rows, where there are any; ROC curves on a switch.",
        draw=scores,
    ),
    DeckPanel(
        key="predict",
        name="Predict",
        sentence="What the net says of rows it was not trained on, typed or from a second file.",
        help="They are prepared as the training rows were. On the decision map they are diamonds.",
        draw=predict,
    ),
)
