"""The teacher's guides: complete, in both languages, and true."""

import re
from math import erf
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

import cogov_games as cg
from cogov_games.playing.sitting import sitting
from notebooks import HALF_WIDTH, LANGUAGES, ROOT, lost_emphasis, wrong_terms

TEACHER = ROOT / "teacher"
GUIDES = sorted(path.name for path in (TEACHER / "en").glob("[0-9]*.md"))
SECTIONS = {
    "en": ("Aims", "Before the class", "Plan", "What to expect", "Usual misunderstandings",
           "Questions for discussion", "Paper version", "Marking key", "Grading a class",
           "Before and after", "Further reading"),
    "zh": ("教学目标", "课前准备", "教学安排", "预期结果", "常见误解", "讨论题", "纸笔版", "评分标准",
           "全班评分", "概念测验", "延伸阅读"),
}  # fmt: skip
every_guide = pytest.mark.parametrize("name", GUIDES)


def anchors(file: Path) -> list[str]:
    """What a link to a heading of this file may end in, as GitHub and JupyterLab write it."""
    heads = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads]


def text(language: str, name: str) -> str:
    return (TEACHER / language / name).read_text(encoding="utf-8")


def test_every_exercise_has_its_guide_in_both_languages() -> None:
    exercises = [path.stem for path in (ROOT / "exercises" / "en").glob("*.ipynb")]
    assert [name.removesuffix(".md") for name in GUIDES] == sorted(exercises)
    assert sorted(path.name for path in (TEACHER / "zh").glob("[0-9]*.md")) == GUIDES


@every_guide
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_has_all_its_sections_in_order(name: str, language: str) -> None:
    heads = re.findall(r"^## (.*)$", text(language, name), re.MULTILINE)
    assert len(heads) == len(SECTIONS[language])
    for head, section in zip(heads, SECTIONS[language], strict=True):
        assert section in head


@every_guide
def test_both_halves_have_the_same_parts(name: str) -> None:
    english, chinese = (text(language, name) for language in LANGUAGES)
    for part in (r"^\d+\. ", r"^\| ", r"^- ", r"^```"):
        found = [len(re.findall(part, half, re.MULTILINE)) for half in (english, chinese)]
        assert found[0] == found[1], part
    minutes = r"^\| \d+–\d+ \| \d+–\d+ \|"
    assert re.findall(minutes, english, re.MULTILINE) == re.findall(minutes, chinese, re.MULTILINE)


@every_guide
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_that_a_guide_names_is_there(name: str, language: str) -> None:
    guide = TEACHER / language / name
    for target in re.findall(r"\]\(([^)]+)\)", text(language, name)):
        path, _, anchor = target.partition("#")
        file = (guide.parent / path).resolve()
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target
    assert Path(TEACHER / "keys" / name.removesuffix(".md")).is_dir()
    assert f"teacher/keys/{name.removesuffix('.md')}" in text(language, name)


@every_guide
def test_chinese_uses_the_agreed_terms(name: str) -> None:
    chinese = text("zh", name)
    assert wrong_terms(chinese) == []
    assert lost_emphasis(chinese) == []
    assert not HALF_WIDTH.search(re.sub(r"`[^`]*`", "", chinese))


def test_what_the_guide_of_lesson_01_says_of_the_game_is_so() -> None:
    m = cg.catalogue["public_good"]
    before, after = (
        m.solve("government_led", start=0.1, sanction_government=fine) for fine in (2.6, 2.7)
    )
    assert before.selected.profile["contribute"] == 0
    assert after.selected.profile["contribute"] == 1
    fines = {fine: m.solve("cooperative", start=0.1, sanction_government=fine).selected
             for fine in (2.2, 2.3)}  # fmt: skip
    assert [e.profile["contribute"] for e in fines.values()] == [0, 1]
    starts = {start: m.solve("cooperative", start=start).selected for start in (0.86, 0.88)}
    assert [e.profile["contribute"] for e in starts.values()] == [0, 1]
    for fine in (0, 4):  # without detection no fine helps
        undetected = m.solve("government_led", detection_government=0, sanction_government=fine)
        assert [e.profile["contribute"] for e in undetected.equilibria] == [0]
    assert set(m.compare(start=0.9, agreement_cost=2.5).best) == {"cooperative", "laissez_faire"}
    (unstable,) = (e for e in m.solve("cooperative").equilibria if e.stability == "unstable")
    assert round(100 * unstable.profile["contribute"]) == 87
    assert round(m.compare(start=0.9).break_even, 9) == 2.5
    assert m.compare(start=0.9, agreement_cost=2.6).best == ("laissez_faire",)
    assert m.compare(start=0.1).best == ("laissez_faire",)
    ruled = m.solve("government_led", people=5, marginal_return=0.4, detection_government=0.2,
                    sanction_government=2)  # fmt: skip
    assert [e.profile["contribute"] for e in ruled.equilibria] == [0]
    # the paper version: five players, a = 0.4, one slip in five, fine 2, then 3
    assert 0.4 + 2 / 5 < 1 == 0.4 + 3 / 5


