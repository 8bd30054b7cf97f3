from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q1", 3
PLACES = ((0.3, 0.5), (0.9, 1.5), (0.3, 2))


def best(place):
    exit_government, agreement_cost = place
    return (
        cg.catalogue["reputation"].compare(delta=0.7, chiG=exit_government, tau=agreement_cost).best
    )


@test_case(
    points=0,
    failure_message="Give three keys of regimes in a list, in the order of the places, such as "
    "['multi_center', 'multi_center', 'cooperative'].‖请按题中的顺序，用列表给出三个治理模式的键名，"
    "例如 ['multi_center', 'multi_center', 'cooperative']。",
)
def test_form(q1):
    assert len(q1) == 3
    assert set(q1) <= set(cg.catalogue["reputation"].regimes)


@test_case(
    points=1,
    failure_message="The first place: read the colour above 0.3 at the height 0.5.‖"
    "第一处：请看横轴 0.3、高度 0.5 处的颜色。",
)
def test_first_place(q1):
    assert (q1[0],) == best(PLACES[0])


@test_case(points=1, hidden=True)
def test_second_place(q1):
    assert (q1[1],) == best(PLACES[1])


@test_case(points=1, hidden=True)
def test_third_place(q1):
    assert (q1[2],) == best(PLACES[2])
