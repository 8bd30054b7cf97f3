from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q6", 3
ALLOWED = {"patience", "cheating_gain"}


def exchange(setting):
    m = cg.catalogue["reputation"]
    return {key: m.solve(key, **setting).selected.profile["z"] for key in m.regimes}


@test_case(
    points=0,
    failure_message="Give a dict of parameters and values; only patience and cheating_gain may be set.‖"
    "请用字典给出参数和数值；只能设定 patience 和 cheating_gain。",
)
def test_form(q6):
    m = cg.catalogue["reputation"]
    assert {m.find(name).name for name in q6} <= ALLOWED
    m.compare(**q6)


@test_case(
    points=1,
    failure_message="At your setting government-led or multi-center governance still sets the exchange "
    "up.‖在你的设定下，政府主导型治理或多中心治理之下仍有交易。",
)
def test_not_by_one_alone(q6):
    found = exchange(q6)
    assert found["government_led"] == found["multi_center"] == 0


@test_case(points=2, hidden=True)
def test_not_together_either(q6):
    assert not any(exchange(q6).values())
