"""One page for each student: points by question, and what was not met."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...study.rubric import Question, Rubric
from ...words import current_language, escaped, labelled, say
from .submissions import Submission
from .worker import Judged

LONGEST = 300
"""Characters of an answer that are repeated."""

PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>body {{ font: 16px/1.5 sans-serif; max-width: 44em; margin: 2em auto; padding: 0 1em }}
code {{ overflow-wrap: anywhere }}</style>
<h1>{title}</h1>
{body}
</html>
"""


def page_names(rubric: Rubric, submissions: Sequence[Submission]) -> list[str]:
    """Return a name for each student's page; a second submission of one number has another one."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for submission in submissions:
        name = re.sub(r"[^\w.-]", "_", submission.number) or "_"
        seen[name.casefold()] += 1
        again = f"_{seen[name.casefold()]}" if seen[name.casefold()] > 1 else ""
        names.append(f"{name}{again}_{rubric.exercise}.html")
    return names


def write_feedback(
    file: Path, rubric: Rubric, submission: Submission, found: Mapping[str, Judged]
) -> None:
    """Write a student's page."""
    title = f"{submission.number} · {rubric.exercise}"
    body = "".join(
        _question(question, submission, found.get(name))
        for name, question in rubric.questions.items()
    )
    page = PAGE.format(language=current_language(), title=escaped(title), body=body)
    file.unlink(missing_ok=True)  # a link of that name is not followed
    file.write_bytes(page.encode("utf-8", "replace"))


def _question(question: Question, submission: Submission, judged: Judged | None) -> str:
    head = f"<h2>{escaped(question.name)}</h2>"
    answer = submission.answers.get(question.name)
    if answer is None or judged is None:
        return f"{head}<p>{escaped(say('not answered'))}</p>"
    if question.kind == "mechanism":
        shown = say("a mechanism")
    elif isinstance(answer.value, str):
        shown = answer.value
    else:
        shown = json.dumps(answer.value, ensure_ascii=False)
    shown = shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
    lines = [f"<code>{escaped(shown)}</code>"]
    if question.by_hand:
        lines.append(escaped(say("your teacher marks it")))
    else:
        points = say(
            "{points} of {all} points", points=f"{judged.points:g}", all=f"{question.points:g}"
        )
        lines.append(escaped(points))
        told = [judged.fault] if judged.fault else []
        if judged.fault:
            told.insert(0, str(question.form))
        told += [str(c.wrong) for c, ok in zip(question.criteria, judged.met, strict=False)
                 if not ok and not c.hidden]  # fmt: skip
        lines += [escaped(labelled("✗", words)) for words in told]
    return head + "".join(f"<p>{line}</p>" for line in lines)
