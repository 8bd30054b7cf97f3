"""The catalogue as a table, by theme, article or form; found by words of both languages."""

import html
import re
import subprocess
import sys
import unicodedata

import pytest

import cogov_games as cg
from cogov_games import __main__ as command
from cogov_games.catalogue.overview import ARTICLES
from cogov_games.words import say, speaking


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


@pytest.mark.parametrize("by", ["theme", "article", "form"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_mechanism_is_listed_once_in_its_group(by: str, language: str) -> None:
    with speaking(language):
        table = cg.catalogue.overview(by=by)
        assert sorted(table.keys) == sorted(cg.catalogue)
        for name, group in table.groups.items():
            for m in group:
                own = {"theme": say(m.theme), "article": m.article, "form": say(m.form.kind)}[by]
                assert name.startswith(own)
                assert str(m.title) in repr(table)
                assert html.unescape(table._repr_html_()).count(str(m.idea)) == 1


def test_every_article_has_a_name() -> None:
    assert {m.article for m in cg.catalogue.values()} <= set(ARTICLES)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("litter", "public_good"),
        ("垃圾", "public_good"),
        ("查账", "inspection"),
        ("Tsebelis 1989", "inspection"),
        ("OSTROM", "common_pool"),
        ("common_pool", "common_pool"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_of_both_languages_find_a_mechanism(words: str, key: str, language: str) -> None:
    with speaking(language):
        assert key in cg.catalogue.search(words).keys


def test_all_words_must_be_there() -> None:
    assert "inspection" in cg.catalogue.search("fine official").keys
    assert "inspection" not in cg.catalogue.search("fine litter").keys
    nothing = cg.catalogue.search("zebra")
    assert nothing.keys == ()
    assert repr(nothing) == "No mechanism contains “zebra”."
    assert "zebra" in nothing._repr_html_()
    assert "<b>" not in cg.catalogue.search("<b>zebra")._repr_html_()


def test_a_column_lines_up_in_chinese_too() -> None:
    with speaking("zh"):
        lines = [line for line in repr(cg.catalogue.overview()).splitlines() if line[0] == " "]
    ends = [re.search(r"S\d$", line).start() for line in lines]
    width = [
        sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line[:end])
        for line, end in zip(lines, ends, strict=True)
    ]
    assert len(set(width)) == 1


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"by": "form "}, "form"),
        ({"by": None}, "grouping"),
        ({"search": 3}, "search = 3 is no text"),
    ],
)
def test_bad_arguments(bad: dict, message: str) -> None:
    with pytest.raises(cg.InputError, match=message):
        cg.catalogue.overview(**bad)


def test_the_command_line_lists_searches_and_describes(capsys: pytest.CaptureFixture) -> None:
    assert command.main([]) == 0
    assert set(re.findall(r"^  (\w+)", capsys.readouterr().out, re.MULTILINE)) == set(cg.catalogue)
    assert command.main(["--search", "litter", "--language", "zh"]) == 0
    out = capsys.readouterr().out
    assert "谁来保持街道清洁？" in out
    assert "inspection" not in out
    assert command.main(["--search", "zebra"]) == 1
    assert "zebra" in capsys.readouterr().out
    for key, m in cg.catalogue.items():
        assert command.main([key]) == 0
        out = capsys.readouterr().out
        assert m.title.en in out
        assert all(f"{name} (" in out for name in m.parameters)
    assert command.main(["inspectoin"]) == 2
    assert "Did you mean 'inspection'?" in capsys.readouterr().err


def test_the_command_line_in_a_process_of_its_own() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "cogov_games", "--language", "zh", "--by", "article"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert "谁来查账？" in run.stdout.decode("utf-8")
