from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q6", 3
ALLOWED = {"spillover", "effort_cost", "luck", "prize_government"}


def tournament(q6):
    solved = cg.catalogue["tournament"].solve("government_led", **{**q6, "fixed_cost": 0})
    return solved.selected.profile["mayor"], solved


@test_case(
    points=0,
    failure_message="Give a dict of parameters and values; only spillover, effort_cost, luck and "
    "prize_government may be set, within the range of their sliders.‖请用字典给出参数和数值；只能设定 "
    "spillover、effort_cost、luck、prize_government，而且不能超出各自滑块的范围。",
)
def test_form(q6):
    m = cg.catalogue["tournament"]
    assert {m.find(name).name for name in q6} <= ALLOWED
    tournament(q6)


@test_case(
    points=1,
    failure_message="At your setting the mayors do not do more than is best for both cities, so the "
    "tournament does no harm.‖在你的设定下，市长的努力没有超过对两市最好的水平，锦标赛没有害处。",
)
def test_effort_is_too_high(q6):
    m = cg.catalogue["tournament"]
    values = {m.find(name).name: value for name, value in q6.items()}
    spillover = values.get("spillover", m.parameters["spillover"].default)
    cost = values.get("effort_cost", m.parameters["effort_cost"].default)
    assert tournament(q6)[0] > (1 + spillover) / cost


@test_case(points=2, hidden=True)
def test_laissez_faire_is_better(q6):
    assert tournament(q6)[1].welfare < 0
