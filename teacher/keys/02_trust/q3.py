import sympy as sp
from otter.test_files import test_case

OK_FORMAT = False
name, points = "q3", 3
Delta, delta, q, chi, f = sp.symbols("Delta delta q chi f")


@test_case(
    points=0,
    failure_message="Give an expression in the symbols Delta, delta, q, chi and f, without m.‖"
    "请用符号 Delta、delta、q、chi、f 写出表达式，式中不应再有 m。",
)
def test_form(q3):
    assert sp.sympify(q3, strict=True).free_symbols <= {Delta, delta, q, chi, f}


@test_case(
    points=1,
    failure_message="Without a fine (f = 0) it must become Delta*(1 - delta)/(delta*q*chi).‖没有罚款"
    "（f = 0）时，它应当化为 Delta*(1 - delta)/(delta*q*chi)。",
)
def test_without_fine(q3):
    expected = Delta * (1 - delta) / (delta * q * chi)
    assert sp.simplify(sp.sympify(q3, strict=True).subs(f, 0) - expected) == 0


@test_case(points=2, hidden=True)
def test_with_fine(q3):
    expected = (Delta - q * f) * (1 - delta) / (delta * q * chi)
    assert sp.simplify(sp.sympify(q3, strict=True) - expected) == 0
