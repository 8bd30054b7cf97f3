from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q6", 3
ALLOWED = {"proof_government", "collusion_government"}


@test_case(
    points=0,
    failure_message="Give a dict of parameters and values; only proof_government and "
    "collusion_government may be set.‖请用字典给出参数和数值；只能设定 proof_government 和 "
    "collusion_government。",
)
def test_form(q6):
    road = cg.catalogue["collusion"]
    assert {road.find(name).name for name in q6} <= ALLOWED
    road.compare(**q6)


@test_case(
    points=1,
    failure_message="At your setting the best regime is still another than government-led governance.‖"
    "在你的设定下，最优的仍是政府主导型治理以外的模式。",
)
def test_government_is_best(q6):
    assert cg.catalogue["collusion"].compare(**q6).best == ("government_led",)


@test_case(points=2, hidden=True)
def test_although_it_sees_least(q6):
    road = cg.catalogue["collusion"]
    assert road.compare(**q6).best == ("government_led",)
    seen = {
        key: road.solve(key, **q6).primitives["proof"]
        for key in ("government_led", "multi_center", "cooperative")
    }
    assert seen["government_led"] < min(seen["multi_center"], seen["cooperative"])
