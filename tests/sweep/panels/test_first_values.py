"""The values that an axis begins with, and the ways to write them, are ones that it can have."""

import pytest

from nets.settings import PRESETS, fields
from nets.sweep.axis import NOT_VARIED, axis_from
from nets.sweep.panels.first_values import CHOICES, LOG_RANGE, RANGE, first_values, rewritten, way_of

NUMBERS = [field for field in fields() if not field.choices and field.name not in NOT_VARIED]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.name)
def test_a_setting_begins_with_several_values_around_its_own_and_can_be_written_in_every_way(field, preset):
    axis = axis_from(f"{field.name}={first_values(field, getattr(PRESETS[preset], field.name))}")
    assert len(axis.values) > 2
    for way in (CHOICES, LOG_RANGE, RANGE):
        another = axis_from(f"{field.name}={rewritten(axis, way)}")
        assert way_of(another) == way
        assert another.values[0] == pytest.approx(axis.values[0], rel=1e-3) or way == LOG_RANGE
        assert another.values[-1] == pytest.approx(axis.values[-1], rel=1e-3)
