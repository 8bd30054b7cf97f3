"""Which mechanisms can be played, and how one is played to its end."""

from __future__ import annotations

from typing import Any

PLAYABLE = (
    "public_good", "collective_risk", "whistle", "inspection", "tripartite", "common_pool", "team",
    "tournament", "appraisal", "spillover", "hired_cleaners", "partnership", "purchase",
    "punishment", "land_requisition", "tax_competition",
)  # fmt: skip


def first_action(play: Any) -> tuple[Any, ...]:
    role = play.session.here
    if role.strategies:
        return (role.strategies[role.open[-1]].key,)
    return tuple((2 * dial.low + dial.high) / 3 for dial in role.dials)


def play_to_the_end(play: Any) -> None:
    for _ in range(play.rounds + (play.session.last_rounds > 0)):
        if play.awaited == "vote":
            play.vote(list(play.session.candidates)[-1])
        else:
            play.choose(*first_action(play))
