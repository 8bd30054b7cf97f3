"""The mechanism: a declaration with everything that can be asked of it; each call hands on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from .model.declaration import Declaration
from .model.outcome import Outcome, outcome
from .model.solution import Solution, solve
from .playing.variant import played_variant
from .solvers.markov import Process
from .study import conditions
from .study.boundary import Boundary, boundary
from .study.comparison import Comparison, compare
from .study.conditions import Condition
from .study.dynamics import Dynamics, dynamics
from .study.finite import FinitePopulation, finite_population
from .study.regime_map import RegimeMap, regime_map
from .study.sweep import Sweep, sweep

if TYPE_CHECKING:
    from .widgets.explorer import Explorer
    from .widgets.play import Play


class Mechanism(Declaration):
    """A game that formalises a mechanism of governance, and what can be done with it.

    `Declaration` (in `cogov_games.model.declaration`) tells of what it is made, parameter by
    parameter; `declare` makes it. Its equilibria are in `solve`, the regimes side by side in
    `compare`, their thresholds in `conditions`, `tipping` and `boundary`, many parameter values in
    `sweep` and `regime_map`, populations in `dynamics` and `finite_population`, and a notebook shows
    it by `explore` and `play`.
    """

    def outcome(
        self, regime: str, values: Mapping[str, ArrayLike], *, bare: bool = True
    ) -> Outcome:
        """Solve a whole batch under one regime; see `Outcome` for the arrays."""
        return outcome(self, regime, values, bare=bare)

    def solve(self, regime: str, **values: float) -> Solution:
        """Find all equilibria under one regime.

        Parameters
        ----------
        regime : str
        **values : float
            Parameters by name or symbol; unset ones have their defaults. A bare primitive
            (``detection``) sets the regime's own value.

        Raises
        ------
        InputError
            For an unknown name or regime, or a value that is not allowed.
        """
        return solve(self, regime, values)

    def dynamics(self, regime: str, **values: float) -> Dynamics:
        """Return the replicator dynamics of populations of the actors under one regime.

        Parameters
        ----------
        regime : str
        **values : float
            Parameters by name or symbol, as for `solve`.

        Raises
        ------
        InputError
            For an unknown name or regime, a value that is not allowed, or a form of game without
            strategies whose shares could move.
        """
        return dynamics(self, regime, values)

    def compare(self, **values: float) -> Comparison:
        """Put the regimes side by side at the same values.

        A bare primitive sets every regime's value, except that laissez-faire, the reference, keeps
        its own.

        Raises
        ------
        InputError
            For an unknown name or a value that is not allowed.
        """
        return compare(self, values)

    def conditions(self, regime: str) -> tuple[Condition, ...]:
        """Return the thresholds at which the set of equilibria changes under a regime.

        Raises
        ------
        InputError
            For an unknown regime.
        """
        return conditions.conditions(self, regime)

    def tipping(self, regime: str) -> tuple[Condition, ...]:
        """Return the thresholds at which another equilibrium is selected although the set stays.

        Raises
        ------
        InputError
            For an unknown regime.
        """
        return conditions.tipping(self, regime)

    def boundary(self, first: str, second: str, /, **values: float) -> Boundary:
        """Return where one regime overtakes another, along each parameter in turn.

        Raises
        ------
        InputError
            For an unknown regime or name, or a value that is not allowed.
        """
        return boundary(self, first, second, values)

    def sweep(self, regime: str, **values: ArrayLike) -> Sweep:
        """Solve on the grid that the array-valued parameters span.

        Parameters
        ----------
        regime : str
        **values : float or 1-d array
            Each array becomes an axis of the result, in this order.

        Raises
        ------
        InputError
            For an unknown name or regime, a value that is not allowed, or an array that is not
            one-dimensional.
        """
        return sweep(self, regime, values)

    def regime_map(self, x: str, y: str, /, resolution: int = 40, **values: float) -> RegimeMap:
        """Return which regime is best where, over two parameters or primitives.

        Parameters
        ----------
        x, y : str
            Names or symbols.
        resolution : int
            Cells a side, 2 to 1000; a whole-number parameter takes only whole numbers.

        Raises
        ------
        InputError
            For an unknown name, a value that is not allowed, or x = y.
        """
        return regime_map(self, x, y, resolution, values)

    def finite_population(
        self,
        regime: str,
        *,
        Z: int = 50,
        beta: float = 1.0,
        mu: float = 0.01,
        process: Process = "fermi",
        **values: float,
    ) -> FinitePopulation:
        """Return the long run of a finite population that imitates and sometimes errs.

        Parameters
        ----------
        regime : str
        Z : int
            The number of people, from whom groups are drawn.
        beta : float
            Intensity of selection, from 0; infinite where the better always wins.
        mu : float
            Chance of a mutation in a step, above 0 and below 1.
        process : {"fermi", "moran"}
        **values : float
            Parameters by name or symbol; where a symbol is one of the words above, by name.

        Raises
        ------
        InputError
            If the form has no single population, or an argument is not allowed.

        Examples
        --------
        >>> import cogov_games as cg
        >>> risk = cg.catalogue["collective_risk"]
        >>> risk.finite_population("multi_center", beta=20)
        collective_risk under multi_center: 50 people, fermi, beta 20, mu 0.01
        mean shares: free_ride 0.0232, contribute 0.9768
        rare mutations: free_ride 0.0000, contribute 1.0000
        """
        return finite_population(self, regime, values, Z=Z, beta=beta, mu=mu, process=process)

    def explore(self, **values: Any) -> Explorer:
        """Open the explorer: sliders, equilibria and welfare of all regimes side by side.

        Raises
        ------
        InputError
            For an unknown name or a value that is not allowed.
        """

        from .widgets.explorer import Explorer

        return Explorer(self, **values)

    def play(self, role: str | None = None, **options: Any) -> Play:
        """Play some rounds against computer players of stated types; see `Play`.

        Parameters
        ----------
        role : str, optional
            The learner's; the first one by default.
        **options
            Those of `Play`, and parameters by name or symbol.

        Raises
        ------
        InputError
            If the mechanism's form cannot be played, or an option is not allowed.
        """

        from .widgets.play import Play

        game, options = played_variant(self, options)
        return Play(game, role, **options)
