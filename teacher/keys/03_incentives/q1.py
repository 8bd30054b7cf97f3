from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q1", 3
PLACES = ((0.05, 9), (0.3, 6), (0.7, 4))


def best(place):
    spillover, prize = place
    return cg.catalogue["tournament"].compare(r=spillover, V=prize).best


@test_case(
    points=0,
    failure_message="Give three keys of regimes in a list, in the order of the question, such as "
    "['laissez_faire', 'cooperative', 'laissez_faire'].‖请按题目的顺序，用列表给出三个治理模式的键名，"
    "例如 ['laissez_faire', 'cooperative', 'laissez_faire']。",
)
def test_form(q1):
    assert len(q1) == 3
    assert set(q1) <= set(cg.catalogue["tournament"].regimes)


@test_case(
    points=1,
    failure_message="The first place: read the colour near the left edge, at the height 9.‖"
    "第一处：请看靠近左边缘、高度 9 处的颜色。",
)
def test_first_place(q1):
    assert (q1[0],) == best(PLACES[0])


@test_case(points=1, hidden=True)
def test_second_place(q1):
    assert (q1[1],) == best(PLACES[1])


@test_case(points=1, hidden=True)
def test_third_place(q1):
    assert (q1[2],) == best(PLACES[2])
