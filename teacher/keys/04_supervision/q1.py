from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q1", 3
OFFICES = ((0.5, 1), (4, 1), (4, 2.5))


def best(office):
    cost, agreement = office
    return cg.catalogue["inspection"].compare(kP=cost, tau=agreement).best


@test_case(
    points=0,
    failure_message="Give three keys of regimes in a list, in the order of the offices, such as "
    "['laissez_faire', 'cooperative', 'laissez_faire'].‖请按机关顺序，用列表给出三个治理模式的键名，"
    "例如 ['laissez_faire', 'cooperative', 'laissez_faire']。",
)
def test_form(q1):
    assert len(q1) == 3
    assert set(q1) <= set(cg.catalogue["inspection"].regimes)


@test_case(
    points=1,
    failure_message="The first office: read the colour above a cost of 0.5 at the height 1.‖"
    "第一个机关：请看横轴 0.5、高度 1 处的颜色。",
)
def test_first_office(q1):
    assert (q1[0],) == best(OFFICES[0])


@test_case(points=1, hidden=True)
def test_second_office(q1):
    assert (q1[1],) == best(OFFICES[1])


@test_case(points=1, hidden=True)
def test_third_office(q1):
    assert (q1[2],) == best(OFFICES[2])
