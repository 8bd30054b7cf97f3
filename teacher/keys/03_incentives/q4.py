from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q4", 3


def lead(variance):
    welfare = cg.catalogue["appraisal"].compare(noise_livelihood=variance).welfare
    return welfare["government_led"] - welfare["cooperative"]


@test_case(
    points=0,
    failure_message="Give one number between 0 and 6, the variance.‖请给出一个 0 到 6 之间的数，即方差。",
)
def test_form(q4):
    assert 0 < float(q4) < 6


@test_case(
    points=1,
    failure_message="At your variance one of the two regimes is still clearly better. Compare their "
    "welfare on both sides of it.‖在你给出的方差下，两种模式之一仍明显更好。请比较它左右两侧的福利。",
)
def test_near(q4):
    assert lead(float(q4) - 0.5) < 0 < lead(float(q4) + 0.5)


@test_case(points=2, hidden=True)
def test_to_two_decimals(q4):
    assert lead(float(q4) - 0.01) < 0 < lead(float(q4) + 0.01)