def test_what_the_guide_of_lesson_01_says_of_the_rounds_is_so() -> None:
    notebook = nbformat.read(ROOT / "lessons" / "en" / "01_collective_action.ipynb", 4)
    (made,) = (c.source for c in notebook.cells if c.source.startswith("play = m.play("))
    m = cg.catalogue["public_good"]
    code = made.splitlines()[0].replace(", after=prediction", "")
    told = {True: (0.6, 0.35, 19.8), False: (0.55, 0.2, 24.2)}
    for contributes, (first, last, total) in told.items():
        names = {"m": m}
        exec(code, names)
        play: Any = names["play"]
        for _ in range(10):
            play.choose(contributes)
        assert play.over
        (role,) = {move.role for move in play.data().moves}
        shares = [row["mean"] for row in play.data().means(role, "contribute")]
        assert [shares[0], shares[-1]] == pytest.approx([first, last])
        assert play.total == pytest.approx(total)
    n, a = m.parameters["people"].default, m.parameters["marginal_return"].default
    assert 10 * n * a == 40
    for language in LANGUAGES:
        for number in ("19.8", "24.2", "35", "55"):
            assert number in text(language, "01_collective_action.md")


def test_what_the_guide_of_lesson_02_says_of_the_games_is_so() -> None:
    m = cg.catalogue["reputation"]
    premium = {key: m.solve(key).selected.profile["premium"] for key in m.regimes}
    assert {key: round(value, 2) for key, value in premium.items()} == {
        "government_led": 1.11, "multi_center": 1.11, "cooperative": 0.35
    }  # fmt: skip
    assert m.compare(chiG=0.73).best == ("cooperative",)
    assert m.compare(chiG=0.74).best == ("government_led",)
    for key, delta in (("government_led", 0.511), ("multi_center", 0.506), ("cooperative", 0.257)):
        gone, there = (m.solve(key, delta=delta - step) for step in (0.0015, 0))
        assert (gone.selected.profile["z"], there.selected.profile["z"]) == (0, 1)
    places = {
        "government_led": (0.52, 0.51),
        "multi_center": (0.51, 0.5),
        "cooperative": (0.26, 0.25),
    }
    for key, slider in places.items():
        assert [m.solve(key, delta=place).welfare > 0 for place in slider] == [True, False]
    unpaid = m.solve("government_led", chiG=0.02, qG=1).selected
    assert unpaid.label == m.form.at_high
    assert m.compare(tau=0.27).best == ("cooperative",)
    assert m.compare(tau=0.28).best == ("multi_center",)
    compact = cg.catalogue["compact"]
    for seen, least in ((0.8, 0.556), (1.0, 0.5)):
        kept = [
            compact.solve("cooperative", phi=seen, delta=least + step).selected.cooperation
            for step in (-0.001, 0.001)
        ]
        assert kept == [0, 1]
    norms = cg.catalogue["norm_evolution"]
    low, high = (norms.solve("multi_center", p0=0.3, SP=fine).selected for fine in (0.1, 0.25))
    assert low.profile["trustworthy"] == high.profile["trustworthy"] == 0.75
    assert 0.2 < high.profile["i"] / low.profile["i"] < 0.27
    cheap = norms.solve("multi_center", p0=0.3, CP=0.05).selected
    assert round(100 * cheap.profile["trustworthy"], 9) == 87.5
    # what is played in the lesson
    options = {"people": 12, "free_riders": 3, "conditional": 6, "altruists": 2, "seed": 44}
    play = m.play(regime="government_led", premium=0.5, **options)
    while not play.over:
        play.choose("honest")
    assert (play.rounds, round(12 * play.history[0].share(0, 1))) == (10, 7)
    last = play.history[-1].actions[:, 0].tolist()
    assert (last.count(-1), last.count(1), last.count(0)) == (8, 4, 0)
    assert (play.counterfactual("cheat"), play.counterfactual("honest")) == (10, 5)
    assert [round(value, 1) for value in play.table.worth] == [8.9, 5]
    again = m.play(regime="cooperative", premium=0.5, **options)
    while not again.over:
        again.choose("honest")
    assert (again.counterfactual("cheat"), again.counterfactual("honest")) == (5, 5)
    assert [round(value, 2) for value in again.table.worth] == [3.75, 5]
    # the exercise's county, and the paper version: m = 1, Δ = 2, δ = 5/6
    assert round(m.solve("government_led", chiG=0.1).selected.profile["premium"], 2) == 5.56
    assert m.compare(chiG=0.1).best == ("cooperative",)
    assert round(m.compare(chiG=0.1).break_even, 2) == 0.28
    needed = 2 * (1 - 5 / 6) / (5 / 6 * 1)
    assert 1 / 6 < 1 / 3 < round(needed, 9) == 0.4 < 1 / 2
    promise = m.variants["promise"]
    for (regime, *rule), honest in {
        ("government_led", "detection_government", "exit_government", 1 / 6): 0,
        ("multi_center", "detection_local", "exit_local", 1 / 3): 0,
        ("cooperative", "detection_government", "exit_cooperative", 1 / 2): 1,
    }.items():
        detection, exit_rule, chance = rule
        values = {"premium": 1, "cheating_gain": 2, "patience": 5 / 6, detection: 1}
        solved = promise.solve(regime, **values, **{exit_rule: chance})
        assert [e.profile["honest"] for e in solved.equilibria] == [honest]


