"""The template of a mechanism: with blanks it is refused, filled in it keeps all contracts, and it is fair."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import cogov_games as cg
from blanks import ONE, filled
from cogov_games.mechanism import Mechanism
from cogov_games.study.comparison import leaders
from cogov_games.model.regimes import GOVERNANCE
from cogov_games.study.contracts import ContractError, check, no_blanks, sample
from cogov_games.templates.mechanism import write_mechanism
from notebooks import HALF_WIDTH, wrong_terms

KEY = "night_watch"


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """The template as it is written."""
    return write_mechanism(KEY, tmp_path)


@pytest.fixture
def mechanism(blank: Path) -> Mechanism:
    """What the template declares once it is filled in."""
    blank.write_text(filled(blank.read_text(encoding="utf-8")), encoding="utf-8")
    return cg.load(blank)


def test_with_blanks_it_can_be_tried_but_is_refused_in_one_sentence(blank: Path) -> None:
    m = cg.load(blank)
    assert m.compare().best == ("government_led",)
    with pytest.raises(ContractError) as refused:
        check(m)
    assert re.fullmatch(
        rf"{KEY}: blanks \(FILL_IN\) are left, \d+ in all, the first at {KEY}\.title\.",
        str(refused.value),
    )


def test_every_single_blank_is_seen(blank: Path) -> None:
    text = blank.read_text(encoding="utf-8")
    docstring, *others = range(len(ONE.findall(text)))
    assert len(others) > 30
    for one in others:
        blank.write_text(filled(text, but=one), encoding="utf-8")
        with pytest.raises(ContractError, match="1 in all"):
            no_blanks(cg.load(blank))
    blank.write_text(filled(text, but=docstring), encoding="utf-8")
    assert cg.load(blank).key == KEY  # a docstring is no part of what is declared


def test_filled_in_it_keeps_all_contracts_and_each_regime_wins_somewhere(
    mechanism: Mechanism,
) -> None:
    shares = check(mechanism)
    assert set(shares) == {*GOVERNANCE, "laissez_faire"}
    assert min(shares.values()) >= 0.08


def test_no_regime_wins_because_only_the_others_bear_a_cost(mechanism: Mechanism) -> None:
    at_first = mechanism.default_values
    heads = at_first["people"]
    costs = {"fixed_cost": heads, "local_cost": 1.0, "agreement_cost": 1.0}
    for read in (lambda p: p.default, lambda p: p.high):
        assert len({read(mechanism.parameters[name]) / per for name, per in costs.items()}) == 1
    free = {name: np.zeros(4096) for name in costs}
    values = {**sample(mechanism), **free}
    stacked = np.stack([mechanism.outcome(key, values).selected_welfare for key in GOVERNANCE])
    leads = leaders(stacked).mean(axis=1)
    assert leads.max() < 0.9
    assert leads.min() > 0.1


def test_it_opens_with_a_lead_that_is_neither_a_tie_nor_a_walkover(mechanism: Mechanism) -> None:
    welfare = mechanism.compare().welfare
    first, second, *_, last = sorted(welfare.values(), reverse=True)
    assert 0.01 * (first - last) < first - second < 0.25 * (first - last)
    assert last > 0.5 * first


def test_it_can_be_explored_played_and_asked(mechanism: Mechanism) -> None:
    play = mechanism.play(rounds=1)
    play.choose(True)
    assert play.over
    assert repr(mechanism.explore())
    assert all(mechanism.conditions(regime) for regime in mechanism.regimes)
    assert mechanism.boundary("government_led", "multi_center").crossings


def test_it_looks_like_a_file_of_the_catalogue(mechanism: Mechanism, blank: Path) -> None:
    root = Path(cg.__file__).parents[1]
    for gate in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *gate, "--stdin-filename", f"cogov_games/games/{KEY}.py", "-"],
            cwd=root, input=blank.read_bytes(), capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (done.stdout + done.stderr).decode()


def test_its_own_chinese_words_are_the_agreed_ones(blank: Path) -> None:
    text = blank.read_text(encoding="utf-8")
    assert wrong_terms(text) == []
    assert HALF_WIDTH.search(text) is None
    assert "查处概率" in text


def test_the_comment_names_every_form_with_a_mechanism_that_has_it(blank: Path) -> None:
    text = blank.read_text(encoding="utf-8")
    named = dict(re.findall(r"^    #     (\w+) .* (\w+)\.py$", text, re.MULTILINE))
    forms = {
        key: {type(m.form_of(regime)).__name__ for regime in m.regimes}
        for key, m in cg.catalogue.items()
    }
    assert {*named, "Group"} == set().union(*forms.values())
    assert [form for form, key in named.items() if form not in forms[key]] == []


def test_no_file_of_the_catalogue_is_a_template_still() -> None:
    games = (Path(cg.__file__).parent / "games").glob("*.py")
    assert [game.name for game in games if ONE.search(game.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "key", ["Watch", "night-watch", "2nd", "_watch", "", "wächter", "class", "a b"]
)
def test_a_key_is_a_lower_case_identifier(key: str, tmp_path: Path) -> None:
    with pytest.raises(cg.InputError, match=f"key = {key!r} is not allowed: lower-case"):
        write_mechanism(key, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["public_good", "new"])
def test_a_key_is_not_taken(key: str, tmp_path: Path) -> None:
    with pytest.raises(cg.InputError, match=f"key = '{key}' is not allowed: it is taken"):
        write_mechanism(key, tmp_path)


def test_a_folder_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(cg.InputError, match=r"folder = '.*nowhere' is no folder; allowed is one"):
        write_mechanism(KEY, tmp_path / "nowhere")


def test_a_file_is_never_overwritten(blank: Path, tmp_path: Path) -> None:
    blank.write_text("mine", encoding="utf-8")
    with pytest.raises(cg.InputError, match=rf"file = '.*{KEY}.py' is not allowed: it exists"):
        write_mechanism(KEY, tmp_path)
    assert blank.read_text(encoding="utf-8") == "mine"
