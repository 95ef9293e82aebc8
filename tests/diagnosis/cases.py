"""Of each code three runs that must get it, and three near ones that must not: on different tables."""

from nets.diagnosis.remark import Code


def of(table, **values):
    """A run of the engine: the table and the settings, for `evidence_of`."""
    return table, tuple(values.items())


def rnn(table, **values):
    return of(table, net="rnn", **values)


SGD = {"init": "glorot", "bias": "every"}
TANH = SGD | {"activation": "tanh"}
RELU = {"activation": "relu", "init": "he", "bias": "every"}
ELMAN = {"cell": "elman", "init": "he", "epochs": 25, "learning_rate": 0.001}

SWINGING = rnn("sine_phase", cell="elman", init="he", hidden_units=32, epochs=40)
WIDE = TANH | {"hidden_units": 32, "optimiser": "adam", "learning_rate": 0.03, "scale": "standard", "epochs": 300}

FIRST_30, SUM_30, DELAY_30 = (of(f"sequences {k} 30 0.01", net="rnn", hidden_units=16, **ELMAN) for k in range(3))

# Code: (those that must, those that must not)
CASES = {
    Code.DIVERGED: (
        (
            of("breast_cancer", activation="relu", scale="standard", learning_rate=10),
            of("iris", learning_rate=1e30),
            of("wine", hidden_layers=0, learning_rate=10),
        ),
        (
            of("lecture_mlp", learning_rate=1000),
            of("iris", activation="relu", learning_rate=10),
            of("circle", learning_rate=100),
        ),
    ),
    Code.ABOVE_START: (
        (
            of("lecture_mlp", learning_rate=30),
            of("circle", learning_rate=300),
            SWINGING,
        ),
        (
            of("iris"),
            of("lecture_mlp", init="zeros", activation="tanh"),
            of("breast_cancer", activation="relu", learning_rate=10),
        ),
    ),
    Code.OSCILLATING: (
        (
            of("lecture_mlp", learning_rate=30),
            of("spiral", learning_rate=30),
            SWINGING,
        ),
        (
            of("lecture_mlp", learning_rate=3),
            of("spiral", batch=20),
            of("iris"),
        ),
    ),
    Code.STUCK: (
        (
            of("breast_cancer"),
            of("lecture_mlp", init="zeros", activation="tanh"),
            of("iris"),
        ),
        (
            of("circle", scale="standard", until=23),
            of("lecture_mlp", learning_rate=0.01),
            of("spiral"),
        ),
    ),
    Code.EQUAL_ROWS: (
        (
            of("temporal_xor"),
            of("parity", epochs=300),
            of("coins 200 8", scale="standard"),
        ),
        (
            of("iris", preset="Modern", validation_split=0.0),
            rnn("temporal_xor"),
            of("lecture_mlp", learning_rate=0.01),
        ),
    ),
    Code.TWIN_UNITS: (
        (
            of("lecture_mlp", init="zeros", activation="tanh"),
            of("iris", init="zeros", activation="sigmoid", scale="standard"),
            rnn("lecture_rnn", init="zeros"),
        ),
        (
            of("iris", init="zeros", hidden_layers=0, scale="standard"),
            of("circle", init="zeros", hidden_units=1),
            of("lecture_mlp", learning_rate=0.01),
        ),
    ),
    Code.EXPLODING: (
        (FIRST_30, SUM_30, DELAY_30),
        (
            rnn("sequences 0 30 0.01", hidden_units=16, **(ELMAN | {"init": "orthogonal"})),
            rnn("sequences 2 30 0.01", hidden_units=16, **(ELMAN | {"init": "orthogonal"})),
            rnn("sequences 1 30 0.01", hidden_units=16, **(ELMAN | {"init": "orthogonal"})),
        ),
    ),
    Code.VANISHING: (
        (
            rnn("temporal_xor"),
            rnn("parity"),
            SWINGING,
        ),
        (
            rnn("lecture_rnn"),
            rnn("sequences 2 30 0.01", hidden_units=16, **(ELMAN | {"init": "orthogonal"})),
            FIRST_30,
        ),
    ),
    Code.INPUT_SCALE: (
        (of("breast_cancer"), of("wine"), of("units 1000")),
        (of("iris"), of("breast_cancer", scale="standard"), of("units 5")),
    ),
    Code.DEAD_RELUS: (
        (
            of("iris", activation="relu", learning_rate=10),
            of("breast_cancer", activation="relu", learning_rate=10),
            of("circle", learning_rate=30, **RELU),
        ),
        (
            of("iris", scale="standard", learning_rate=0.1, **RELU),
            of("circle", learning_rate=0.3, **RELU),
            of("wine", scale="standard", learning_rate=0.1, **RELU),
        ),
    ),
    Code.SATURATED: (
        (of("iris"), of("breast_cancer"), of("wine", activation="tanh")),
        (
            of("iris", scale="standard"),
            of("lecture_mlp", learning_rate=10),
            of("wine", scale="standard", activation="tanh"),
        ),
    ),
    Code.NEVER_PREDICTED: (
        (
            of("iris", scale="standard", hidden_units=1, activation="tanh", learning_rate=0.3),
            of("clouds 190 10 1.5"),
            of("wine", scale="standard", hidden_units=1, activation="tanh"),
        ),
        (
            of("iris", scale="standard"),
            of("breast_cancer"),
            of("clouds 190 10 5"),
        ),
    ),
    Code.UNBALANCED: (
        (
            of("clouds 190 10 1.5"),
            of("clouds 180 20 1.2"),
            of("few_wine 6", scale="standard", learning_rate=0.3),
        ),
        (
            of("clouds 190 10 5"),
            of("breast_cancer"),
            of("few_wine 6", scale="standard"),
        ),
    ),
    Code.OVERFITTING: (
        (
            of("breast_cancer", preset="Modern", validation_split=0.2),
            of("moons 100 0.8", validation_split=0.4, **WIDE),
            of("clouds 50 50 1", validation_split=0.4, **WIDE),
        ),
        (
            of("circle", validation_split=0.3, **WIDE),
            of("lecture_mlp", validation_split=0.3, **WIDE),
            of("clouds 50 50 6", validation_split=0.4, **WIDE),
        ),
    ),
    Code.TOO_SLOW: (
        (
            of("lecture_mlp", learning_rate=0.01),
            of("circle"),
            of("breast_cancer", scale="standard", learning_rate=0.01),
        ),
        (
            of("lecture_mlp"),
            of("breast_cancer", scale="standard", learning_rate=30),
            of("iris", scale="standard"),
        ),
    ),
    Code.NOTHING_LEFT: (
        (
            of("lecture_mlp", learning_rate=3),
            of("iris", preset="Modern", validation_split=0.0),
            rnn("lecture_rnn"),
        ),
        (
            of("lecture_mlp"),
            of("moons 100 0.8", validation_split=0.4, **WIDE),
            of("breast_cancer", scale="standard"),
        ),
    ),
}
