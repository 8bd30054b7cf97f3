from otter.test_files import test_case

OK_FORMAT = False
name, points = "q4", 3
FEE, FINE, GROUP = 0.5 * 0.7, 0.7, 8


@test_case(
    points=1,
    failure_message="Give a chance between 0 and 1.‖请给出一个 0 到 1 之间的概率。",
)
def test_form(q4):
    assert 0 < float(q4) < 1


@test_case(
    points=0,
    failure_message="0.125 is the bound for groups of five. Here eight work together.‖"
    "0.125 是五人一组时的界限；这里是八人一起做事。",
)
def test_not_the_default(q4):
    assert abs(float(q4) - 0.125) > 1e-3


@test_case(points=2, hidden=True)
def test_value(q4):
    assert abs(float(q4) - FEE / (FINE * (GROUP - 1))) < 2e-3
