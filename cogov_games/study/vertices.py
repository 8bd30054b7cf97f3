"""The vertex table: where replicator dynamics of two-strategy populations can come to rest purely."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ..errors import InputError
from ..expressions import evaluate, named
from ..forms.equilibria import TOLERANCE
from ..forms.restricted import Restricted
from ..forms.strategic import Strategic
from ..model.declaration import Declaration
from ..model.tables import html_table
from ..words import Html, escaped, say

Kind = Literal["stable", "unstable", "saddle", "non-hyperbolic"]

__all__ = ["NumericVertex", "Vertex", "VertexTable", "classify", "vertex_table"]


@dataclass(frozen=True)
class Vertex:
    """A state in which every population uses one of its two strategies.

    Attributes
    ----------
    name : str
        One digit per population, 1 for its second strategy: ``"101"``.
    eigenvalues : tuple of expressions
        What each population would gain by its other strategy. They are the eigenvalues of the
        Jacobian, which is diagonal here. Primitives that follow from others keep their symbols
        (`Mechanism.derived` has their formulas).
    conditions : tuple of relations
        The vertex is asymptotically stable, and a strict equilibrium, if all hold; false stands
        for one that never does.
    """

    name: str
    eigenvalues: tuple[sp.Expr, ...]

    @property
    def conditions(self) -> tuple[sp.Basic, ...]:
        return tuple(sp.Lt(eigenvalue, 0) for eigenvalue in self.eigenvalues)


@dataclass(frozen=True)
class NumericVertex:
    """A vertex at given values: its eigenvalues, and what they say of it.

    `kind` is ``"stable"`` (all eigenvalues negative), ``"unstable"`` (all positive), ``"saddle"``
    (both signs), or ``"non-hyperbolic"`` where one is zero within 1e-9 of the payoff range: then
    the eigenvalues alone do not decide.
    """

    name: str
    eigenvalues: tuple[float, ...]
    kind: Kind


@dataclass(frozen=True)
class VertexTable:
    """All vertices of a strategic mechanism under one regime, with their eigenvalues as formulas.

    Attributes
    ----------
    mechanism, regime : str
    actors : tuple of str
        Whose digits the names of the vertices hold, in this order; those who are left no choice
        keep their digit and have no eigenvalue.
    vertices : tuple of Vertex
    """

    mechanism: str
    regime: str
    actors: tuple[str, ...]
    vertices: tuple[Vertex, ...]
    _latex: Mapping[str, str] = field(repr=False)
    _at: Callable[[Mapping[str, float]], tuple[NumericVertex, ...]] = field(
        repr=False, compare=False
    )

    def __getitem__(self, name: str) -> Vertex:
        for vertex in self.vertices:
            if vertex.name == name:
                return vertex
        raise InputError(
            f"vertex {name!r} is not allowed: one of {', '.join(v.name for v in self.vertices)}."
        )

    def at(self, **values: float) -> dict[str, NumericVertex]:
        """Return the vertices by name at these values (unset: defaults).

        Raises
        ------
        InputError
            For an unknown name or a value that is not allowed.
        """
        return {vertex.name: vertex for vertex in self._at(values)}

    def stable(self, **values: float) -> tuple[str, ...]:
        """Return the names of the asymptotically stable vertices at these values.

        Raises
        ------
        InputError
            For an unknown name or a value that is not allowed.
        """
        return tuple(name for name, vertex in self.at(**values).items() if vertex.kind == "stable")

    def to_latex(self, names: Mapping[str, str] | None = None) -> str:
        """Return the table as a LaTeX tabular.

        Parameters
        ----------
        names : mapping of symbol to LaTeX, optional
            How symbols are to be written, where not as the mechanism writes them.
        """
        count = len(self.vertices[0].eigenvalues)
        lines = [" & ".join([say("vertex"), *(rf"$\lambda_{{{i + 1}}}$" for i in range(count))])]
        for vertex in self.vertices:
            formulas = self._formulas(vertex, {**self._latex, **(names or {})})
            lines.append(" & ".join([f"$({', '.join(vertex.name)})$", *formulas]))
        head, *body = (f"{line} \\\\" for line in lines)
        parts = [rf"\begin{{tabular}}{{{'l' * (count + 1)}}}", rf"{head} \hline", *body]
        return "\n".join([*parts, r"\end{tabular}"])

    def _repr_html_(self) -> str:
        count = len(self.vertices[0].eigenvalues)
        head = [say("vertex"), *(f"λ{i + 1}" for i in range(count))]
        rows = [[v.name, *map(_typeset, self._formulas(v, self._latex))] for v in self.vertices]
        return html_table(head, rows, say("stable if all eigenvalues are negative"))

    def _formulas(self, vertex: Vertex, names: Mapping[str, str]) -> list[str]:
        written = {sp.Symbol(symbol): text for symbol, text in names.items()}
        return [f"${sp.latex(e, symbol_names=written)}$" for e in vertex.eigenvalues]


def _typeset(formula: str) -> Html:
    """Return a formula as a cell in which a notebook looks for one, other than in the table's words."""
    return Html(f'<span class="mathjax_process tex2jax_process">{escaped(formula)}</span>')


