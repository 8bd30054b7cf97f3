"""The test of concepts: parallel forms, in both languages, with answers that the package gives."""

from __future__ import annotations

import re
from math import sqrt
from pathlib import Path

import pytest
from scipy.optimize import brentq

import cogov_games as cg
from cogov_games.classroom.learning import KEYS, normalised_gain
from cogov_games.solvers.compositions import compositions
from cogov_games.words import speaking
from notebooks import HALF_WIDTH, LANGUAGES, ROOT, lost_emphasis, wrong_terms

FORMS = {"en": {"A": "Form A", "B": "Form B"}, "zh": {"A": "A 卷", "B": "B 卷"}}
QUESTIONS = range(1, 13)


def text(language: str) -> str:
    return (ROOT / "teacher" / language / "concept_test.md").read_text(encoding="utf-8")


def section(language: str, title: str) -> str:
    (found,) = re.findall(rf"^## {title}\n(.*?)(?=^## )", text(language), re.MULTILINE | re.DOTALL)
    return str(found)


def questions(language: str, form: str) -> dict[int, tuple[str, dict[str, str]]]:
    """Return each question with its choices by letter."""
    found = {}
    for part in re.split(
        r"^(?=\d+\. )", section(language, FORMS[language][form]), flags=re.MULTILINE
    ):
        if match := re.match(r"(\d+)\. (.*)", part):
            choices = dict(re.findall(r"^ +- \*\*([a-d])\*\* (.*)$", part, re.MULTILINE))
            found[int(match[1])] = match[2], choices
    return found


def numbers(words: str) -> list[float]:
    return [float(n) for n in re.findall(r"\d+(?:\.\d+)?", words)]


def stated(choices: dict[str, str]) -> list[float]:
    """Return the numbers to choose from, in order."""
    return sorted(numbers(choice)[0] for choice in choices.values())


