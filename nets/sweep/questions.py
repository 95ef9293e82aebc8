"""Questions that a sweep answers: each a name, and the axes and seeds to train for it."""

from dataclasses import dataclass

from nets.settings import Settings


@dataclass(frozen=True)
class Question:
    """`vary` are axes as `axis_from` reads them; `n_seeds` is that of `Sweep`."""

    key: str
    title: str
    vary: tuple[str, ...]
    n_seeds: int | None = None


def questions_for(settings: Settings) -> tuple[Question, ...]:
    """The questions on the net that is on the deck, in the order of a first lesson."""
    if settings.net == "rnn":
        units, activation = (), Question("activation", "Which cell?", ("cell=softmax,elman,gru,lstm",), 8)
    else:
        units = () if settings.hidden_layers else ("hidden_layers=1",)  # a linear model has no units
        every = "activation=softmax,sigmoid,tanh,relu,leaky_relu,gelu,sine,linear"
        activation = Question("activation", "Which activation?", (every,), 8)
    rates_and_optimisers = ("learning_rate=0.001:1:log:7", "optimiser=sgd,momentum,rmsprop,adam")
    return (
        Question("rate", "Which learning rate?", ("learning_rate=0.001:30:log:12",)),
        Question("start", "Does the start matter?", (), 64),
        Question("units", "How many units?", (*units, "hidden_units=1,2,4,8,16,32"), 8),
        activation,
        Question("optimiser", "Which optimiser, at which rate?", rates_and_optimisers, 4),
        Question("net", "MLP or RNN?", ("net=mlp,rnn",), 16),
    )
