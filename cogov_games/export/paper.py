"""A lesson to print: blanks to fill in, charts at the present setting, and the answers at the end."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase
from typing import Any

from ..words import escaped, labelled, say
from .page import HERE, Page
from .run import Lesson


class Handout(Page):
    """A lesson to print.

    Notes
    -----
    A mechanism's charts are printed once, where its explorer comes first. The answers and what
    follows each wrong one are on a page of their own, for the teacher.
    """

    kind = "handout"

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson)
        self._asked: list[Any] = []
        self._drawn: set[str] = set()

    def styles(self) -> str:
        return f"{super().styles()}\n{(HERE / 'paper.css').read_text(encoding='utf-8')}"

    def head(self) -> str:
        return ""

    def code(self, source: str) -> str:
        return ""

    def widget(self, name: str, still: Any) -> str:
        match still["kind"]:
            case "prediction":
                return _prediction(still)
            case "check":
                self._asked.append(still["paper"])
                return _question(len(self._asked), still["paper"])
            case "explorer" if still["mechanism"] in self._drawn:
                note = say("Move the sliders in JupyterLab or on the lesson's page.")
                return f'<p class="needs">{note}</p>'
            case "explorer":
                self._drawn.add(still["mechanism"])
                place = super().widget(name, still)
                return f"{_setting(still)}{place}"
            case "play":
                return f'<p class="needs">{say("This part is played in JupyterLab.")}</p>{_rounds(still)}'
        return super().widget(name, still)

    def foot(self) -> str:
        if not self._asked:
            return ""
        answers = "".join(_answer(n, asked) for n, asked in enumerate(self._asked, start=1))
        head = say("Answers and feedback, for the teacher")
        return f'\n<section class="teacher"><h2>{head}</h2>{answers}</section>'


def _prediction(still: Any) -> str:
    words, written = still["words"], still["written"]
    between = f"{written[0]} … {written[-1]}"
    return (
        f'<div class="question"><b class="asked">{escaped(still["question"])}</b>'
        f'<p>{labelled(say("my prediction"), "")}<span class="blank" style="width:140px"></span> '
        f"({escaped(between)})</p><p>{escaped(words['why'])}</p>"
        '<span class="blank long"></span><span class="blank long"></span></div>'
    )


def _question(number: int, asked: Any) -> str:
    """Return a question with what can be ticked, or a line for a number."""
    inside = (
        _ticks(asked)
        or f'<p>{labelled(say("your answer"), "")}<span class="blank" style="width:140px"></span></p>'
    )
    return (
        f'<div class="question"><b class="asked">{number}. {escaped(asked["question"])}</b>'
        f"{inside}</div>"
    )


def _ticks(asked: Any) -> str:
    items = (
        f"☐ {letter}&ensp;{escaped(text)}"
        for letter, (_, text, _) in zip(ascii_uppercase, asked["choices"], strict=False)
    )
    return _list(items)


def _answer(number: int, asked: Any) -> str:
    """Return the right answer and the words that follow every answer."""
    if asked["choices"]:
        told = [
            f"{_mark(right)} {letter}&ensp;{escaped(because)}"
            for letter, (right, _, because) in zip(ascii_uppercase, asked["choices"], strict=False)
        ]
    else:
        told = [f"{_mark(True)} {asked['number']}&ensp;{escaped(asked['because'])}"]
        told += [f"{_mark(False)} {slip}&ensp;{escaped(words)}" for slip, words in asked["slips"]]
    hints = [
        f"{labelled(say('hint {number}', number=n), escaped(words))}"
        for n, words in enumerate(asked["hints"], start=1)
    ]
    return (
        f'<div class="question"><b class="asked">{number}. {escaped(asked["question"])}</b>'
        f"{_list(told)}{_list(hints)}</div>"
    )


def _mark(right: bool) -> str:
    return f'<span class="mark">{"✓" if right else "✗"}</span>'


def _rounds(still: Any) -> str:
    """Return a table in which to write what happens."""
    heads = "".join(f"<th>{say(head)}</th>" for head in ("round", "my choice", "my payoff"))
    rows = "".join(
        f"<tr><th>{n}</th><td></td><td></td></tr>" for n in range(1, still["rounds"] + 1)
    )
    return f'<table class="rounds"><tr>{heads}</tr>{rows}</table>'


def _setting(still: Any) -> str:
    """Return the values at which an explorer's charts are printed."""
    sliders = [slider for group in still["groups"] for slider in group["sliders"]]
    return '<ul class="setting">{}</ul>'.format(
        "".join(
            f"<li>{slider['label']} = {slider['stops'][slider['home']]:g}</li>"
            for slider in sliders
        )
    )


def _list(items: Iterable[str]) -> str:
    found = "".join(f"<li>{item}</li>" for item in items)
    return f"<ol>{found}</ol>" if found else ""
