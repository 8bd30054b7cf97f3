from otter.test_files import test_case

import cogov_games as cg

OK_FORMAT = False
name, points = "q1", 3
STREETS = ((8, 0.4), (6, 0.8), (36, 0.8))


def best(street):
    people, marginal_return = street
    return cg.catalogue["public_good"].compare(n=people, a=marginal_return).best


@test_case(
    points=0,
    failure_message="Give three keys of regimes in a list, in the order of the streets, such as "
    "['laissez_faire', 'cooperative', 'laissez_faire'].‖请按街道顺序，用列表给出三个治理模式的键名，"
    "例如 ['laissez_faire', 'cooperative', 'laissez_faire']。",
)
def test_form(q1):
    assert len(q1) == 3
    assert set(q1) <= set(cg.catalogue["public_good"].regimes)


@test_case(
    points=1,
    failure_message="The first street: read the colour above 8 households at the height 0.4.‖"
    "第一条街：请看 8 户、高度 0.4 处的颜色。",
)
def test_first_street(q1):
    assert (q1[0],) == best(STREETS[0])


@test_case(points=1, hidden=True)
def test_second_street(q1):
    assert (q1[1],) == best(STREETS[1])


@test_case(points=1, hidden=True)
def test_third_street(q1):
    assert (q1[2],) == best(STREETS[2])
