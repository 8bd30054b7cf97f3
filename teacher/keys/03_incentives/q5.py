from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q5", 4
SETTING = {"r": 0.2, "c": 1.2, "g0": 0.25, "V": 3, "mu": 0.4}


@test_case(
    points=1,
    failure_message="q5 is to be a mechanism, made from m by replace(m, declared_regimes=...).‖"
    "q5 应当是一个机制，由 m 通过 replace(m, declared_regimes=...) 得到。",
)
def test_form(q5):
    assert isinstance(q5, cg.Mechanism)
    assert set(q5.regimes) == set(cg.catalogue["tournament"].regimes)


@test_case(
    points=1,
    failure_message="Only multi-center governance is to change; at these settings another regime "
    "has another welfare than in m.‖只应改变多中心治理；在同样的设定下，另有模式的福利与原机制不同。",
)
def test_nothing_else_changed(q5):
    old, new = cg.catalogue["tournament"].compare(**SETTING), q5.compare(**SETTING)
    for key in ("government_led", "cooperative", "laissez_faire"):
        assert abs(old.welfare[key] - new.welfare[key]) < 1e-9


@test_case(points=2, hidden=True)
def test_both_rewards_add_up(q5):
    solved = q5.solve("multi_center", **SETTING)
    effort = ((1 - 0.2) * 0.25 * 3 + 0.4) / 1.2
    assert abs(solved.selected.profile["mayor"] - effort) < 1e-6
