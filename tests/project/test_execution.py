"""Nothing that came as text is executed: who may, is named here, with the reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import cogov_games as cg

PACKAGE = Path(cg.__file__).parent
EXECUTES = {
    "eval", "exec", "compile", "__import__", "parse_expr", "exec_module", "run_module", "run_path",
}  # fmt: skip
MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "sympy.parsing"}
ALLOWED = {
    ("catalogue/folder.py", "exec_module"): "a mechanism's file is Python, which its reader trusts",
    ("classroom/grading/worker.py", "run_path"): "the teacher's own judges, beside the key",
}


def executions(tree: ast.AST) -> Iterator[str]:
    """Yield the name of whatever executes text, or reads what may."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in EXECUTES:
                yield name
            case ast.Call(func=ast.Attribute(attr=name, value=value)) if name in EXECUTES:
                if not (name == "compile" and ast.unparse(value) == "re"):
                    yield name
            case ast.Call(func=ast.Name(id="sympify") | ast.Attribute(attr="sympify" | "S")):
                yield from _lax(node)
            case ast.Call(func=ast.Name(id="S")):
                yield "S"
            case ast.Import(names=names):
                yield from (n.name for n in names if _is_one(n.name))
            case ast.ImportFrom(module=str(module), names=names):
                inside = [f"{module}.{n.name}" for n in names]
                yield from (n for n in (module, *inside) if _is_one(n))


def _lax(call: ast.Call) -> Iterator[str]:
    strict = [k.value for k in call.keywords if k.arg == "strict"]
    if [getattr(value, "value", None) for value in strict] != [True]:
        yield "sympify without strict=True"


def _is_one(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in MODULES)


def test_who_executes_text_is_named() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in PACKAGE.rglob("*.py")
        for name in executions(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set(ALLOWED)


@pytest.mark.parametrize(
    "text",
    ["eval(x)", "exec(x)", "compile(x, '', 'eval')", "builtins.eval(x)", "sp.sympify(x)", "sympify(x)",
     "sp.sympify(x, strict=False)", "sp.S('x')", "S(x)", "parse_expr(x)", "import pickle", "__import__(x)",
     "from pickle import loads", "from sympy import parsing", "from sympy.parsing import sympy_parser"],
)  # fmt: skip
def test_what_executes_text_is_seen(text: str) -> None:
    assert list(executions(ast.parse(text)))


@pytest.mark.parametrize("text", ["re.compile(x)", "sp.sympify(x, strict=True)", "sp.S.Zero", "evaluate(x)"])
def test_what_does_not_is_let_be(text: str) -> None:
    assert not list(executions(ast.parse(text)))
