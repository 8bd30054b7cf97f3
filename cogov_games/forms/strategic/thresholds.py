"""Where the equilibria of a game in strategic form change: another strategy is the better reply."""

from __future__ import annotations

from itertools import combinations, product

import sympy as sp

from ...expressions import named
from ...words import Words
from ..actors import Actor, Strategy
from ..margins import Margin
from ..phrases import in_a_row, titled
from ..situation import Formulas
from .formulas import indifference
from .game import StrategicGame
from .patterns import supports


def margins(game: StrategicGame, transfers: Formulas) -> tuple[Margin, ...]:
    """Return what one strategy yields more than another one, against all that others can do."""
    payoffs = dict(zip(game.cells, game.cell_payoffs(transfers), strict=True))
    margins = []
    for i, actor in enumerate(game.players):
        others = [player for k, player in enumerate(game.players) if k != i]
        only_two = len(actor.strategies) == 2
        for against in product(*(other.strategies for other in others)):
            cell = [strategy.key for strategy in against]
            choices = zip(others, against, strict=True)
            faced = in_a_row((titled(o.title, s.title) for o, s in choices), " and ", "、")
            for first, second in combinations(actor.strategies, 2):
                low = payoffs[(*cell[:i], first.key, *cell[i:])][i]
                high = payoffs[(*cell[:i], second.key, *cell[i:])][i]
                words = _replies(actor, (first, second), faced, only_two)
                rival = () if only_two else (first.key,)
                key = ".".join((actor.key, second.key, *rival, *cell))
                margins.append(Margin(key, high - low, *words))
    return tuple(margins)


def explains(game: StrategicGame, key: str, pattern: int) -> bool:
    """With many actors: what one replies to what the others do, not to what they do not."""
    if len(game.players) < 3:
        return True
    parts = key.split(".")
    played = [
        {actor.strategies[i].key for i in used}
        for actor, used in zip(game.players, supports(pattern, game.players), strict=True)
        if actor.key != parts[0]
    ]
    return all(choice in used for used, choice in zip(played, parts[-len(played) :], strict=True))


def turning(
    game: StrategicGame, pattern: int, binds: Formulas, transfers: Formulas
) -> tuple[sp.Eq, ...]:
    """Both mix so that the other is indifferent; a share, or what another strategy lacks, is 0."""
    both = indifference(game, pattern, transfers)
    if sum(len(actor.used) for actor in both) < 3:
        return ()
    bound, indifferent, slack = named(binds), [], []
    for used, payoffs, mixture in both:
        values = [value.subs(bound) for value in payoffs]
        indifferent += [sp.Eq(values[used[0]], values[a], evaluate=False) for a in used[1:]]
        indifferent.append(sp.Eq(sum(mixture), 1, evaluate=False))
        slack += mixture + [values[used[0]] - v for a, v in enumerate(values) if a not in used]
    return (*indifferent, sp.Eq(sp.Min(*slack, evaluate=False), 0, evaluate=False))


def _replies(
    actor: Actor, pair: tuple[Strategy, Strategy], against: Words, only_two: bool
) -> tuple[Words, Words]:
    """Say that the second, or the first, of two strategies is the better reply."""
    who, words = actor.title, []
    en, zh = f"reply of {who.en} to “{against.en}”", f"面对“{against.zh}”，{who.zh}的"
    if not against.en:
        en, zh = f"choice of {who.en}", f"{who.zh}的"
    for better, worse in ((pair[1].title, pair[0].title), (pair[0].title, pair[1].title)):
        if only_two:
            words.append(
                Words(
                    f"best {en}: {better.en}",
                    f"{zh}最优{'反应' if against.en else '选择'}：{better.zh}",
                )
            )
        else:
            words.append(
                Words(
                    f"{en}: {better.en} before {worse.en}",
                    f"{zh}选择：{better.zh}优于{worse.zh}",
                )
            )
    return words[0], words[1]
