import sympy as sp
from otter.test_files import test_case

OK_FORMAT = False
name, points = "q3", 3
g, f, h, c, d, rho = sp.symbols("g f h c d rho")
loss = c / (d * (g + f)) * (g + h * f / (h + rho * f))


@test_case(
    points=0,
    failure_message="Give an expression in the symbols g, f, h, c, d and rho, without v and q.‖"
    "请用符号 g、f、h、c、d、rho 写出表达式，式中不应再有 v 和 q。",
)
def test_form(q3):
    assert sp.sympify(q3, strict=True).free_symbols <= {g, f, h, c, d, rho}


@test_case(
    points=1,
    failure_message="If the inspector keeps nothing (rho = 0), it must become c/d.‖"
    "若监督者不得份额（rho = 0），它应当化为 c/d。",
)
def test_without_a_share(q3):
    assert sp.simplify(sp.sympify(q3, strict=True).subs(rho, 0) - c / d) == 0


@test_case(points=2, hidden=True)
def test_with_a_share(q3):
    assert sp.simplify(sp.sympify(q3, strict=True) - loss) == 0
