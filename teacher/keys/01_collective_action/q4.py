from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q4", 3


def critical_mass():
    solved = cg.catalogue["public_good"].solve("cooperative", psi=0.5)
    (unstable,) = (e for e in solved.equilibria if e.stability == "unstable")
    return unstable.profile["contribute"]


@test_case(
    points=1,
    failure_message="Give a share between 0 and 1. 0 and 1 are the stable equilibria; the critical "
    "mass lies between them.‖请给出一个 0 到 1 之间的比例。0 和 1 是稳定的均衡，临界规模在两者之间。",
)
def test_form(q4):
    assert 0 < float(q4) < 1


@test_case(
    points=0,
    failure_message="0.872 is the critical mass at psi = 1. Set psi = 0.5.‖0.872 是 psi = 1 时的临界规模，"
    "请设 psi = 0.5。",
)
def test_not_the_default(q4):
    assert abs(float(q4) - 0.871985) > 1e-3


@test_case(points=2, hidden=True)
def test_value(q4):
    assert abs(float(q4) - critical_mass()) < 1e-3