def right(language: str, form: str, question: int) -> str:
    """Return the words of the right answer."""
    return questions(language, form)[question][1][KEYS[form][question - 1]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_forms_ask_twelve_questions_with_four_answers(language: str) -> None:
    for form in "AB":
        asked = questions(language, form)
        assert list(asked) == list(QUESTIONS)
        assert all(list(choices) == list("abcd") for _, choices in asked.values())
        assert all(len(set(choices.values())) == 4 for _, choices in asked.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_is_that_of_the_function_and_of_the_table(language: str) -> None:
    assert re.findall(r"`([a-d]{12})`", text(language)) == [KEYS["A"], KEYS["B"]]
    rows = re.findall(r"^\| (\d+) \| ([a-d]) \| ([a-d]) \|", text(language), re.MULTILINE)
    assert [row[0] for row in rows] == [str(q) for q in QUESTIONS]
    assert ["".join(row[i] for row in rows) for i in (1, 2)] == [KEYS["A"], KEYS["B"]]
    for key in KEYS.values():  # no letter gives itself away
        assert all(2 <= key.count(letter) <= 4 for letter in "abcd")
    assert sum(a == b for a, b in zip(*KEYS.values(), strict=True)) <= 2


def test_both_languages_state_the_same_numbers_in_the_same_order() -> None:
    for form in "AB":
        english, chinese = (questions(language, form) for language in LANGUAGES)
        for q in QUESTIONS:
            for one, two in zip(english[q][1].values(), chinese[q][1].values(), strict=True):
                assert numbers(one) == numbers(two), (form, q)
            words = {"Ten": 10, "Twenty": 20, "十户": 10, "二十家": 20}
            given = [
                {
                    *numbers(asked[q][0]),
                    *(n for word, n in words.items() if asked[q][0].startswith(word)),
                }
                for asked in (english, chinese)
            ]
            assert given[0] == given[1], (form, q)


def test_the_parallel_forms_ask_for_the_same_idea() -> None:
    """The right answers of both forms are the same sentence where they have no numbers."""
    for language in LANGUAGES:
        for q in (1, 6):
            one, two = (right(language, form, q) for form in "AB")
            head = re.split("[:：]", one)[0].replace("一户", "一家")
            assert re.split("[:：]", two)[0] == head


@pytest.mark.parametrize(("people", "cost", "share"), [(10, 1, 0.3), (20, 2, 0.4)])
def test_question_1(people: int, cost: float, share: float) -> None:
    m = cg.catalogue["public_good"]
    a = share / cost
    found = m.solve("laissez_faire", people=people, marginal_return=a)
    assert [e.profile["contribute"] for e in found.equilibria] == [0]
    assert found.first_best == pytest.approx(people * a - 1)
    assert people * a > 1


@pytest.mark.parametrize("form", "AB")
def test_question_2(form: str) -> None:
    asked, choices = questions("en", form)[2]
    _, back, percent = numbers(asked)
    (fine,) = numbers(right("en", form, 2))
    options = {"marginal_return": back, "detection_government": percent / 100}
    for nearby, share in ((fine + 0.01, 1), (fine - 0.01, 0)):
        found = cg.catalogue["public_good"].solve(
            "government_led", sanction_government=nearby, **options
        )
        assert [e.profile["contribute"] for e in found.equilibria] == [share]
    slips = {1 - back, 1.0, 1 / (percent / 100)}
    assert stated(choices) == pytest.approx(sorted({fine, *slips}))


@pytest.mark.parametrize(("form", "end"), [("A", 0), ("B", 1)])
def test_question_3(form: str, end: float) -> None:
    *_, edge, now = numbers(questions("en", form)[3][0])
    m = cg.catalogue["public_good"]

    def mass(fine: float) -> float:
        found = m.solve("cooperative", sanction_government=fine).equilibria
        (unstable,) = (e for e in found if e.stability == "unstable")
        return float(unstable.profile["contribute"])

    fine = brentq(lambda s: mass(s) - edge / 100, 1.2, 2.2)
    found = m.solve("cooperative", sanction_government=fine, start=now / 100)
    assert {e.profile["contribute"] for e in found.equilibria if e.stability == "stable"} == {0, 1}
    assert found.selected is not None
    assert found.selected.profile["contribute"] == end
    assert numbers(right("en", form, 3)) == [100 * end]


@pytest.mark.parametrize("form", "AB")
def test_question_5(form: str) -> None:
    asked, choices = questions("en", form)[5]
    gain, patience = numbers(asked)
    (premium,) = numbers(right("en", form, 5))
    found = cg.catalogue["reputation"].solve(
        "government_led", cheating_gain=gain, patience=patience, detection_government=1,
        exit_government=1,
    )  # fmt: skip
    assert found.selected is not None
    assert found.selected.profile["premium"] == pytest.approx(premium)
    assert sum(premium * patience**t for t in range(1, 400)) == pytest.approx(gain)
    slips = {gain, gain * (1 - patience), gain / patience}
    assert stated(choices) == pytest.approx(sorted({premium, *slips}))


def test_question_6() -> None:
    """With hardly any detection, or hardly any exit, no premium that can be paid keeps it honest."""
    m = cg.catalogue["reputation"]
    for name, other in (("detection", "exit"), ("exit", "detection")):
        found = m.solve("government_led", **{f"{name}_government": 0.02, f"{other}_government": 1})
        assert found.selected is not None
        assert str(found.selected.label) == "no premium worth paying keeps anyone honest"


def test_question_7() -> None:
    m = cg.catalogue["appraisal"]
    weak, strong = (m.solve("government_led", noise_growth=noise) for noise in (2.0, 0.2))
    assert strong.primitives["weight_growth"] > weak.primitives["weight_growth"]
    first, second = (found.equilibria[0].profile for found in (weak, strong))
    assert second["growth"] > first["growth"]
    assert second["livelihood"] < first["livelihood"]


@pytest.mark.parametrize("form", "AB")
def test_question_8(form: str) -> None:
    alone, own, others = numbers(questions("en", form)[8][0])
    assert alone > own - others
    assert alone < own + others
    m = cg.catalogue["tournament"]
    efforts = [
        m.solve("government_led", spillover=r).equilibria[0].profile["mayor"] for r in (0, 0.8)
    ]
    assert efforts[1] == pytest.approx((1 - 0.8) * efforts[0])


@pytest.mark.parametrize(("form", "decides"), [("A", "township"), ("B", "county")])
def test_question_9(form: str, decides: str) -> None:
    bias = numbers(questions("en", form)[9][0])[0]
    own, ignorance = sorted(numbers(right("en", form, 9)), key=lambda x: x == 0.083)
    m = cg.catalogue["delegation"]
    free = m.solve("multi_center", bias=bias)
    assert -free.breakdown["behaviour"] == pytest.approx(own) == pytest.approx(bias**2)
    blind = (
        -min(
            m.solve("government_led", bias=bias, inspection=0).equilibria, key=lambda e: e.welfare
        ).welfare
        - m.parameters["fixed_cost"].default
    )
    assert blind == pytest.approx(1 / 12)
    assert round(blind, 3) == ignorance
    assert ("township" if own < blind else "county") == decides
    assert (bias, round(own, 2)) == {"A": (0.1, 0.01), "B": (0.4, 0.16)}[form]


def test_question_10() -> None:
    m = cg.catalogue["inspection"]

    def mixed(**options: float) -> tuple[float, float]:
        (found,) = m.solve("government_led", fine_share=0, **options).equilibria
        return found.profile["official"]["violate"], found.profile["inspector"]["inspect"]

    violating, looking = mixed()
    higher, cheaper = mixed(fine_government=18), mixed(inspection_cost_government=1)
    assert higher == (pytest.approx(violating), pytest.approx(looking * (2 + 12) / (2 + 18)))
    assert cheaper == (pytest.approx(violating / 2), pytest.approx(looking))


@pytest.mark.parametrize("form", "AB")
def test_question_11(form: str) -> None:
    asked, choices = questions("en", form)[11]
    most, most_again, percent = numbers(asked)
    assert most == most_again
    (reward,) = numbers(right("en", form, 11))
    m = cg.catalogue["collusion"]
    found = m.solve("government_led", collusion_government=percent / 100)
    assert found.selected is not None
    rent = found.values["cost_gap"] * found.selected.profile["work"]
    proofs = found.values["cheap_share"] * found.values["proof_government"]
    reaches = found.selected.payoffs["supervisor"] / (proofs * rent)
    assert reward == pytest.approx(reaches * most)
    assert stated(choices) == [0, *sorted({reward, most, most - reward})]


@pytest.mark.parametrize(
    ("regime", "options", "watching"),
    [("multi_center", {}, "peer"), ("cooperative", {"found_out": 0}, "pool")],
)
def test_question_12(regime: str, options: dict[str, float], watching: str) -> None:
    """Who contributes and leaves the watching to others gets more than who watches as well."""
    m = cg.catalogue["punishment"]
    strategies, size, payoffs = m.form.group_payoffs(m.situation(regime, options))
    keys = [strategy.key for strategy in strategies]
    others = compositions(size - 1, len(keys))
    contribute, shirk, watch = (keys.index(key) for key in ("contribute", "defect", watching))
    case = (others[:, watch] > 0) & ((others[:, shirk] > 0) | (watching == "pool"))
    assert case.any()
    assert (payoffs[contribute][case] > payoffs[watch][case]).all()


def test_what_is_said_about_small_numbers_and_the_example() -> None:
    assert round(100 * sqrt(0.5 * 0.5 / 30)) == 9
    assert normalised_gain(0.4, 0.7) == 0.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parts_are_the_same_in_both_languages(language: str) -> None:
    shapes = [re.findall(r"^(#+|\d+\.| *-|\||```)", text(half), re.MULTILINE) for half in LANGUAGES]
    assert shapes[0] == shapes[1]


def test_chinese_uses_the_agreed_terms() -> None:
    chinese = text("zh")
    assert wrong_terms(chinese) == []
    assert lost_emphasis(chinese) == []
    assert not HALF_WIDTH.search(re.sub(r"`[^`]*`", "", chinese))


BEFORE = "student,form,1,2,3\n甲,A,a,x,b\n乙,A,c,c,\n丙,B,a,b,c\n丁,B,a,b,d\n"
AFTER = "student,form,1,2,3\n甲,B,a,b,d\n乙,B,a,c,d\n丙,A,c,c,b\n戊,A,c,c,b\n"


def test_the_gain_by_hand(tmp_path: Path) -> None:
    """Three took both tests. Question 1: 2 of 3, then 3 of 3; 2: 2, then 2; 3: 1, then 3."""
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    before.write_text(BEFORE, encoding="gb18030")
    after.write_text(AFTER, encoding="utf-8-sig")
    found = cg.learning_gain(before, after)
    assert found.students == 3
    assert [(q.question, q.before, q.after) for q in found.questions] == [
        (1, pytest.approx(2 / 3), 1), (2, pytest.approx(2 / 3), pytest.approx(2 / 3)),
        (3, pytest.approx(1 / 3), 1),
    ]  # fmt: skip
    assert [q.gain for q in found.questions] == pytest.approx([1, 0, 1])
    assert found.gain == pytest.approx((8 / 9 - 5 / 9) / (4 / 9)) == 0.75
    assert "0.75" in repr(found)
    with speaking("zh"):
        assert "<td>全部</td><td>56%</td><td>89%</td><td>0.75</td>" in found._repr_html_()


def test_faulty_rows_are_listed_and_left_out(tmp_path: Path) -> None:
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    before.write_text(BEFORE + "甲,A,c,c,b\n,A,c,c,b\n庚,C,c,c,b\n辛,A,c,17,b\n", encoding="utf-8")
    after.write_text(AFTER, encoding="utf-8")
    found = cg.learning_gain(before, after)
    assert found.students == 3
    assert {(file, fault.line): fault.reason for file, fault in found.faults} == {
        ("before.csv", 6): "this student is there already",
        ("before.csv", 7): "student is empty",
        ("before.csv", 8): "form “c” is unknown; allowed are A, B",
        ("before.csv", 9): "the answer “17” is no letter",
    }
    assert "before.csv, line 9" in repr(found)


def test_a_test_of_ones_own_and_questions_that_all_know(tmp_path: Path) -> None:
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    before.write_text("Student,Form,2,9\nx,1,b,a\n", encoding="utf-8")
    after.write_text("student,form,2\nX,1,B\n", encoding="utf-8")
    found = cg.learning_gain(before, after, {"1": "ab"})
    assert [(q.question, q.before, q.gain) for q in found.questions] == [(2, 1, None)]
    assert found.gain is None
    for content, message in (
        ("student,form,2\ny,1,b\n", "no student took both tests"),
        ("student,form,1\nx,1,b\n", "no question is in both files"),
        ("student,2\nx,b\n", "lacks the columns form"),
    ):
        after.write_text(content, encoding="utf-8")
        with pytest.raises(cg.InputError, match=message):
            cg.learning_gain(before, after, {"1": "ab"})