def vertex_table(mechanism: Declaration, regime: str) -> VertexTable:
    """Return the vertices of a mechanism among populations with two strategies each.

    Parameters
    ----------
    mechanism : Mechanism
        In strategic form.
    regime : str

    Returns
    -------
    VertexTable

    Raises
    ------
    InputError
        If the regime is unknown, its form is not strategic, or somebody has three strategies.

    Notes
    -----
    Under replicator dynamics v_i' = v_i (1 - v_i) g_i(v), where g_i is what population i gains by
    its second strategy. At a vertex the Jacobian is diagonal with entries (1 - 2 v_i) g_i(v): the
    gain from a unilateral deviation. So a hyperbolic vertex is asymptotically stable if and only if
    it is a strict pure Nash equilibrium (Selten 1980; Ritzberger and Weibull 1995).

    References
    ----------
    Selten, R. (1980). A note on evolutionarily stable strategies in asymmetric animal conflicts.
    Journal of Theoretical Biology 84, 93-101.
    Ritzberger, K. and Weibull, J. W. (1995). Evolutionary selection in normal-form games.
    Econometrica 63, 1371-1399.

    Examples
    --------
    >>> import cogov_games as cg
    >>> table = vertex_table(cg.catalogue["inspection"], "laissez_faire")
    >>> table["00"].eigenvalues
    (g, -kG)
    >>> table.at()["10"].kind
    'stable'
    """
    form = mechanism.form_of(mechanism.check_regime(regime))
    if not isinstance(form, Strategic):
        raise InputError(f"{mechanism.key} has no vertices: its form is {form.kind}.")
    if set(form.sizes) != {2}:
        raise InputError(f"{mechanism.key} has actors with other than two strategies.")
    fixed = form.fixed if isinstance(form, Restricted) else {}
    transfers = mechanism.regimes[regime].transfers
    payoffs = dict(zip(form.cells, form.cell_payoffs(transfers), strict=True))
    bound = named(mechanism.regimes[regime].binds)
    free = [i for i, names in enumerate(form.shares) if names[1] not in fixed]
    points = [
        point
        for point in product((0, 1), repeat=len(form.players))
        if all(fixed.get(names[1], v) == v for names, v in zip(form.shares, point, strict=True))
    ]

    def keys(point: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(a.strategies[v].key for a, v in zip(form.players, point, strict=True))

    vertices = []
    for point in points:
        gains = []
        for i in free:
            other = (*point[:i], 1 - point[i], *point[i + 1 :])
            gain = payoffs[keys(other)][i] - payoffs[keys(point)][i]
            gains.append(_shortest(gain.subs(bound)))
        vertices.append(Vertex("".join(map(str, point)), tuple(gains)))

    def at(values: Mapping[str, float]) -> tuple[NumericVertex, ...]:
        situation = mechanism.situation(regime, mechanism.check_values(values))
        scale = max(float(np.ptp(table)) for table in form.tables(situation))
        found = []
        for vertex in vertices:
            numbers = tuple(map(float, evaluate(vertex.eigenvalues, situation.environment())))
            found.append(NumericVertex(vertex.name, numbers, classify(np.array(numbers), scale)))
        return tuple(found)

    actors = tuple(actor.key for actor in form.players)
    latex = {p.symbol: p.latex for p in mechanism.declared_parameters if p.latex}
    return VertexTable(mechanism.key, regime, actors, tuple(vertices), latex, at)


def classify(eigenvalues: NDArray[np.float64], scale: float) -> Kind:
    """Say what real eigenvalues tell of a rest point; zero means within 1e-9 of the scale."""
    zero = TOLERANCE * scale
    if (np.abs(eigenvalues) <= zero).any():
        return "non-hyperbolic"
    if (eigenvalues < 0).all():
        return "stable"
    return "unstable" if (eigenvalues > 0).all() else "saddle"


def _shortest(expression: sp.Expr) -> sp.Expr:
    expanded = sp.expand(expression)
    return min((sp.factor(expanded), expanded), key=sp.count_ops)
