"""Renew `docs/catalogue.md`: every mechanism, and how often each regime is best.

    python docs/renew.py

The shares are those that the contracts compute: of 4,096 quasi-random settings within the slider
ranges, the part in which a regime has strictly the highest welfare.
"""

from __future__ import annotations

from pathlib import Path

import cogov_games as cg
from cogov_games.catalogue.overview import ARTICLES
from cogov_games.model.regimes import TITLES
from cogov_games.study.contracts import every_regime_wins_somewhere

PAGE = Path(__file__).with_name("catalogue.md")
HEAD = """# The catalogue

Every mechanism formalises an idea of one of five articles on cooperative governance. The table says,
for each, the form of game, the article, and the **share of settings in which each regime is strictly
best**: of 4,096 quasi-random settings within the slider ranges (`cg.check` computes them; ties make up
the rest to one). The shares show that no regime wins by construction. They depend on the ranges, which
were chosen so that a class sees something happen, and are **no evidence about the world**; where a
governance regime has less than 0.10 it is rarely best within our ranges.

`cg.catalogue.overview()` shows the same list in a notebook, in English and Chinese.
"""
KEYS = ("government_led", "multi_center", "cooperative", "laissez_faire")


def shares_of(key: str) -> dict[str, float]:
    """Return the shares of strict wins by regime."""
    return every_regime_wins_somewhere(cg.catalogue[key])


def written(share: float | None) -> str:
    """Return a share to two digits; a dash where the regime is not there."""
    return "–" if share is None else f"{share:.2f}"


def row(key: str) -> str:
    """Return a mechanism's line of the table."""
    m, shares = cg.catalogue[key], shares_of(key)
    cells = [f"`{key}`", m.title.en, m.form.kind.replace("_", " "), m.article]
    return "| " + " | ".join([*cells, *(written(shares.get(k)) for k in KEYS)]) + " |"


def main() -> None:
    """Write the page."""
    table = cg.catalogue.overview(by="theme")
    lines = [HEAD]
    titles = " | ".join(TITLES[k].en for k in KEYS)
    for theme, group in table.groups.items():
        lines += [f"## {theme[0].upper()}{theme[1:]}", "",
                  f"| key | title | form | article | {titles} |", "| --- " * 8 + "|",
                  *(row(m.key) for m in group), ""]  # fmt: skip
    lines += ["## The articles", "", *(f"- **{k}**: {w.en}" for k, w in ARTICLES.items())]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
