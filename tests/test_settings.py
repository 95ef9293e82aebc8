"""The settings: declared once, and whatever is outside their range refused by name."""

import math
from itertools import pairwise

import msgspec
import pytest

from nets.errors import SettingsError
from nets.settings import Settings, changed, fields, settings_from
from nets.settings.compile_key import STEP_PARAMS, compile_key, forward_key
from nets.settings.taking_part import told

FIELDS = {field.name: field for field in fields()}
NUMBERS = [field for field in fields() if not field.choices]
CHOICES = [field for field in fields() if field.choices]

# They act on the rows, on the first weights, or through an argument of the compiled function that is always there.
OUTSIDE = {"epochs", "init", "seed", "scale", "validation_split", "validation_by", "split_seed", "early_stopping"}
OUTSIDE |= {"class_weights"}  # tensors among the rows, where the loss is no plain mean


def test_every_setting_is_a_field_with_words_and_the_default_is_the_lecture():
    assert tuple(FIELDS) == Settings.__struct_fields__
    assert all(field.title and field.help.endswith(".") for field in fields())
    assert settings_from({}) == Settings()
    assert {name: field.default for name, field in FIELDS.items()} == msgspec.structs.asdict(Settings())
    lecture = {"net": "mlp", "epochs": 100, "learning_rate": 1.0, "hidden_units": 5}
    assert lecture.items() <= msgspec.structs.asdict(Settings()).items()


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.name)
def test_a_number_is_taken_within_its_range_and_refused_beyond_it_as_number_and_as_text(field):
    step = 1 if field.kind is int else 1e-300
    lowest = field.low + step if field.low_is_open else field.low
    highest = math.nextafter(field.high, -math.inf) if field.high_is_open else field.high
    for value in (lowest, highest):
        assert getattr(settings_from({field.name: field.kind(value)}), field.name) == value
        assert getattr(settings_from({field.name: repr(field.kind(value))}), field.name) == value
    below = field.low if field.low_is_open else field.low - 1
    beyond = field.high + 1 if field.kind is int else math.nextafter(field.high, math.inf)
    above = field.high if field.high_is_open else beyond
    nothing = () if field.unset else (None,)
    for value in (below, above, repr(below), repr(above), "", "ten", *nothing, "1e999", "nan", "-inf", [1], "0x10"):
        with pytest.raises(SettingsError) as refusal:
            settings_from({field.name: value})
        assert refusal.value.code == "setting-out-of-range"
        assert refusal.value.sentence.startswith(f"{field.title} must be {field.allowed}")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.name)
def test_what_is_no_number_is_refused(field, value):
    with pytest.raises(SettingsError):
        settings_from({field.name: value})


def test_a_choice_is_taken_by_its_value_and_refused_by_any_other():
    for field in CHOICES:
        for value in field.choices:
            assert getattr(settings_from({field.name: value}), field.name) == value
        for value in ("RNN", "", "cnn", None, 1):
            with pytest.raises(SettingsError) as refusal:
                settings_from({field.name: value})
            assert refusal.value.sentence.startswith(f"{field.title} must be one of {', '.join(field.choices)}")


@pytest.mark.parametrize(("written", "weights"), [("1,3", "1,3"), (" 0.5, 2 ,10.25", "0.5,2,10.25")])
def test_class_weights_may_be_a_number_above_0_for_each_class(written, weights):
    assert settings_from({"class_weights": written}).class_weights == weights
    for text in ("1", "0,1", "1,", "1;3", "-1,2", "1,1e9", "0.0,1", "balanced,1", "1,3\n"):
        with pytest.raises(SettingsError, match="or a weight for each class in their order, as in 1,3; found"):
            settings_from({"class_weights": text})


@pytest.mark.parametrize("written", ["16x8", "16X8", " 16 × 8 "])
def test_hidden_layers_may_have_widths_and_their_number_follows(written):
    for values in ({"hidden_units": written}, {"hidden_units": written, "hidden_layers": "2"}):
        settings = settings_from(values)
        assert (settings.hidden_units, settings.hidden_layers, settings.widths) == ("16x8", 2, (16, 8))
    assert settings_from({"hidden_units": "512x1x512x1"}).widths == (512, 1, 512, 1)
    for text in ("16x", "x", "16x0", "16x513", "016x8", "1x1x1x1x1", "16x8.0", "16,8"):
        with pytest.raises(SettingsError, match="Hidden units must be a whole number from 1 to 512, or such a number"):
            settings_from({"hidden_units": text})


