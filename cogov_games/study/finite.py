"""What a finite population that imitates and errs does in the long run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..charts.finite import law_chart, means_chart
from ..expressions import Array
from ..forms.base import Form
from ..model.declaration import Declaration
from ..model.tables import html_table
from ..quantities import whole
from ..solvers.compositions import compositions
from ..solvers.fixation import coexists, log_fixation
from ..solvers.markov import Process, stationary_law
from ..solvers.sampling import pairwise_leads, population_payoffs
from ..solvers.small_mutations import small_mutation_law
from ..words import Words, number, say

MOST_INDIVIDUALS = 1_000_000


@dataclass(frozen=True, eq=False)
class FinitePopulation:
    """The long run of Z people who imitate those who earn more, and sometimes try another strategy.

    Attributes
    ----------
    mechanism, regime : str
    values : mapping of parameter name to float
    Z : int
        The population; groups are drawn from it without replacement.
    beta, mu : float
        Intensity of selection, and chance of a mutation in a step.
    process : str
        ``"fermi"`` (pairwise comparison) or ``"moran"``.
    titles : mapping of strategy key to Words
        The k strategies that the institution leaves open.
    compositions : int array (P, k)
        Numbers of users of each strategy.
    law : array (P,)
        How often each composition holds.
    rare : array (k,)
        How often everybody uses each strategy, in the limit of rare mutations; NaN where, with
        infinite `beta`, two strategies can stay side by side for ever.
    fixation_matrix : array (k, k)
        Entry i, j: chance that a single j among users of i takes over; NaN for i = j.
    """

    mechanism: str
    regime: str
    values: Mapping[str, float]
    Z: int
    beta: float
    mu: float
    process: str
    titles: Mapping[str, Words]
    compositions: NDArray[np.int64] = field(repr=False)
    law: Array = field(repr=False)
    rare: Array = field(repr=False)
    fixation_matrix: Array = field(repr=False)

    @property
    def shares(self) -> dict[str, float]:
        """The mean share of each strategy."""
        means = self.law @ self.compositions / self.Z
        return dict(zip(self.titles, means.tolist(), strict=True))

    @property
    def rare_mutations(self) -> dict[str, float]:
        """How often everybody uses each strategy, in the limit of rare mutations."""
        return dict(zip(self.titles, self.rare.tolist(), strict=True))

    @property
    def fixation(self) -> dict[tuple[str, str], float]:
        """The chance that a single user of the second strategy takes over from the first."""
        keys = list(self.titles)
        return {
            (one, other): float(self.fixation_matrix[i, j])
            for i, one in enumerate(keys)
            for j, other in enumerate(keys)
            if i != j
        }

    def __repr__(self) -> str:
        lines = [
            f"{self.mechanism} under {self.regime}: {self.Z} people, {self.process}, "
            f"beta {self.beta:g}, mu {self.mu:g}",
            "mean shares: " + ", ".join(f"{k} {v:.4f}" for k, v in self.shares.items()),
            "rare mutations: " + ", ".join(f"{k} {v:.4f}" for k, v in self.rare_mutations.items()),
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = [
            "", say("mean share"), say("rare mutations"),
            *(say("taken over by “{strategy}”", strategy=title) for title in self.titles.values()),
        ]  # fmt: skip
        rows = [
            [str(title), number(self.shares[key]), number(self.rare_mutations[key]),
             *(number(chance) for chance in self.fixation_matrix[i])]
            for i, (key, title) in enumerate(self.titles.items())
        ]  # fmt: skip
        return html_table(head, rows, say("{people} people in the long run", people=self.Z))

    def chart(self) -> Any:
        """Return the long run as an Altair chart: the law of two strategies, shares of more."""
        if len(self.titles) != 2:
            return means_chart(self.titles, self.shares, self.rare_mutations, self.regime)
        _, act = self.titles.values()
        return law_chart(act, self.compositions[:, 1], self.law, self.Z, self.regime)


def finite_population(
    mechanism: Declaration,
    regime: str,
    values: Mapping[str, float],
    *,
    Z: int,
    beta: float,
    mu: float,
    process: Process,
) -> FinitePopulation:
    """Solve one game in a finite population; see `Mechanism.finite_population`."""
    checked = mechanism.check_values(values, primitives=True)
    situation = mechanism.situation(mechanism.check_regime(regime), checked)
    Z = whole("Z", Z, 1, MOST_INDIVIDUALS)
    form: Form = mechanism.form_of(regime)
    used, size, table = form.group_payoffs(situation)
    payoffs = population_payoffs(table, size, Z)
    leads, height = pairwise_leads(table, size, Z), np.abs(table).max()
    rates = log_fixation(leads, beta, height)
    parted = np.isfinite(beta) or not coexists(leads, height).any()
    chances = np.exp(rates)
    np.fill_diagonal(chances, np.nan)
    return FinitePopulation(
        mechanism=mechanism.key,
        regime=regime,
        values={
            name: float(situation.values[p.symbol]) for name, p in mechanism.parameters.items()
        },
        Z=Z,
        beta=float(beta),
        mu=float(mu),
        process=process,
        titles={strategy.key: strategy.title for strategy in used},
        compositions=compositions(Z, len(used)),
        law=stationary_law(payoffs, Z, beta, mu, process),
        rare=small_mutation_law(rates) if parted else np.full(len(used), np.nan),
        fixation_matrix=chances,
    )
