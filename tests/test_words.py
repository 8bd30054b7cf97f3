"""Everything a learner reads exists in both languages, and says the same in both."""

import ast
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from string import Formatter

import pytest
import sympy as sp

import cogov_games as cg
from cogov_games import forms
from cogov_games.charts import welfare
from cogov_games.forms.equilibria import STABILITY
from cogov_games.forms.base import Form
from cogov_games.model.declaration import THEMES
from cogov_games.model.outcome import PARTS
from cogov_games.model.regimes import TITLES
from cogov_games.solvers.stability import TYPES
from cogov_games.words import Words, number, say, speaking
from cogov_games.widgets import play_words

PACKAGE = Path(cg.__file__).parent
CHINESE = json.loads((PACKAGE / "locale" / "zh.json").read_text(encoding="utf-8"))
GLOSSARY = list(csv.DictReader(
    (Path(__file__).parent / "data" / "glossary.csv").read_text(encoding="utf-8").splitlines()
))  # fmt: skip
for module in iter_modules(forms.__path__, "cogov_games.forms."):
    import_module(module.name)


def forms_of(kind: type[Form]) -> list[type[Form]]:
    """Return all forms that are of this kind, those that refine another one as well."""
    return [form for refined in kind.__subclasses__() for form in (refined, *forms_of(refined))]


KINDS = tuple(form.kind for form in forms_of(Form))
TABLES = {
    "m.theme": THEMES,
    "m.form.kind": KINDS,
    "self.kind": KINDS,
    "e.stability": STABILITY,
    "found.stability": STABILITY,
    "point.classification": TYPES,
    "described.classification": TYPES,
    "TYPES[kind]": TYPES,
    "STABILITY[result.found.stability[k]]": STABILITY,
    "result.form.continuum": tuple({form.continuum for form in forms_of(Form)}),
    "NAMES[part]": tuple(welfare.NAMES.values()),
    "stability": STABILITY,
    "form.kind": KINDS,
    "OUTLOOKS[how]": tuple(play_words.OUTLOOKS.values()),
    "part": PARTS,
    "group": ("society", "institution", "more"),
}
"""What may be said where the sentence is not written in the call itself."""


def texts(node: ast.AST) -> set[str]:
    """Return all strings that are written inside a node."""
    return {
        n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }


def assigned(name: str, function: ast.AST) -> set[str]:
    """Return the strings that a function gives a local name, or lets it run over."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == name for t in node.targets
        ):
            found |= texts(node.value)
        if isinstance(node, ast.comprehension | ast.For) and any(
            isinstance(t, ast.Name) and t.id == name for t in ast.walk(node.target)
        ):
            found |= texts(node.iter)
    return found


def said() -> Iterator[tuple[str, str]]:
    """Yield each sentence that the package can say, and where."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
        for function in [*functions, tree]:
            inner = {id(n) for f in ast.walk(function) if f is not function and isinstance(
                f, ast.FunctionDef) for n in ast.walk(f)}  # fmt: skip
            for node in ast.walk(function):
                called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
                if called not in ("say", "self._say") or id(node) in inner:
                    continue
                if getattr(function, "name", "") == "_say":  # passes on what it is given
                    continue
                where = f"{path.name}:{node.lineno}"
                sentence = node.args[0]
                written = texts(sentence) if not isinstance(sentence, ast.Subscript) else set()
                listed = TABLES.get(ast.unparse(sentence), ())
                local = assigned(sentence.id, function) if isinstance(sentence, ast.Name) else set()
                every = written | set(listed) | local
                assert every, f"{where}: what can {ast.unparse(sentence)!r} be?"
                for text in every:
                    yield text, where


