"""Two thousand mechanisms that somebody has tampered with."""

import pytest

import cogov_games as cg
from changed_json import is_read_or_refused, mutated

KEYS = list(cg.catalogue)


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_changed_data_are_a_declaration_or_one_error(key: str) -> None:
    text = cg.catalogue[key].to_json()
    seeds = range(1000, 1000 + 2000 // len(KEYS) + 1)
    read = sum(is_read_or_refused(mutated(text, seed)) for seed in seeds)
    assert read < len(seeds)
