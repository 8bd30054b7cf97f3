"""The teacher's guides: complete, in both languages, and true."""

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

import cogov_games as cg
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