SAID = sorted(set(said()))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def is_chinese(text: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", text))


@pytest.mark.parametrize(("sentence", "where"), SAID)
def test_every_sentence_has_a_chinese_counterpart(sentence: str, where: str) -> None:
    assert sentence in CHINESE


@pytest.mark.parametrize("sentence", CHINESE)
def test_every_entry_is_used_and_agrees(sentence: str) -> None:
    assert sentence in {text for text, _ in SAID}, "nothing says this any more"
    if re.search("[a-z]", re.sub(r"{\w+}", "", sentence)):
        assert is_chinese(CHINESE[sentence])
    assert not is_chinese(sentence)
    assert placeholders(CHINESE[sentence]) == placeholders(sentence)


def test_entries_are_sorted_and_unique() -> None:
    text = (PACKAGE / "locale" / "zh.json").read_text(encoding="utf-8")
    keys = [key for key, _ in json.loads(text, object_pairs_hook=list)]
    assert keys == sorted(set(keys))


def test_saying_a_sentence_in_both_languages() -> None:
    sentence = "{name} is given twice."
    assert say(sentence, name="tau") == "tau is given twice."
    with speaking("zh"):
        assert say(sentence, name="tau") == CHINESE[sentence].format(name="tau")
        with pytest.raises(KeyError):
            say("a sentence without a counterpart")
    assert cg.current_language() == "en"


def words_of(value: object, path: str) -> Iterator[tuple[str, Words]]:
    """Yield all words of a declaration with their places."""
    if isinstance(value, Words):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from words_of(item, f"{path}[{key!r}]")
    elif isinstance(value, list | tuple):
        for i, item in enumerate(value):
            yield from words_of(item, f"{path}[{i}]")
    elif is_dataclass(value) and not isinstance(value, sp.Basic):
        for f in fields(value):
            yield from words_of(getattr(value, f.name), f"{path}.{f.name}")


@pytest.mark.parametrize("key", cg.catalogue)
def test_every_mechanism_has_words_in_both_languages(key: str) -> None:
    found = list(words_of(cg.catalogue[key], key))
    assert len(found) > 20
    for path, words in found:
        assert words.en.strip() == words.en != "", path
        assert words.zh.strip() == words.zh != "", path
        assert is_chinese(words.zh), path
        assert not is_chinese(words.en), path
        assert not re.search(r"[,;:!?]", words.zh), f"{path}: half-width punctuation in Chinese"


@pytest.mark.parametrize("key", cg.catalogue)
def test_labels_of_all_kinds_of_equilibria_and_conditions(key: str) -> None:
    m = cg.catalogue[key]
    for regime in m.regimes:
        for e in m.solve(regime).equilibria:
            assert is_chinese(e.label.zh)
            assert e.label.en
        for condition in m.conditions(regime):
            assert is_chinese(condition.meaning.zh)
            assert is_chinese(condition.otherwise.zh)


@pytest.mark.parametrize("key", cg.catalogue)
def test_tables_speak_chinese(key: str) -> None:
    m = cg.catalogue[key]
    with speaking("zh"):
        html = [m._repr_html_(), m.compare()._repr_html_(), cg.catalogue._repr_html_()]
        html += [m.solve(regime)._repr_html_() for regime in m.regimes]
    english = re.compile(r"\b(equilibrium|welfare|stability|regime|selected|overhead|first best)\b")
    for text in html:
        assert is_chinese(text)
        assert not english.search(text), text


def test_regimes_have_the_names_of_the_glossary() -> None:
    terms = {row["term"]: row for row in GLOSSARY}
    names = {
        "government_led": "government-led governance",
        "multi_center": "polycentric governance",
        "cooperative": "cooperative governance",
    }
    for key, term in names.items():
        assert TITLES[key].en == terms[term]["english"]
        assert TITLES[key].zh == terms[term]["chinese"]


@cache
def everything() -> list[Words]:
    found = [Words(en, zh) for en, zh in CHINESE.items()]
    for m in cg.catalogue.values():
        found += [words for _, words in words_of(m, m.key)]
        for regime in m.regimes:
            found += [e.label for e in m.solve(regime).equilibria]
            found += [c.meaning for c in m.conditions(regime)]
    return found


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row["english"])
def test_chinese_uses_the_terms_of_the_glossary(row: dict[str, str]) -> None:
    """Wherever the English has a term of the glossary, the Chinese has its counterpart."""
    english = re.compile(rf"\b{re.escape(row['english'])}\b", re.IGNORECASE)
    used = [words for words in everything() if english.search(words.en)]
    names = [words for words in TITLES.values() if english.search(words.en)]
    assert used or names, "the glossary has a term that nothing uses"
    wrong = [words for words in used if row["chinese"] not in words.zh]
    assert wrong == []


def test_numbers_read_well() -> None:
    cases = {0: "0", 0.5: "0.5", -0.25: "−0.25", 1234.5: "1234", 0.00012: "0.00012", 0.000012: "1.20e−05", 12: "12"}
    for value, text in cases.items():
        assert number(value) == text
    assert number(float("nan")) == "–"
