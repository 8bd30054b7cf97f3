"""Texts that ask SymPy for more than there is time or memory, or for something else than arithmetic."""

_X = [f"x{i}" for i in range(1000)]


def _nested(opening: str, closing: str, times: int, inner: str = "x") -> str:
    return opening * times + inner + closing * times


TEXTS = (
    # numbers with too many digits
    "((10**1000)**1000)**1000", "10**5000", "9" * 400, "9" * 5000, "1e999", "-1e301", "1/" + "7" * 400,
    "(1 + 1/10**290)**400", "1e-200*1e-200", "x*(1e-300)**400", "(x*10**290)**400", "10**(10**9)",
    "2**(x + 10**9)*2**(-x)", "((2**(x + 400))**400)**400", "exp(10**9*log(2*x))",
    "exp(1)**(10**9*log(2*x))", "x**(10**400)", "x**(10**9)", "(x + 1)**900", "((x + 1)**30)**30",
    "(x + 1)**400*(x + 1)**400", "1/0", "0**(-1)", "log(0)", "sqrt(-2)", "(-8)**(1/3)", "log(-1)",
    # functions of large numbers
    "sqrt(" + "9" * 4000 + ")", "binomial(10000000, 5000000)", "binomial(x, 10**8)*binomial(10**8, 3)",
    "floor(exp(exp(100)))", "Abs(exp(exp(exp(9))))", "floor(10**900*pi())", "log(10**1000 - 1)",
    "exp(exp(exp(9))) < exp(exp(exp(10)))", "exp(10**9) < exp(10**9 + 1)", "exp(-10**9)",
    "betainc_regularized(10**9, 10**9, 0, 1/2)",
    "betainc_regularized(1e9, 1e9, 0.0, 0.5)", "betainc_regularized(1.5, 2.5, 0.0, 1e200)",
    "erfinv(2)", "erfinv(1)", "erfinv(1e300)", "erf(exp(1000))", "Heaviside(exp(exp(9)))",
    "sign(exp(exp(9)) - 1)", "Min(exp(exp(exp(9))), 3)", "Max(10**400, x)", "ceiling(1e305)",
    "Piecewise((1, exp(exp(exp(9))) > 3), (0, True))",
    # numbers whose sign or whole part only algebra can tell
    "sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6)) < 0", "Min(sqrt(2) + sqrt(3), sqrt(5 + 2*sqrt(6)))",
    "floor(sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6)))", "floor(x + log(8)/log(2))",
    "ceiling((sqrt(2) + 1)*(sqrt(2) - 1))", "floor(10**290*pi())",
    # too long, too deep, too many
    "(" * 5000 + "x" + ")" * 5000, "-" * 5000 + "x", "-" * 150 + "x", "~" * 150 + "(x < 1)",
    "**".join(["x"] * 500), "2**" * 300 + "x", "x" * 30_000, "x + " * 4000 + "x", "+".join(_X * 3),
    "*".join(f"({x} + 1)" for x in _X), _nested("floor(x + ", ")", 70), _nested("Abs(x + ", ")", 70),
    _nested("exp(", ")", 70), _nested("Min(x, Max(y, ", "))", 40), _nested("x**(", ")", 70),
    _nested("sqrt(1 + ", ")", 70, "2"), f"Min({', '.join(_X)})", f"Max({', '.join(_X)})",
    " & ".join(f"({x} < 1)" for x in _X[:300]), " | ".join(f"({x} < 1)" for x in _X[:300]),
    f"And({', '.join(f'{x} < 1' for x in _X)})",
    f"Piecewise({', '.join(f'({x}, {x} < 1)' for x in _X[:200])}, (0, True))",
    "Piecewise((1, "
    + " | ".join(f"(({x} < 1) & ({x} > 0))" for x in _X[:20])
    + "), (1, y < 0), (0, True))",
    f"Min({', '.join(f'Max({chr(44).join(_X[i : i + 25])})' for i in range(30))})",
    " + ".join(f"(betainc_regularized({i}, 500, 0, 1/2) < 1/2)" for i in range(1, 500)),
    # no arithmetic
    "__import__('os').system('exit 1')", "(lambda: 1)()", "[x for x in (1, 2)]", "x.__class__", "x[0]",
    "'x'", "b'x'", "1j", "None", "...", "f'{x}'", "x if x else y", "x := 1", "x; y", "x\ny = 1", "", " ",
    "\0", "\ud800", "x\ud800", "__builtins__", "__import__", "x" * 100, "(x, y)", "x < y < z", "Foo(x)",
    "exp()", "exp(x, y, z)", "exp(*x)", "exp(x=1)", "exp((x, y))", "Min((x, y), 2)", "True + 1",
    "exp(True)", "(x < 1) + 1", "(x < 1)**(10**9)", "x & 3", "Piecewise(x)", "Piecewise((x, 1, 2))",
    "Piecewise()", "Not(x, y)", "pi(3)", "x @ y", "x // y", "x % 2", "not x", "+x", "await x", "*x",
)  # fmt: skip
"""No text here is an expression that the package takes."""

NODES = (
    None, True, -1, 0, 10**9, 1e300, "", "x", "\ud800", "__import__('os')", [], {}, [[]], [None], {"a": 1}, {"map": []},
    {"map": [[1, 2]]}, {"map": [[[], {}]]}, {"map": 3}, {"kind": "Words"}, {"kind": "Words", "en": "a", "zh": "b"},
    {"kind": []}, {"kind": "object"}, {"kind": "Parameter", "name": "a"}, {"expression": 3}, {"expression": []},
    {"expression": "x"}, {"expression": "nothing_here + 1"}, {"expression": "1"}, {"expression": "x < 1"},
    {"expression": "True"}, {"expression": "x", "kind": "Words"}, [{"expression": "x"}] * 3, {"expression": "Max(0, x)"},
    *({"expression": text} for text in TEXTS if len(text) < 5_000),
)
"""What may stand anywhere in the data of a mechanism that somebody wishes us ill with."""
