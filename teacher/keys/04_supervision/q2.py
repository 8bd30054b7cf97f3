from otter.test_files import test_case

OK_FORMAT = False
name, points = "q2", 2


@test_case(
    points=0,
    failure_message="Give one number between 0 and 1: a share.‖请给出一个 0 到 1 之间的数，即比例。",
)
def test_form(q2):
    assert 0 < float(q2) < 1


@test_case(
    points=1,
    failure_message="That is how often one looks, g/(d(g + f)). The share that violates is the one at "
    "which the inspector is indifferent.‖这是检查的比例 g/(d(g + f))。违规的比例，是使监督者无差异的那个比例。",
)
def test_not_the_inspections(q2):
    assert abs(float(q2) - 2 / (0.6 * 10)) > 1e-3


@test_case(points=1, hidden=True)
def test_value(q2):
    assert abs(float(q2) - 0.25) < 5e-3