def test_without_widths_of_their_own_layers_are_alike():
    assert settings_from({"hidden_units": 7.0}).hidden_units == settings_from({"hidden_units": "7"}).hidden_units == 7
    assert Settings().widths == (5,)
    assert Settings(hidden_layers=3, hidden_units=4).widths == (4, 4, 4)
    assert Settings(hidden_layers=0).widths == ()
    assert Settings(net="rnn", hidden_layers=3).widths == (5,)


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({"hidden_layers": 1}, "Hidden layers must be 2, since the hidden units are 16x8; found 1."),
        ({"hidden_layers": 0}, "Hidden layers must be 2, since the hidden units are 16x8; found 0."),
        ({"net": "rnn"}, "Hidden units of an RNN must be one whole number, those of its state; found '16x8'"),
    ],
)
def test_widths_at_odds_with_another_setting_are_refused(others, sentence):
    with pytest.raises(SettingsError) as refusal:
        settings_from({"hidden_units": "16x8"} | others)
    assert refusal.value.code == "settings-conflict"
    assert refusal.value.sentence.startswith(sentence)
    with pytest.raises(SettingsError):
        changed(settings_from({"hidden_units": "16x8"}), others)


def test_settings_with_widths_go_through_a_message_and_come_back():
    settings = settings_from({"hidden_units": "16x8", "split_seed": 3})
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(settings), type=Settings) == settings


def test_the_split_s_seed_is_the_seed_until_it_is_given():
    assert settings_from({"seed": 7}).rows_seed == 7
    assert settings_from({"seed": 7, "split_seed": None}).rows_seed == 7
    assert settings_from({"seed": 7, "split_seed": "0"}).rows_seed == 0


def test_a_half_epoch_is_refused():
    with pytest.raises(SettingsError):
        settings_from({"epochs": 1.5})


def test_an_unknown_setting_is_refused_with_the_one_that_is_near_or_the_known_ones():
    with pytest.raises(SettingsError) as refusal:
        settings_from({"Learning-Rate": 5})
    assert refusal.value.code == "unknown-setting"
    assert refusal.value.sentence == "There is no setting called 'Learning-Rate'; did you mean learning_rate?"
    with pytest.raises(SettingsError) as refusal:
        settings_from({"q" * 999: 5})
    assert all(name in refusal.value.sentence for name in FIELDS)
    assert len(refusal.value.sentence) < 500


def test_settings_do_not_change():
    with pytest.raises(AttributeError):
        Settings().epochs = 5


def test_basic_settings_come_before_the_others():
    assert all(not (later.basic and not earlier.basic) for earlier, later in pairwise(fields()))


def others(field):
    """Values that a setting may have beside its default."""
    values = field.choices or [
        field.kind(value) for value in (field.low, 0, 0.5, 1, 2) if field.low < value < field.high
    ]
    return [value for value in values if value != field.default]


@pytest.mark.parametrize("field", fields(), ids=lambda field: field.name)
def test_a_setting_changes_what_is_compiled_or_is_a_tensor_of_the_step_or_is_known_to_act_outside(field):
    base = Settings(net=field.net or "mlp")
    keys = {compile_key([msgspec.structs.replace(base, **{field.name: value})]) for value in others(field)}
    assert keys
    if field.name in OUTSIDE:
        assert keys == {compile_key([base])}
        assert field.name not in STEP_PARAMS
    elif field.name not in STEP_PARAMS:
        assert compile_key([base]) not in keys
        assert len(keys) == len(others(field))


def test_where_a_step_parameter_is_used_at_all_is_compiled_and_its_value_is_not():
    positive = [name for name in STEP_PARAMS if FIELDS[name].compiled == "positive"]
    assert {"clip", "l1", "l2", "dropout"} == set(positive)
    for name in positive:
        some, more = (compile_key([msgspec.structs.replace(Settings(), **{name: value})]) for value in (0.1, 0.7))
        assert some == more != compile_key([Settings()])
        assert some == compile_key([Settings(), msgspec.structs.replace(Settings(), **{name: 0.1})])
    assert compile_key([Settings(learning_rate=0.3, weight_decay=0.5)]) == compile_key([Settings()])


def test_a_forward_pass_knows_nothing_of_steps_or_of_the_other_net():
    stepped = Settings(optimiser="adam", schedule="cosine", clip=1, batch=3, dropout=0.5, tbptt_length=4, cell="gru")
    assert forward_key(stepped) == Settings()
    assert forward_key(Settings(activation="gelu", hidden_layers=2)) == Settings(activation="gelu", hidden_layers=2)
    assert forward_key(Settings(net="rnn", cell="gru", hidden_layers=3)) == Settings(net="rnn", cell="gru")


def test_runs_side_by_side_must_be_compiled_alike():
    compile_key([Settings(seed=1, learning_rate=0.1), Settings(seed=2, init="he")])
    with pytest.raises(ValueError, match="the same activation"):
        compile_key([Settings(), Settings(activation="tanh")])


def test_a_report_has_the_settings_that_have_a_part_and_says_what_0_stands_for():
    lecture = dict(told(Settings()))
    assert not {"Weight decay", "Early stopping", "Split seed", "Cell", "Truncated BPTT"} & {*lecture}
    assert (lecture["Batch size"], lecture["Gradient clipping"], lecture["Learning rate"]) == ("all rows", "off", "1")
    assert "0" not in lecture.values()
    modern = dict(told(Settings(optimiser="adamw", validation_split=0.2)))
    assert (modern["Weight decay"], modern["Early stopping"], modern["Split seed"]) == ("0.01", "off", "as the seed")
    assert "Activation" not in dict(told(Settings(hidden_layers=0)))
