"""The contracts hold for every mechanism of the catalogue, and each of them can fail."""

import json
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.forms.continuous import Continuous, Player
from cogov_games.forms.equilibria import EquilibriumSet
from cogov_games.forms.group import Group
from cogov_games.forms.situation import Situation
from cogov_games.forms.strategic import Strategic
from cogov_games.mechanism import Mechanism
from cogov_games.model.parameters import Parameter
from cogov_games.model.regimes import GOVERNANCE, Regime
from cogov_games.model.selection import Selection
from cogov_games.study import contracts
from cogov_games.study.contracts import ContractError, check
from cogov_games.words import Words

tau, F = sp.symbols("tau F")
PAGE = (Path(__file__).parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")
"""Where the shares are shown; `python docs/renew.py` writes it."""


@pytest.mark.parametrize("key", cg.catalogue)
def test_every_mechanism_keeps_all_contracts(key: str) -> None:
    shares = check(cg.catalogue[key])
    assert set(shares) == set(cg.catalogue[key].regimes)
    assert all(shares[regime] > 0 for regime in GOVERNANCE if regime in shares)
    assert sum(shares.values()) <= 1
    (line,) = (row for row in PAGE.splitlines() if row.startswith(f"| `{key}` |"))
    printed = [cell.strip() for cell in line.split("|")[5:9]]
    assert printed == [
        f"{shares[regime]:.2f}" if regime in shares else "–"
        for regime in ("government_led", "multi_center", "cooperative", "laissez_faire")
    ]


def changed(mechanism, regime: str, **changes):
    """Return the mechanism with one regime changed."""
    regimes = tuple(
        replace(r, **changes) if r.key == regime else r for r in mechanism.declared_regimes
    )
    return replace(mechanism, declared_regimes=regimes)


def broken_overhead():
    return changed(cg.catalogue["inspection"], "government_led", overhead=-F)


def broken_agreement():
    return changed(cg.catalogue["public_good"], "cooperative", agreement=-tau)


def hopeless_regime():
    return changed(cg.catalogue["common_pool"], "cooperative", overhead=sp.Integer(10**6))


def two_regimes_alike():
    """Government-led and multi-center are the same: neither is strictly best."""
    m = cg.catalogue["public_good"]
    government = m.regimes["government_led"]
    return changed(m, "multi_center", binds=government.binds, overhead=government.overhead)


def regime_that_reads_its_own_name():
    m = cg.catalogue["inspection"]
    return replace(m, form=_Partial(**_fields(m.form)))


def _fields(form) -> dict:
    return {f.name: getattr(form, f.name) for f in fields(form)}


class _Partial(Strategic):
    """Plays another game where the institution is multi-center's."""

    def tables(self, situation: Situation):
        tables = super().tables(situation)
        is_local = "sP" in {str(s) for s in situation.binds["f"].free_symbols}
        return [table + 3 * is_local * (np.arange(2) == 0) for table in tables]


class _Sloppy(Group):
    """Reports that everybody acts, whether or not it pays."""

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        found = super().equilibria(situation)
        abstain, act = self.tables(situation)
        gain = np.maximum(abstain[..., -1:] - act[..., -1:], 0)
        shape = found.regret.shape
        return replace(
            found,
            states={self.share: np.where(found.present, 1.0, np.nan)},
            regret=np.where(found.present, np.broadcast_to(gain, shape), np.nan),
        )


class _Empty(Group):
    """Finds nothing."""

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        found = super().equilibria(situation)
        return replace(found, regret=np.full_like(found.regret, np.nan))


def sloppy_solver():
    m = cg.catalogue["public_good"]
    return replace(m, form=_Sloppy(**_fields(m.form)))


def empty_solver():
    m = cg.catalogue["public_good"]
    return replace(m, form=_Empty(**_fields(m.form)))


def no_chinese_title():
    return replace(cg.catalogue["inspection"], title=Words("Inspection", ""))


def english_in_chinese():
    m = cg.catalogue["public_good"]
    wrong = replace(m.parameters["people"], meaning=Words("people", "people"))
    others = tuple(p for p in m.declared_parameters if p.name != "people")
    return replace(m, declared_parameters=(wrong, *others))


def no_english_note():
    return changed(cg.catalogue["common_pool"], "multi_center", note=Words(" ", "相互监督"))


def chinese_in_english():
    return replace(cg.catalogue["common_pool"], idea=Words("公地 of all", "公地"))


def blank_translation():
    return replace(cg.catalogue["inspection"], idea=Words("Idea.", "FILL_IN：文章的想法"))


def blank_reference():
    return replace(cg.catalogue["inspection"], references=("Known.", "FILL_IN: Author (year)."))


@pytest.mark.parametrize(
    ("contract", "mechanism", "message"),
    [
        (contracts.overheads_lower_welfare, broken_overhead, "rises in fixed_cost"),
        (contracts.overheads_lower_welfare, broken_agreement, "rises in agreement_cost"),
        (contracts.every_regime_wins_somewhere, hopeless_regime, r"\['cooperative'\]"),
        (contracts.every_regime_wins_somewhere, two_regimes_alike, "multi_center"),
        (contracts.equal_primitives_equal_outcomes, regime_that_reads_its_own_name, "differ by"),
        (contracts.equilibria_are_verified, sloppy_solver, "profitable deviation"),
        (contracts.equilibria_are_verified, empty_solver, "no equilibrium"),
        (contracts.words_in_both_languages, no_chinese_title, "title: Chinese"),
        (contracts.words_in_both_languages, english_in_chinese, "meaning: Chinese"),
        (contracts.words_in_both_languages, no_english_note, "note: English"),
        (contracts.words_in_both_languages, chinese_in_english, "idea: English"),
        (contracts.no_blanks, blank_translation, r"blanks \(FILL_IN\) .* at inspection.idea"),
        (contracts.no_blanks, blank_reference, r"1 in all, .* at inspection.references\[1\]"),
    ],
)
def test_each_contract_can_fail(contract, mechanism, message: str) -> None:
    broken = mechanism()
    with pytest.raises(ContractError, match=message):
        contract(broken)
    with pytest.raises(ContractError):
        check(broken)


def test_json_contract_can_fail() -> None:
    class Forgetful(cg.Mechanism):
        def to_json(self) -> str:
            data = json.loads(super().to_json().replace('"Forgetful"', '"Mechanism"'))
            data["mechanism"]["map_axes"] = None
            return json.dumps(data)

    m = cg.catalogue["inspection"]
    forgetful = Forgetful(**_fields(m) | {"map_axes": ("fine", "detection")})
    with pytest.raises(ContractError, match="JSON"):
        contracts.json_round_trip(forgetful)


def test_sample_stays_in_the_ranges_and_fills_them() -> None:
    for m in cg.catalogue.values():
        for name, values in contracts.sample(m).items():
            p = m.parameters[name]
            p.check_array(values)
            assert values.min() - p.low <= 0.05 * (p.high - p.low)
            assert p.high - values.max() <= 0.05 * (p.high - p.low)


@pytest.mark.parametrize("key", cg.catalogue)
def test_two_regimes_with_the_same_primitives_are_the_same(key: str) -> None:
    """Checked once more through the public calls, at points of our own."""
    m, rng = cg.catalogue[key], np.random.default_rng(8)
    free = {p.name: p.low for p in m.parameters.values() if p.role in ("overhead", "agreement")}
    alike = [r.key for r in m.regimes.values() if not (r.form or r.transfers or r.is_reference)]
    for _ in range(5):
        given = {
            p.name: rng.choice(p.choices)
            if p.choices
            else round(rng.uniform(p.low, p.high), 0 if p.integer else 3)
            for p in m.primitives.values()
            if p.formula is None
        }
        c = m.compare(**free, **given)
        costs = [c.breakdown[r]["overhead"] + c.breakdown[r]["agreement"] for r in alike]
        gross = [c.welfare[r] - cost for r, cost in zip(alike, costs, strict=True)]
        assert gross == pytest.approx(gross[:1] * len(alike), abs=1e-8)


def with_solution(form: Continuous, **solution) -> Mechanism:
    regimes = (
        Regime("government_led", Words("g", "甲")), Regime("multi_center", Words("m", "乙")),
    )  # fmt: skip
    return Mechanism.declare(
        key="declared", title=Words("t", "题"), story=Words("s", "事"), idea=Words("i", "想"),
        leaves_out=Words("l", "缺"), theme="incentives", article="S3", references=("r",),
        parameters=(Parameter("share", "s", 0.5, 0.3, 0.7, Words("share", "份额")),),
        form=replace(form, solution=solution), regimes=regimes,
        selection=Selection("best", Words("b", "优")), welfare={"behaviour": sp.Symbol("x")},
        welfare_note=Words("w", "福"),
    )  # fmt: skip


def test_a_declared_solution_must_be_the_only_one() -> None:
    """A stag hunt with stakes: both at 0 and both at 1 are equilibria, and both at s."""
    s, x, y = sp.symbols("s x y")
    stag = Continuous(
        (
            Player("one", Words("o", "一"), "x", 0, 1, sp.Min(x, y) - s * sp.Max(x - y, 0) - x / 9),
            Player("two", Words("t", "二"), "y", 0, 1, sp.Min(x, y) - s * sp.Max(y - x, 0) - y / 9),
        )
    )
    lonely = Continuous(
        (
            Player("one", Words("o", "一"), "x", 0, 1, x * (1 - x - y) - sp.Max(0, x - 1)),
            Player("two", Words("t", "二"), "y", 0, 1, y * (1 - x - y)),
        )
    )
    third = sp.Rational(1, 3)
    contracts.declared_solutions_are_all(with_solution(lonely, x=third, y=third))
    with pytest.raises(ContractError, match="declared: government_led has another equilibrium"):
        contracts.declared_solutions_are_all(with_solution(stag, x=1, y=1))


def test_mappings_of_a_mechanism_cannot_be_changed() -> None:
    m = cg.catalogue["inspection"]
    assert isinstance(m.parameters, MappingProxyType)
    with pytest.raises(TypeError):
        m.parameters["gain"] = None
    with pytest.raises(AttributeError):
        m.parameters["gain"].default = 3
