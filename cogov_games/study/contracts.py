"""What every mechanism must satisfy; `check` runs it all on one, built in or declared by a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ..errors import InputError
from ..expressions import Array, evaluate
from ..forms.closed import ClosedForm
from ..forms.continuous import Continuous
from ..model.declaration import Declaration
from ..model.declared import DeclaredBoundary
from ..model.outcome import Outcome, outcome
from ..model.regimes import GOVERNANCE
from ..words import Words
from . import probe
from .comparison import TIE, compare, leaders
from .conditions import declared_margin

SAMPLE = 4096
BLANK = "FILL_IN"
"""Begins each text that a template leaves to its author."""


class ContractError(AssertionError):
    """A mechanism breaks a contract; the message says which, where and by how much."""


def check(mechanism: Declaration) -> dict[str, float]:
    """Check a mechanism, and its variants, against all contracts.

    Parameters
    ----------
    mechanism : Mechanism

    Returns
    -------
    dict of regime to float
        The share of a quasi-random sample of the slider ranges in which each regime is strictly
        best. It depends on the ranges and is no evidence about the world.

    Raises
    ------
    ContractError
        At the first contract that does not hold.
    """
    if not isinstance(mechanism, Declaration):
        raise InputError(f"mechanism = {mechanism!r} is no Mechanism.")
    for variant in mechanism.variants.values():
        check(variant)
    no_blanks(mechanism)
    words_in_both_languages(mechanism)
    equilibria_are_verified(mechanism)
    declared_solutions_are_all(mechanism)
    stages_lead_where_pushes_do(mechanism)
    overheads_lower_welfare(mechanism)
    equal_primitives_equal_outcomes(mechanism)
    json_round_trip(mechanism)
    declared_conditions_hold(mechanism)
    declared_boundaries_hold(mechanism)
    declared_break_even_holds(mechanism)
    return every_regime_wins_somewhere(mechanism)


def sample(mechanism: Declaration, size: int = SAMPLE, seed: int = 1) -> dict[str, Array]:
    """Return quasi-random parameter values by name, each of shape (size,)."""
    return probe.sample(mechanism.parameters, size, seed)


def _on_grid(mechanism: Declaration, values: dict[str, Array]) -> dict[str, Array]:
    """Return the values rounded to slider steps, where ties are frequent."""
    rounded = {}
    for name, array in values.items():
        parameter = mechanism.parameters[name]
        step = 0.1 * 10.0 ** np.floor(np.log10(parameter.high - parameter.low))
        snapped = array if parameter.choices else np.round(array / step) * step
        rounded[name] = np.clip(snapped, parameter.low, parameter.high)
        if parameter.integer:
            rounded[name] = array
    return rounded


def every_regime_wins_somewhere(mechanism: Declaration) -> dict[str, float]:
    """Check that no governance regime is beaten everywhere; return the shares of strict wins."""
    values = sample(mechanism)
    welfare = {key: _solve(mechanism, key, values).selected_welfare for key in mechanism.regimes}
    stacked = np.stack(list(welfare.values()))
    lead = leaders(stacked)
    alone = lead & (lead.sum(axis=0) == 1)
    shares = {key: float(np.mean(won)) for key, won in zip(welfare, alone, strict=True)}
    losers = [key for key in GOVERNANCE if key in shares and shares[key] == 0]
    _require(not losers, mechanism, f"{losers} is nowhere strictly best in the slider ranges")
    return shares


def overheads_lower_welfare(mechanism: Declaration) -> None:
    """Check that welfare falls weakly in each overhead and in the cost of agreeing."""
    values = sample(mechanism, 256)
    for parameter in mechanism.parameters.values():
        if parameter.role not in ("overhead", "agreement"):
            continue
        low, high = np.sort(
            np.stack([values[parameter.name], values[parameter.name][::-1]]), axis=0
        )
        for key in mechanism.regimes:
            less = _solve(mechanism, key, {**values, parameter.name: low}).selected_welfare
            more = _solve(mechanism, key, {**values, parameter.name: high}).selected_welfare
            rise = float(np.max(more - less - 1e-9 * (1 + np.abs(less))))
            _require(rise <= 0, mechanism, f"welfare under {key} rises in {parameter.name}")


def equal_primitives_equal_outcomes(mechanism: Declaration) -> None:
    """Check that two regimes with the same primitives, and no costs, have the same outcome."""
    free = {
        p.name: p.low for p in mechanism.parameters.values() if p.role in ("overhead", "agreement")
    }
    alike = [
        key
        for key, regime in mechanism.regimes.items()
        if not regime.form and not regime.transfers and set(regime.binds) == _bound(mechanism)
        and not regime.is_reference
    ]  # fmt: skip
    values = {**sample(mechanism, 256), **{name: np.full(256, low) for name, low in free.items()}}
    rng = np.random.default_rng(1)
    free_primitives = [p for p in mechanism.primitives.values() if p.formula is None]
    given = {p.name: probe.spread(p, rng.random(256)) for p in free_primitives}
    results = [_solve(mechanism, key, {**values, **given}) for key in alike]
    costs = [r.select(r.parts["overhead"] + r.parts["agreement"]) for r in results]
    gross = [r.selected_welfare - cost for r, cost in zip(results, costs, strict=True)]
    for key, other in zip(alike[1:], gross[1:], strict=True):
        gap = float(np.max(np.abs(other - gross[0])))
        _require(gap <= 1e-9 * (1 + float(np.abs(gross[0]).max())), mechanism,
                 f"{alike[0]} and {key} differ by {gap:g} although their primitives are equal")  # fmt: skip


def _bound(mechanism: Declaration) -> set[str]:
    return {p.symbol for p in mechanism.primitives.values()} - set(mechanism.derived)


def equilibria_are_verified(mechanism: Declaration, size: int = 256) -> None:
    """Check that there is an equilibrium everywhere, and that none has a profitable deviation."""
    for values in (sample(mechanism, size), _on_grid(mechanism, sample(mechanism, size, seed=2))):
        for key in mechanism.regimes:
            found = _solve(mechanism, key, values).found
            none = np.asarray(~found.present.any(axis=-1))
            _require(
                not none.any(), mechanism, f"{key} has no equilibrium at {_first(values, none)}"
            )
            slack = 1e-8 * np.maximum(found.scale, 1e-300)[..., None]
            bad = np.nan_to_num(found.regret) > slack
            where = np.asarray(bad.any(axis=-1))
            _require(not where.any(), mechanism,
                     f"{key} has a profitable deviation at {_first(values, where)}")  # fmt: skip


def declared_solutions_are_all(mechanism: Declaration, size: int = 64) -> None:
    """Check that a search finds no equilibrium besides a declared closed form."""
    values = sample(mechanism, size, seed=3)
    for key in mechanism.regimes:
        form = mechanism.form_of(key)
        if not isinstance(form, Continuous) or not form.solution:
            continue
        situation = mechanism.situation(key, values)
        given = form.equilibria(situation)
        found = replace(form, solution={}).equilibria(situation)
        low, high = form.bounds(situation)
        gaps = [
            np.abs(found.states[name][..., :, None] - given.states[name][..., None, :])
            / np.maximum(high - low, 1e-300)[..., i, None, None]
            for i, name in enumerate(form.actions)
        ]
        near = (np.max(gaps, axis=0) <= 1e-6).any(axis=-1)
        missed = np.asarray((found.present & ~near).any(axis=-1))
        _require(not missed.any(), mechanism,
                 f"{key} has another equilibrium than the declared one at {_first(values, missed)}")  # fmt: skip


def stages_lead_where_pushes_do(mechanism: Declaration, size: int = 256) -> None:
    """Check that the rounds behind a closed form make worth more what its push says."""
    values = sample(mechanism, size, seed=4)
    for key in mechanism.regimes:
        form = mechanism.form_of(key)
        if not isinstance(form, ClosedForm) or form.stage is None:
            continue
        situation = mechanism.situation(key, values)
        worth = form.stage.worth(situation)
        _require(worth.shape[-1] == 2, mechanism, f"{key} has a stage without two strategies")
        gain = worth[..., 1] - worth[..., 0]
        clear = np.abs(gain) > 1e-9 * np.abs(worth).max(axis=-1)
        _require(bool(clear.any()), mechanism, f"the rounds of {key} pay the same everywhere")
        low, high = evaluate([form.low, form.high], situation.fixed)
        for part in (0, 0.5, 1):
            state = low + part * (high - low)
            push = evaluate([form.push], {**situation.fixed, form.state: state})[0]
            wrong = clear & (np.sign(push) != np.sign(gain))
            _require(not wrong.any(), mechanism,
                     f"the rounds of {key} lead elsewhere than its push at {_first(values, wrong)}")  # fmt: skip


def declared_conditions_hold(mechanism: Declaration, size: int = 256) -> None:
    """Check that equilibria change where each declared condition says so.

    Notes
    -----
    Pairs of neighbouring points between which the condition changes are halved down to the place.
    The kinds of equilibria, or the selected one's, must differ between its two sides, which are
    1e-4 of the pair's distance away: about 1e-5 of the ranges, the error that is not noticed.
    """
    for declared in mechanism.declared_conditions:
        regime, margin = declared.regime, declared_margin(declared)
        tried = probe.Probe.of(mechanism, regime, size)
        known = evaluate([declared.where], tried.situation.fixed)[0]
        where = np.broadcast_to(known != 0, tried.situation.shape).all(axis=-1)
        pairs = tried.split(margin) & tried.bridged & where
        what = f"condition {declared.key!r} under {regime}"
        _require(bool(pairs.any()), mechanism, f"{what} is nowhere crossed")
        sides, changed = tried.across(margin, pairs)
        point = {name: array[:, 0] for name, array in sides.items()}
        _require(bool(changed.all()), mechanism,
                 f"{what}: no equilibrium changes at {_first(point, ~changed)}")  # fmt: skip


def declared_boundaries_hold(mechanism: Declaration, size: int = 256) -> None:
    """Check that one regime leads exactly where each declared boundary says so.

    Notes
    -----
    Checked at random points and, as for conditions, on both sides of places on the boundary, with
    leads of 1e-9 of the size of welfare counting as ties.
    """
    values = probe.neighbours(mechanism, size)
    symbol = {name: p.symbol for name, p in mechanism.parameters.items()}

    def read(expression: sp.Basic, at: Mapping[str, Array]) -> Array:
        known = evaluate([expression], {symbol[name]: array for name, array in at.items()})[0]
        return np.broadcast_to(known, next(iter(at.values())).shape)

    for declared in mechanism.declared_boundaries:
        gap = declared.relation.lhs - declared.relation.rhs

        def wrong(at: Mapping[str, Array], declared: DeclaredBoundary = declared,
                  gap: sp.Expr = gap) -> NDArray[np.bool_]:  # fmt: skip
            one, two = (
                outcome(mechanism, key, at, bare=False).selected_welfare
                for key in (declared.first, declared.second)
            )
            noise = TIE * np.maximum(1.0, np.maximum(np.abs(one), np.abs(two)))
            lead = np.where(read(gap, at) >= 0, one - two, two - one)
            return np.asarray((lead < -noise) & (read(declared.where, at) != 0))

        def holds(at: Mapping[str, Array], gap: sp.Expr = gap) -> NDArray[np.bool_]:
            return np.asarray(read(gap, at) >= 0)

        what = f"boundary between {declared.first} and {declared.second}"
        inside = (read(declared.where, values) != 0).all(axis=-1)
        split = np.diff(holds(values), axis=-1)[:, 0] & inside & probe.bridged(mechanism, values)
        _require(bool(split.any()), mechanism, f"{what} is nowhere crossed")
        sides = probe.straddle({name: array[split] for name, array in values.items()}, holds)
        for points in (values, sides):
            where = wrong(points)
            flat = {name: array.ravel() for name, array in points.items()}
            _require(not where.any(), mechanism,
                     f"{what}: the other leads at {_first(flat, where.ravel())}")  # fmt: skip


def declared_break_even_holds(mechanism: Declaration, size: int = 128) -> None:
    """Check the declared break-even cost against the comparison, to 1e-6 of its size."""
    if mechanism.declared_break_even is None:
        return
    drawn = sample(mechanism, size)
    symbols = {mechanism.parameters[name].symbol: array for name, array in drawn.items()}
    says = np.broadcast_to(evaluate([mechanism.declared_break_even], symbols)[0], (size,))
    rows = [{name: float(array[i]) for name, array in drawn.items()} for i in range(size)]
    found = np.array([compare(mechanism, row).break_even for row in rows], dtype=float)
    _require(bool(np.isfinite(found).any()), mechanism, "there is no break-even cost anywhere")
    slack = 1e-6 * (1 + np.abs(says))
    bad = np.where(np.isnan(found), says > slack, np.abs(found - says) > slack)
    _require(not bad.any(), mechanism, f"the break-even cost is wrong at {_first(drawn, bad)}")


def json_round_trip(mechanism: Declaration) -> None:
    """Check that the declaration survives JSON."""
    again = type(mechanism).from_json(mechanism.to_json())
    _require(again == mechanism, mechanism, "JSON does not give back the same declaration")


def no_blanks(mechanism: Declaration) -> None:
    """Check that no text of a template waits for its author."""
    blank = [path for path, text in _texts(mechanism, mechanism.key) if BLANK in repr(text)]
    _require(not blank, mechanism,
             f"blanks ({BLANK}) are left, {len(blank)} in all, the first at {' '.join(blank[:1])}")  # fmt: skip


def words_in_both_languages(mechanism: Declaration) -> None:
    """Check that everything a learner reads has words in both languages."""

    def is_chinese(text: str) -> bool:
        return any("\u4e00" <= character <= "\u9fff" for character in text)

    for path, words in _texts(mechanism, mechanism.key):
        if isinstance(words, Words):
            _require(
                bool(words.en.strip()) and not is_chinese(words.en), mechanism, f"{path}: English"
            )
            _require(is_chinese(words.zh), mechanism, f"{path}: Chinese is missing")


def _texts(value: object, path: str) -> Iterator[tuple[str, Words | str]]:
    """Yield all texts of a declaration with their places."""
    if isinstance(value, Words | str):
        yield path, value
    elif isinstance(value, list | tuple):
        for i, item in enumerate(value):
            yield from _texts(item, f"{path}[{i}]")
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, sp.Basic):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name), f"{path}.{name}")


def _solve(mechanism: Declaration, regime: str, values: dict[str, Array]) -> Outcome:
    return outcome(mechanism, regime, values)


def _first(values: dict[str, Array], where: NDArray[np.bool_]) -> dict[str, float]:
    index = int(np.flatnonzero(where)[0]) if where.any() else 0
    return {name: float(array[index]) for name, array in values.items()}


def _require(holds: bool, mechanism: Declaration, message: str | Callable[[], str]) -> None:
    if not holds:
        raise ContractError(f"{mechanism.key}: {message}.")