def test_what_the_guide_of_lesson_03_says_of_the_games_is_so() -> None:
    m, appraisal, delegation = (
        cg.catalogue[key] for key in ("tournament", "appraisal", "delegation")
    )
    assert round(m.solve("government_led").selected.profile["mayor"], 9) == 0.56
    play = m.play(regime="government_led", rounds=6, best_response=1, seed=7)
    for effort in (1.5, 2, 1, 0.5, 0, 0.6):
        play.choose(effort)
    rival = [float(move.action) for move in play.data().moves if move.player != "you"]
    assert rival[0] == 1.5
    assert set(rival[1:]) <= {0.5, 0.6}
    paid = [play.session.always(np.array([effort])) for effort in (0.4, 1.5)]
    assert round(paid[0], 1) == 10.4
    together = play.session.together()
    assert together is not None
    assert round(together, 2) == 5.25 < paid[1]
    wild = m.play(regime="government_led", rounds=2, best_response=1, seed=7)
    wild.choose(4)
    wild.choose(0.5)
    assert float(wild.data().moves[-1].action) == 0.2
    assert round(m.solve("government_led", spillover=0).welfare, 3) == 0.886

    def switches(mechanism: cg.Mechanism, name: str, low: float, high: float) -> tuple[str, ...]:
        return mechanism.compare(**{name: low}).best + mechanism.compare(**{name: high}).best

    g, p, c = "government_led", "multi_center", "cooperative"
    assert m.compare(spillover=0).best == (g,)
    assert switches(m, "spillover", 0.295, 0.305) == (g, c)
    assert round(m.compare().break_even, 2) == 0.89
    assert switches(m, "share_local", 0.875, 0.885) == (c, p)
    assert switches(m, "prize_government", 6.85, 6.95) == (c, g)
    assert round((1 + 0.9) / ((1 - 0.9) * m.parameters["luck"].default)) == 68
    assert m.solve(g, spillover=0, prize_government=8).welfare < 0
    assert {key: round(w, 2) for key, w in m.compare().welfare.items()} == {
        "cooperative": 1.86, "government_led": 1.27, "multi_center": 1.25, "laissez_faire": 0,
    }  # fmt: skip
    assert switches(appraisal, "noise_livelihood", 3.225, 3.235) == (c, g)
    clinics = [appraisal.solve(key).selected.profile["livelihood"] for key in (c, g)]
    assert [round(effort, 2) for effort in clinics] == [0.49, -0.27]
    noisy = appraisal.solve(c, noise_livelihood=3.23).selected.profile["livelihood"]
    assert abs(noisy) < 0.005
    assert switches(delegation, "bias", 0.155, 0.165) == (p, c)
    assert switches(delegation, "bias", 0.335, 0.345) == (c, g)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_tournament_is_that_of_the_model(language: str) -> None:
    efforts = np.array([0, 0.5, 1, 1.5, 2])
    guide = text(language, "03_incentives.md")
    rows = re.findall(r"^\| [\d.]+ ((?:\| \d\.\d\d ){5})\|$", guide, re.MULTILINE)
    told = np.array([[float(cell) for cell in row.strip("| ").split("|")] for row in rows])
    r, z, own, other = 0.5, 0.8, efforts[:, None], efforts[None, :]
    normal = np.vectorize(erf)(np.sqrt(np.pi) * 0.28 * (1 - r) * (own - other))
    paid = 4 * (1 + normal) / 2 - own**2 / 2
    assert told.shape == paid.shape
    assert np.abs(told - paid).max() <= 0.005 + 1e-12
    best = paid >= paid.max(axis=0) - 1e-9
    assert [tuple(efforts[list(at)]) for at in np.argwhere(best & best.T)] == [(0.5, 0.5)]
    keep, joint = efforts / 2 - efforts**2 / 2, z * (1 + r) * efforts - efforts**2 / 2
    for alone, best_effort in ((keep, 0.5), (joint, 1)):
        assert efforts[alone.argmax()] == best_effort
    found = [
        [float(n.replace("−", "-")) for n in re.findall(r"−?\d+(?:\.\d+)?", part)[:5]]
        for part in re.findall(r"[KJ][:：]([^KJ]*)", guide)
    ]
    assert np.abs(np.array(found) - [keep, joint]).max() <= 0.005 + 1e-12


