from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q5", 4
SETTING = {"g": 2, "h": 10, "rho": 0.5, "kP": 0.5, "dP": 0.8, "sP": 4, "omega": 0.5}


@test_case(
    points=0,
    failure_message="q5 is to be a mechanism, made from m by replace(m, declared_regimes=...).‖"
    "q5 应当是一个机制，由 m 通过 replace(m, declared_regimes=...) 得到。",
)
def test_form(q5):
    assert isinstance(q5, cg.Mechanism)
    assert set(q5.regimes) == set(cg.catalogue["inspection"].regimes)


@test_case(
    points=2,
    failure_message="Multi-center governance is to change, and no other regime: compare the welfare "
    "of q5 with that of m at the same settings.‖应当改变的是多中心治理，而且只改变它：请在同样的"
    "设定下，比较 q5 与 m 的福利。",
)
def test_multi_center_alone_changed(q5):
    old, new = cg.catalogue["inspection"].compare(**SETTING), q5.compare(**SETTING)
    assert {key for key in old.welfare if abs(old.welfare[key] - new.welfare[key]) > 1e-9} == {
        "multi_center"
    }


@test_case(points=2, hidden=True)
def test_local_supervisors_keep_a_share(q5):
    solved = q5.solve("multi_center", **SETTING)
    assert solved.primitives["revenue_share"] == SETTING["rho"]
    weighed = SETTING["omega"] * SETTING["h"] + SETTING["rho"] * SETTING["sP"]
    share = SETTING["kP"] / (SETTING["dP"] * weighed)
    assert abs(solved.selected.profile["official"]["violate"] - share) < 1e-9
