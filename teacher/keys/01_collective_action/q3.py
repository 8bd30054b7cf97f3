import sympy as sp
from otter.test_files import test_case

OK_FORMAT = False
name, points = "q3", 3
a, p, eps = sp.symbols("a p eps")


@test_case(
    points=0,
    failure_message="Give an expression in the symbols a, p and eps: the smallest fine, without S.‖"
    "请用符号 a、p、eps 写出最低罚款的表达式，式中不应再有 S。",
)
def test_form(q3):
    assert sp.sympify(q3, strict=True).free_symbols <= {a, p, eps}


@test_case(
    points=1,
    failure_message="Without mistakes (eps = 0) it must become (1 - a)/p.‖没有误罚（eps = 0）时，"
    "它应当化为 (1 - a)/p。",
)
def test_without_mistakes(q3):
    assert sp.simplify(sp.sympify(q3, strict=True).subs(eps, 0) - (1 - a) / p) == 0


@test_case(points=2, hidden=True)
def test_with_mistakes(q3):
    assert sp.simplify(sp.sympify(q3, strict=True) - (1 - a) / (p - eps)) == 0
