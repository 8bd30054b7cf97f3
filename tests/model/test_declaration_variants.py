"""A mechanism may show further examples of the same idea beside it."""

from dataclasses import replace
from html import unescape

import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.study.contracts import ContractError

MAIN = cg.catalogue["public_good"]
ALONE = replace(
    MAIN,
    key="street_without_institutions",
    declared_regimes=tuple(r for r in MAIN.regimes.values() if r.is_reference),
)


def test_a_variant_is_a_whole_mechanism_with_one_regime_if_need_be() -> None:
    both = replace(MAIN, variants={"alone": ALONE})
    assert list(both.variants["alone"].compare(n=10).welfare) == ["laissez_faire"]
    assert both.compare().welfare == MAIN.compare().welfare
    assert "street_without" not in "".join(cg.catalogue)
    assert "variants['alone']" in unescape(both._repr_html_())


def test_json_keeps_variants() -> None:
    both = replace(MAIN, variants={"alone": ALONE})
    again = type(MAIN).from_json(both.to_json())
    assert again == both
    assert again.variants["alone"] == ALONE
    assert again != MAIN


def test_contracts_hold_for_variants_too() -> None:
    assert cg.check(replace(MAIN, variants={"alone": ALONE})) == cg.check(MAIN)
    pays = replace(ALONE.regimes["laissez_faire"], overhead=-sp.Symbol("F"))
    broken = replace(ALONE, declared_regimes=(pays,))
    with pytest.raises(ContractError, match=r"street_without_institutions: .* rises in fixed_cost"):
        cg.check(replace(MAIN, variants={"alone": broken}))


def test_nothing_else_is_a_variant() -> None:
    with pytest.raises(cg.InputError, match=r"variants\['alone'\] = 3 is no Mechanism"):
        replace(MAIN, variants={"alone": 3})
