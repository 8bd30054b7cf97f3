from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q6", 3
ALLOWED = {"people", "marginal_return", "agreement_cost", "fixed_cost", "local_cost"}


@test_case(
    points=0,
    failure_message="Give a dict of parameters and values, each within its range in m; only people, "
    "marginal_return, agreement_cost, fixed_cost and local_cost may be set.‖请用字典给出参数和数值，"
    "数值须在 m 的参数范围之内；只能设定 people、marginal_return、agreement_cost、fixed_cost、local_cost。",
)
def test_form(q6):
    m = cg.catalogue["public_good"]
    assert {m.find(name).name for name in q6} <= ALLOWED
    m.compare(**q6)


@test_case(
    points=1,
    failure_message="At your setting the best regime is still another than laissez-faire.‖"
    "在你的设定下，最优的仍是自由放任以外的模式。",
)
def test_laissez_faire_is_best(q6):
    assert cg.catalogue["public_good"].compare(**q6).best == ("laissez_faire",)


@test_case(points=2, hidden=True)
def test_although_the_street_is_worth_cleaning(q6):
    solved = cg.catalogue["public_good"].solve("laissez_faire", **q6)
    assert solved.first_best > 0
    assert cg.catalogue["public_good"].compare(**q6).best == ("laissez_faire",)
