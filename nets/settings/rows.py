"""The settings about rows: how they are scaled and weighted, and which of them are kept out of training."""

from typing import Annotated, Literal

from nets.settings.class_weights import EXAMPLE, WEIGHTS
from nets.settings.declaration import choice, number, text

Scale = Annotated[
    Literal["none", "standard"],
    choice(
        "Inputs",
        "As they are, as in the lecture; or each feature minus its mean, divided by its standard deviation, both "
        "those of the training rows.",
        {"none": "as they are", "standard": "standardised"},
        group="Rows",
        compiled="outside",
    ),
]
ClassWeights = Annotated[
    str,
    text(
        "Class weights",
        "How much a row counts in the loss, by its class: the loss is the sum of weight times loss over the rows, "
        "divided by the sum of the weights. Balanced: rows / (classes × rows of the class), counted among the training "
        f"rows, so that all classes count alike. {EXAMPLE} are weights of your own, in the order of the classes. The "
        "validation loss is weighted in the same way; the accuracy is not.",
        {"none": "none", "balanced": "balanced"},
        pattern=WEIGHTS,
        otherwise=f"a weight for each class in their order, as in {EXAMPLE}",
        group="Rows",
        compiled="outside",
    ),
]
ValidationSplit = Annotated[
    float,
    number(
        "Validation split",
        "The share of rows kept out of training. The loss on them estimates the loss on new rows.",
        ge=0,
        le=0.9,
        step=0.1,
        zero="none",
        group="Rows",
        formerly="held_out",
        compiled="outside",
    ),
]
ValidationBy = Annotated[
    Literal["random", "stratified", "sequences", "last"],
    choice(
        "Validation rows",
        "Picked at random; at random from each class alike; whole sequences at random, of a single one the last "
        "steps; or the last ones. RNN: always whole sequences, or the last steps of each. With whole sequences an "
        "MLP and an RNN have the same rows.",
        {"stratified": "from each class", "sequences": "whole sequences", "last": "the last"},
        group="Rows",
        formerly="held_out_by",
        compiled="outside",
    ),
]
SplitSeed = Annotated[
    int,
    number(
        "Split seed",
        "Picks the validation rows: with one of its own, another seed keeps the rows. Empty: as the seed.",
        ge=0,
        le=2**32 - 1,
        step=1,
        group="Rows",
        unset="as the seed",
        compiled="outside",
    ),
]
EarlyStopping = Annotated[
    int,
    number(
        "Early stopping",
        "Stop after this many epochs without a better validation loss. At the end the weights of the best epoch "
        "are restored. 0 is off.",
        ge=0,
        le=1_000_000,
        step=10,
        zero="off",
        group="Rows",
        formerly="patience",
        compiled="outside",
    ),
]
