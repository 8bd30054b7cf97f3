import sympy as sp
from otter.test_files import test_case

OK_FORMAT = False
name, points = "q3", 3
r, g, V = sp.symbols("r g V")


@test_case(
    points=0,
    failure_message="Give an expression in the symbols r, g and V: the weight, without z, a and c.‖"
    "请用符号 r、g、V 写出权重的表达式，式中不应再有 z、a、c。",
)
def test_form(q3):
    assert sp.sympify(q3, strict=True).free_symbols <= {r, g, V}


@test_case(
    points=1,
    failure_message="Without a promotion (V = 0) the weight must be 1: each mayor answers for all "
    "that both cities gain.‖没有晋升（V = 0）时，权重应为 1：每位市长对两市的全部所得负责。",
)
def test_without_a_promotion(q3):
    assert sp.simplify(sp.sympify(q3, strict=True).subs(V, 0) - 1) == 0


@test_case(points=2, hidden=True)
def test_with_a_promotion(q3):
    assert sp.simplify(sp.sympify(q3, strict=True) - (1 - (1 - r) * g * V / (1 + r))) == 0
