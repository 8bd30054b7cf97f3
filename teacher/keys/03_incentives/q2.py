from otter.test_files import test_case

OK_FORMAT = False
name, points = "q2", 2


@test_case(
    points=0,
    failure_message="Give one number: the effort of one mayor.‖请给出一个数：一位市长的努力。",
)
def test_form(q2):
    assert float(q2) > 0


@test_case(
    points=1,
    failure_message="1.0 would be right without a spillover, 0.9 if effort cost c = 1. A lead grows "
    "only by 1 - r, and the reward is divided by c.‖没有溢出时是 1.0，c = 1 时是 0.9。"
    "领先幅度只增加 1 - r，所得还要除以 c。",
)
def test_spillover_and_cost_are_in_it(q2):
    assert min(abs(float(q2) - slip) for slip in (1.0, 0.9, 1.5)) > 5e-3


@test_case(points=1, hidden=True)
def test_value(q2):
    assert abs(float(q2) - 0.6) < 5e-3