def test_what_the_guide_of_lesson_04_says_of_the_games_is_so() -> None:
    m, road, dyke = (cg.catalogue[key] for key in ("inspection", "collusion", "punishment"))
    town = {"dG": 0.8, "kG": 1, "rho": 0}
    start = {**town, "S": 6, "dP": 0.6, "sP": 1, "tau": 1}
    for fine, inspected in ((6, 0.31), (12, 0.18)):
        found = m.solve("government_led", **{**start, "S": fine})
        assert round(found.selected.profile["inspector"]["inspect"], 2) == inspected
        assert round(found.selected.profile["official"]["violate"], 9) == 0.125
        assert round(found.welfare, 9) == -1.45
    by_sanction = {s: m.solve("multi_center", **{**start, "sP": s}) for s in (1.33, 1.34, 5)}
    assert by_sanction[1.33].selected.profile["official"]["violate"] == 1
    assert round(by_sanction[1.34].welfare, 2) == -1.17
    assert round(by_sanction[5].welfare, 2) == -1.43
    assert round(m.compare(**start).break_even, 2) == 0.71
    assert round(m.compare(**{**start, "sP": 2}).break_even, 2) == 0.51
    welfare = road.compare(tau=2.5, kP=1).welfare
    assert round(welfare["multi_center"], 9) == 19.7
    assert round(welfare["laissez_faire"], 9) == 20
    before, after = (road.compare(kG=part).welfare for part in (0.48, 0.46))
    assert [w["government_led"] > w["multi_center"] for w in (before, after)] == [False, True]
    assert [round(after[key], 1) for key in ("government_led", "multi_center")] == [20.6, 20.6]
    assert [road.compare(kG=0.46, tau=tau).best for tau in (2.4, 2.3)] == [
        ("government_led",), ("cooperative",),
    ]  # fmt: skip
    assert m.solve("government_led", S=0).selected.profile["official"]["violate"] == 1
    held = [dyke.solve("cooperative", q=q).selected.cooperation for q in (0.14, 0.12)]
    assert held == [1, 0]
    assert dyke.compare(tau=0.5, vol=1).best == ("multi_center",)
    assert round(dyke.solve("multi_center", vol=1).welfare, 2) == 1.94
    asked = m.compare(omega=0.2)
    assert {key: round(value, 2) for key, value in asked.welfare.items()} == {
        "cooperative": -1.21, "multi_center": -1.88, "government_led": -2.98, "laissez_faire": -10,
    }  # fmt: skip
    assert round(asked.break_even, 2) == 0.77
    # the paper version: an inspected violation is always found out
    paper = {"detection": 1, "harm": 4, "gain": 2, "inspection_cost": 1, "revenue_share": 0}
    for fine, inspected in ((2, 0.5), (6, 0.25)):
        found = m.solve("government_led", fine=fine, **paper).selected.profile
        assert round(found["official"]["violate"], 9) == 0.25
        assert round(found["inspector"]["inspect"], 9) == inspected


def test_how_the_computer_players_of_lesson_04_do() -> None:
    m, rng = cg.catalogue["inspection"], np.random.default_rng(4)

    def violating(fine: int, seed: int, chance: float) -> float:
        """Return the mean over twelve rounds, for an inspector who looks with this chance."""
        play = m.play(
            "inspector", rounds=12, people=20, regime="government_led", conditional=12, logit=8,
            precision=2, optimism=0.2, seed=seed, dG=0.8, kG=1, rho=0, S=fine,
        )  # fmt: skip
        looks = [np.array([float(look)]) for look in rng.random(12) < chance]
        rounds = sitting(play.session.company, play.session.rules, looks)
        return float(np.mean([r.share(0, 1) for r in rounds]))

    for fine, share in ((6, 1 / 5), (12, 1 / 7)):
        plays = [violating(fine, seed, rng.random()) for seed in range(60)]
        assert abs(np.mean(plays) - share) < 0.015
    ours = [violating(12, 36, chance) for chance in (0, 0.3, 0.5, 0.7, 1)]
    assert 0.105 < min(ours) < max(ours) < 0.175
