from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q5", 4
SETTING = {"delta": 0.8, "qG": 0.5, "chiG": 0.2, "qP": 0.3, "chiP": 0.6, "chiC": 0.8}


@test_case(
    points=1,
    failure_message="q5 is to be a mechanism, made from m by replace(m, declared_regimes=...).‖"
    "q5 应当是一个机制，由 m 通过 replace(m, declared_regimes=...) 得到。",
)
def test_form(q5):
    assert isinstance(q5, cg.Mechanism)
    assert set(q5.regimes) == set(cg.catalogue["reputation"].regimes)


@test_case(
    points=1,
    failure_message="Only government-led governance is to change; at these settings another regime "
    "has another welfare than in m.‖只应改变政府主导型治理；在同样的设定下，另有模式的福利与原机制不同。",
)
def test_nothing_else_changed(q5):
    old, new = cg.catalogue["reputation"].compare(**SETTING), q5.compare(**SETTING)
    for key in ("multi_center", "cooperative"):
        assert abs(old.welfare[key] - new.welfare[key]) < 1e-9


@test_case(points=2, hidden=True)
def test_government_inspects_and_the_joint_rule_decides(q5):
    solved = q5.solve("government_led", **SETTING)
    assert solved.primitives["detection"] == SETTING["qG"]
    assert solved.primitives["exit"] == SETTING["chiC"]
    assert abs(solved.selected.profile["premium"] - 2 * 0.2 / (0.8 * 0.5 * 0.8)) < 1e-9
