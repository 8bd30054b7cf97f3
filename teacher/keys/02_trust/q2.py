from otter.test_files import test_case

OK_FORMAT = False
name, points = "q2", 2


@test_case(
    points=0,
    failure_message="Give one number above 0.‖请给出一个大于 0 的数。",
)
def test_form(q2):
    assert float(q2) > 0


@test_case(
    points=1,
    failure_message="0.6 is what one gets if everybody who is found out must go. Here only some must: "
    "chi = 0.4.‖0.6 是“被查处者全都退出”时的答案；这里只有一部分退出：chi = 0.4。",
)
def test_with_exit(q2):
    assert abs(float(q2) - 0.6) > 1e-6


@test_case(points=1, hidden=True)
def test_value(q2):
    assert abs(float(q2) - 1.5) < 5e-3
