"""What a class learned, from the same students' answers to a test before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError, abridged
from ..model.tables import html_table
from ..playing.files import told
from ..playing.records import TOLD, Fault
from ..playing.spreadsheets import read_rows
from ..words import UNTYPESET, escaped, labelled, say

KEYS: Mapping[str, str] = {"A": "ccbdbcadbacd", "B": "abdacbdbcdba"}
"""The right answers to the two forms of the test of concepts, in ``teacher/en/concept_test.md``."""

STUDENTS = 10_000
"""Students at most in a file."""

Answers = dict[str, tuple[str, dict[int, str]]]
"""By student: the form of the test, and the answers by question."""


@dataclass(frozen=True)
class QuestionGain:
    """One question: the share of right answers before and after.

    Attributes
    ----------
    question : int
    before, after : float
    gain : float or None
        The part of what could be gained that was gained; None where all knew it before.
    """

    question: int
    before: float
    after: float

    @property
    def gain(self) -> float | None:
        return normalised_gain(self.before, self.after)


@dataclass(frozen=True)
class LearningGain:
    """A class before and after.

    Attributes
    ----------
    students : int
        Those who took both tests; nobody else is counted.
    questions : tuple of QuestionGain
    faults : tuple of (str, Fault)
        Rows that were left out: the file, and line and reason.
    """

    students: int
    questions: tuple[QuestionGain, ...]
    faults: tuple[tuple[str, Fault], ...] = ()

    @property
    def before(self) -> float:
        """The mean share of right answers before."""
        return sum(q.before for q in self.questions) / len(self.questions)

    @property
    def after(self) -> float:
        """The mean share of right answers after."""
        return sum(q.after for q in self.questions) / len(self.questions)

    @property
    def gain(self) -> float | None:
        """The normalised gain of the class."""
        return normalised_gain(self.before, self.after)

    def _cells(self) -> list[list[str]]:
        rows = [(str(q.question), q.before, q.after, q.gain) for q in self.questions]
        rows.append((say("all"), self.before, self.after, self.gain))
        return [
            [name, f"{before:.0%}", f"{after:.0%}", "–" if gain is None else f"{gain:.2f}"]
            for name, before, after, gain in rows
        ]

    def _lines(self) -> list[str]:
        lines = [f"{abridged(file)}, {fault}" for file, fault in self.faults[:TOLD]]
        return [*lines, "…"] if len(self.faults) > TOLD else lines

    def __repr__(self) -> str:
        head = [say(name) for name in ("question", "before", "after", "gain")]
        rows = ["  ".join(f"{cell:>8}" for cell in row) for row in (head, *self._cells())]
        return "\n".join([labelled(say("students"), self.students), *rows, *self._lines()])

    def _repr_html_(self) -> str:
        head = [say(name) for name in ("question", "before", "after", "gain")]
        table = html_table(head, self._cells(), labelled(say("students"), self.students))
        faults = "".join(f'<p class="{UNTYPESET}">{escaped(line)}</p>' for line in self._lines())
        return table + faults


def normalised_gain(before: float, after: float) -> float | None:
    """Return which part of what could be gained was gained, or None if nothing could be.

    Parameters
    ----------
    before, after : float
        Shares of right answers.

    Returns
    -------
    float or None
        ``(after - before) / (1 - before)``: 1 if all is known now, 0 without a change, negative
        if less is known than before.

    References
    ----------
    Hake, R. R. (1998). Interactive-engagement versus traditional methods: a six-thousand-student
    survey of mechanics test data for introductory physics courses. American Journal of Physics 66,
    64-74.

    Examples
    --------
    >>> normalised_gain(0.4, 0.7)
    0.5
    """
    if before >= 1:
        return None
    return round((after - before) / (1 - before), 12)


def learning_gain(
    before: str | Path, after: str | Path, keys: Mapping[str, str] | None = None
) -> LearningGain:
    """Compare the same students' answers to a test before and after.

    Parameters
    ----------
    before, after : str or Path
        CSV or Excel files with a row for each student and the columns student, form, 1, 2, 3, …;
        a cell holds the letter of the answer, or nothing. Questions that were not asked have no
        column. At most 10,000 students, and as large as `read_plays` allows.
    keys : mapping of str to str, optional
        By form, the right letters of questions 1, 2, 3, …; by default those of the test of
        concepts in the teacher's folder.

    Returns
    -------
    LearningGain
        By question and for the class, over the students who took both tests. A question without an
        answer counts as not known. Only questions in both files are compared.

    Raises
    ------
    InputError
        If a file cannot be read, is larger than allowed or lacks a column, or no student took both
        tests.

    Notes
    -----
    The class's normalised gain is that of its mean shares; it is not the mean of the questions'
    gains. It has no control group: what else happened between the tests is in it as well.

    References
    ----------
    Hake, R. R. (1998). Interactive-engagement versus traditional methods. American Journal of
    Physics 66, 64-74.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     first, second = Path(folder, "before.csv"), Path(folder, "after.csv")
    ...     _ = first.write_text("student,form,1,2\\nLi,A,c,a\\nWu,B,b,b\\n")
    ...     _ = second.write_text("student,form,1,2\\nLi,B,a,c\\nWu,A,c,c\\n")
    ...     learning_gain(first, second)
    students: 2
    question    before     after      gain
           1       50%      100%      1.00
           2       50%       50%      0.00
         all       50%       75%      0.50
    """
    right = {form.casefold(): letters.casefold() for form, letters in (keys or KEYS).items()}
    if not right:
        raise InputError("keys is empty: allowed is a letter for each question, by form.")
    faults: list[tuple[str, Fault]] = []
    (first, asked_first), (second, asked_second) = (
        _read(path, right, faults) for path in (before, after)
    )
    both = sorted(first.keys() & second.keys())
    questions = sorted(asked_first & asked_second)
    if not both or not questions:
        what = "student took both tests" if questions else "question is in both files"
        raise InputError(f"no {what}: students and questions are matched by their names.")

    def share(test: Answers, question: int) -> float:
        hits = 0
        for student in both:
            form, given = test[student]
            hits += given.get(question) == right[form][question - 1]
        return hits / len(both)

    return LearningGain(
        len(both),
        tuple(QuestionGain(q, share(first, q), share(second, q)) for q in questions),
        tuple(faults),
    )


def _read(
    path: str | Path, right: Mapping[str, str], faults: list[tuple[str, Fault]]
) -> tuple[Answers, set[int]]:
    """Return the answers in a file and the questions that it asks; faulty rows are noted."""
    head, rows = read_rows(path)
    length = min(map(len, right.values()))
    asked = {question for question in range(1, length + 1) if str(question) in head}
    if missing := {"student", "form"} - set(head):
        raise InputError(f"{told(path)} lacks the columns {', '.join(sorted(missing))}.")
    found: Answers = {}
    for line, cells in rows:
        student, form = cells.get("student", "").casefold(), cells.get("form", "").casefold()
        given = {q: cells.get(str(q), "").casefold() for q in asked}
        odd = [text for text in given.values() if text and not (len(text) == 1 and text.isalpha())]
        if not student:
            reason = say("{column} is empty", column="student")
        elif student in found:
            reason = say("this student is there already")
        elif form not in right:
            allowed = ", ".join(name.upper() for name in right)
            reason = say("{column} “{text}” is unknown; allowed are {allowed}",
                         column="form", text=abridged(form), allowed=allowed)  # fmt: skip
        elif odd:
            reason = say("the answer “{text}” is no letter", text=abridged(odd[0]))
        elif len(found) == STUDENTS:
            raise InputError(f"{told(path)} has more than {STUDENTS:,} students.")
        else:
            found[student] = form, given
            continue
        faults.append((Path(path).name, Fault(line, reason)))
    return found, asked
