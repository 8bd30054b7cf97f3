from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q5", 4
SETTING = {"delta": 0.8, "qG": 0.5, "chiG": 0.2, "qP": 0.3, "chiP": 0.6, "chiC": 0.8}


@test_case(
    points=0,
    failure_message="q5 is to be a mechanism, made from m by replace(m, declared_regimes=...).‖"
    "q5 应当是一个机制，由 m 通过 replace(m, declared_regimes=...) 得到。",
)
def test_form(q5):
    assert isinstance(q5, cg.Mechanism)
    assert set(q5.regimes) == set(cg.catalogue["reputation"].regimes)


@test_case(
    points=2,
    failure_message="Government-led governance is to change, and no other regime: compare the welfare "
    "of q5 with that of m at the same settings.‖应当改变的是政府主导型治理，而且只改变它：请在同样的"
    "设定下，比较 q5 与 m 的福利。",
)
def test_government_led_alone_changed(q5):
    old, new = cg.catalogue["reputation"].compare(**SETTING), q5.compare(**SETTING)
    assert {key for key in old.welfare if abs(old.welfare[key] - new.welfare[key]) > 1e-9} == {
        "government_led"
    }


@test_case(points=2, hidden=True)
def test_government_inspects_and_the_joint_rule_decides(q5):
    solved = q5.solve("government_led", **SETTING)
    assert solved.primitives["detection"] == SETTING["qG"]
    assert solved.primitives["exit"] == SETTING["chiC"]
    assert abs(solved.selected.profile["premium"] - 2 * 0.2 / (0.8 * 0.5 * 0.8)) < 1e-9
