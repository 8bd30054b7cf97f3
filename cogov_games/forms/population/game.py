"""What a population game is: k strategies, and what each pays by what the others in a group use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ...errors import InputError
from ...expressions import Array, evaluate, sympify_fields
from ...solvers.compositions import compositions
from ...solvers.sampling import multinomial_payoffs
from ..actors import Actor, Measure, shares_of
from ..base import Form
from ..situation import Situation, columns


@dataclass(frozen=True)
class PopulationGame(Form):
    """The declaration of a population game, without its solution; see `Population`."""

    kind: ClassVar[str] = "population"
    counts_others: ClassVar[bool] = True

    member: Actor
    size: sp.Expr
    payoffs: tuple[sp.Expr, ...]
    counts: tuple[str, ...]
    population: sp.Expr | None = None
    intensity: sp.Expr | None = None
    available: tuple[sp.Expr, ...] = ()
    start: tuple[sp.Expr, ...] = ()
    mean: str = "payoff"

    def __post_init__(self) -> None:
        k = len(self.member.strategies)
        if k < 2 or any(strategy.share is None for strategy in self.member.strategies):
            raise InputError("a population's member has strategies, each with a share symbol.")
        for name in ("payoffs", "available", "start"):
            given = tuple(getattr(self, name)) or (sp.S.One,) * k
            if len(given) != k:
                raise InputError(f"{name} has {len(given)} expressions; the strategies are {k}.")
            object.__setattr__(self, name, given)
        if len(self.counts) != k:
            raise InputError(f"counts has {len(self.counts)} symbols; the strategies are {k}.")
        sympify_fields(self, "payoffs", "available", "start", "size", "population", "intensity")

    @property
    def shares(self) -> tuple[str, ...]:
        """The symbols of the strategies' shares."""
        return tuple(str(strategy.share) for strategy in self.member.strategies)

    @property
    def paid(self) -> tuple[str, ...]:
        return tuple(strategy.key for strategy in self.member.strategies)

    @property
    def counted(self) -> tuple[str, ...]:
        return self.counts

    @property
    def actors(self) -> tuple[Actor, ...]:
        return (self.member,)

    @property
    def states(self) -> tuple[str, ...]:
        return (*self.shares, self.mean)

    @property
    def shown(self) -> tuple[str, ...]:
        return self.shares

    @property
    def measures(self) -> tuple[Measure, ...]:
        return shares_of(self.member, self.shares)

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        rest = (self.size, self.population, self.intensity)
        return (*self.payoffs, *self.available, *self.start, *(e for e in rest if e is not None))

    def sizes(self, situation: Situation) -> NDArray[np.int64]:
        """Return the number of members of a group in each game of the batch."""
        return situation.whole(self.size)

    def by_size(self, situation: Situation) -> Iterator[tuple[int, NDArray[np.bool_], Situation]]:
        """Yield each group size, where it is in the batch, and the games that share it."""
        sizes = self.sizes(situation)
        for size in np.unique(sizes):
            some = np.asarray(sizes == size)
            yield int(size), some, situation.where(some)

    def open_to(self, situation: Situation) -> NDArray[np.bool_]:
        """Return which strategies the institution leaves open, shape (..., k)."""
        return columns(self.available, situation.fixed, situation.shape) > 0

    def table(self, situation: Situation, *, transfers: bool = True) -> Array:
        """Return payoffs by composition of the others, shape (..., k, S); one group size only."""
        (size,) = np.unique(self.sizes(situation))
        groups = compositions(int(size) - 1, len(self.counts))
        paid = self.payoffs_among(situation, groups, transfers=transfers)
        return np.swapaxes(paid, -1, -2)

    def payoffs_among(
        self, situation: Situation, others: NDArray[np.int64], *, transfers: bool = True
    ) -> Array:
        """Return each strategy's payoff where so many others use each, shape (..., C, k).

        Parameters
        ----------
        situation : Situation
        others : int array (C, k)
        transfers : bool
            Whether an institution's transfers count.
        """
        groups = others.T.astype(float)
        environment = situation.environment(axes=1, **dict(zip(self.counts, groups, strict=True)))
        shape = (*situation.shape, groups.shape[1])
        return columns(self._paid_out(situation, transfers), environment, shape)

    def mean_payoffs(self, situation: Situation, x: Array, *, transfers: bool = True) -> Array:
        """Return each strategy's payoff in an infinite population with shares x.

        Parameters
        ----------
        situation : Situation
        x : array (..., P, k)
            Shares of the strategies, for each game of the batch.
        transfers : bool
            Whether an institution's transfers count.

        Returns
        -------
        array (..., P, k)
        """
        result = np.empty(np.broadcast_shapes(x.shape, (*situation.shape, 1, 1)))
        x = np.broadcast_to(x, result.shape)
        for size, some, part in self.by_size(situation):
            table = self.table(part, transfers=transfers)
            result[some] = multinomial_payoffs(table[..., None, :, :], size, x[some])
        return result

    def homogeneous(self, situation: Situation, *, transfers: bool = True) -> Array:
        """Return what a strategy earns where everybody uses it, shape (..., k)."""
        others = (self.sizes(situation)[..., None, None] - 1) * np.eye(len(self.counts))
        counts = {name: others[..., i, :] for i, name in enumerate(self.counts)}
        values = evaluate(
            self._paid_out(situation, transfers), situation.environment(axes=1, **counts)
        )
        shape = (*situation.shape, len(self.counts))
        return np.stack(
            [np.broadcast_to(value, shape)[..., i] for i, value in enumerate(values)], axis=-1
        )

    def _paid_out(self, situation: Situation, transfers: bool) -> list[sp.Expr]:
        extra = situation.transfers if transfers else {}
        return [p + extra.get(k, sp.S.Zero) for p, k in zip(self.payoffs, self.paid, strict=True)]

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        shares = np.stack([states[name] for name in self.shares], axis=-1)
        others = self.sizes(situation)[..., None] - 1
        if self.population is None:
            mean = (shares * self.mean_payoffs(situation, shares, transfers=False)).sum(axis=-1)
        else:
            alone = self.homogeneous(situation, transfers=False)[..., None, :]
            mean = (shares * alone).sum(axis=-1)
        return {
            **{name: states[name] for name in self.shares},
            **{name: others * shares[..., i] for i, name in enumerate(self.counts)},
            self.mean: mean,
        }
