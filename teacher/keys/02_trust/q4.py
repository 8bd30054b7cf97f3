from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q4", 3


def exchange(delta):
    solved = cg.catalogue["reputation"].solve("cooperative", lam=1, delta=delta)
    return solved.selected.profile["z"] == 1


@test_case(
    points=1,
    failure_message="Give a number between 0.2 and 0.99, such that there is an exchange a little above "
    "it.‖请给出一个 0.2 到 0.99 之间的数；略高于它时，交易应当存在。",
)
def test_form(q4):
    assert 0.2 < float(q4) < 0.98
    assert exchange(float(q4) + 0.005)


@test_case(
    points=0,
    failure_message="0.257 is the answer at lam = 0.5. Set lam = 1.‖0.257 是 lam = 0.5 时的答案，"
    "请设 lam = 1。",
)
def test_not_the_default(q4):
    assert abs(float(q4) - 0.2565) > 2e-3


@test_case(points=2, hidden=True)
def test_value(q4):
    assert exchange(float(q4) + 1e-3)
    assert not exchange(float(q4) - 1e-3)
