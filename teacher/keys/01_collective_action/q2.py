from otter.test_files import test_case

OK_FORMAT = False
name, points = "q2", 2


@test_case(
    points=0,
    failure_message="Give one number between 0 and 1.‖请给出一个 0 到 1 之间的数。",
)
def test_form(q2):
    assert 0 < float(q2) < 1


@test_case(
    points=1,
    failure_message="0.35 is what an afternoon gives back to you. The expected fine has to make up "
    "for what is still missing to reach 1.‖0.35 是一个下午给你自己的回报；期望罚款要补上的，是它与 1 之间的差额。",
)
def test_not_the_return(q2):
    assert abs(float(q2) - 0.35) > 1e-6


@test_case(points=1, hidden=True)
def test_value(q2):
    assert abs(float(q2) - 0.65) < 5e-3
