from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q5", 4
SETTING = {"r": 0.2, "c": 1.2, "g0": 0.25, "V": 3, "mu": 0.4}


@test_case(
    points=1,
    failure_message="q5 is to be a mechanism, made from m by replace(m, declared_regimes=...), in which "
    "multi-center governance is not the old one.‖q5 应当是一个机制，由 m 通过 "
    "replace(m, declared_regimes=...) 得到，其中的多中心治理与原来的不同。",
)
def test_form(q5):
    assert isinstance(q5, cg.Mechanism)
    old = cg.catalogue["tournament"].regimes
    assert set(q5.regimes) == set(old)
    assert q5.regimes["multi_center"].binds != old["multi_center"].binds


@test_case(
    points=1,
    failure_message="Multi-center governance is to change, and nothing else: compare the welfare of "
    "each regime with that in m.‖应当改变多中心治理，而且只改变它：请把各模式的福利与原机制比较。",
)
def test_multi_center_alone_changed(q5):
    old, new = cg.catalogue["tournament"].compare(**SETTING), q5.compare(**SETTING)
    assert {key for key in old.welfare if abs(old.welfare[key] - new.welfare[key]) > 1e-9} == {
        "multi_center"
    }


@test_case(points=2, hidden=True)
def test_both_rewards_add_up(q5):
    solved = q5.solve("multi_center", **SETTING)
    effort = ((1 - 0.2) * 0.25 * 3 + 0.4) / 1.2
    assert abs(solved.selected.profile["mayor"] - effort) < 1e-6
