"""Questions that a sweep answers: each a name, and the axes and seeds to train for it."""

from dataclasses import dataclass

from nets.settings import Settings


@dataclass(frozen=True)
class Question:
    """`vary` are axes as `axis_from` reads them; `n_seeds` is that of `Sweep`. `about` says what will be trained."""

    key: str
    title: str
    vary: tuple[str, ...]
    n_seeds: int | None
    about: str


def questions_for(settings: Settings) -> tuple[Question, ...]:
    """The questions on the net that is on the deck, in the order of a first lesson."""
    is_mlp = settings.net == "mlp"
    activations = (
        Question(
            "activation",
            "Which activation?",
            ("activation=softmax,sigmoid,tanh,relu,leaky_relu,gelu,sine,linear",),
            8,
            "Every activation, from 8 seeds each.",
        )
        if is_mlp
        else Question(
            "activation", "Which cell?", ("cell=softmax,elman,gru,lstm",), 8, "Every cell, from 8 seeds each."
        )
    )
    layers = () if settings.hidden_layers or not is_mlp else ("hidden_layers=1",)
    return (
        Question(
            "rate",
            "Which learning rate?",
            ("learning_rate=0.001:30:log:12",),
            None,
            "12 learning rates from 0.001 to 30, all from the same initial weights.",
        ),
        Question("start", "Does the start matter?", (), 64, "The same net from 64 seeds."),
        Question(
            "units",
            "How many units?",
            (*layers, "hidden_units=1,2,4,8,16,32"),
            8,
            "1 to 32 hidden units, from 8 seeds each.",
        ),
        activations,
        Question(
            "optimiser",
            "Which optimiser, at which rate?",
            ("learning_rate=0.001:1:log:7", "optimiser=sgd,momentum,rmsprop,adam"),
            4,
            "Four optimisers at 7 learning rates, from 4 seeds each.",
        ),
        Question("net", "MLP or RNN?", ("net=mlp,rnn",), 16, "Both nets from 16 seeds each, on the same rows."),
    )
