"""The table of a game with continuous actions, whose kinds are its roles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..expressions import Array
from ..forms.continuous import Continuous
from ..forms.situation import Situation
from .table import PEOPLE, Dial, Role, Table, refuse_people


class ContinuousTable(Table):
    """People who set numbers; the kinds of a game are its roles.

    A count that is not whole is rounded, and each member of the kind weighs more or less. Where
    somebody decides alone, `people` do so beside each other, and nobody's payoff depends on another.
    """

    def __init__(self, form: Continuous, situation: Situation, people: int | None) -> None:
        self.form, self.situation = form, situation
        low, high = form.bounds(situation)
        counts = form.counts(situation)
        self.alone = len(form.actors) == 1 and float(counts.max()) == 1
        if not self.alone:
            refuse_people(people)
        self.hands: list[list[int]] = []
        roles, weights = [], []
        for actor in form.actors:
            hand = [i for i, player in enumerate(form.players) if player.actor == actor]
            count = float(counts[hand[0]])
            seats = (people or PEOPLE) if self.alone else round(count)
            if not seats:
                continue
            kinds = [form.players[i] for i in hand]
            dials = (
                Dial(
                    kind.key,
                    kind.title if len(hand) > 1 else form.verb,
                    float(low[i]),
                    float(high[i]),
                )
                for i, kind in zip(hand, kinds, strict=True)
            )
            self.hands.append(hand)
            roles.append(Role(actor.key, actor.title, seats, actor.key, dials=tuple(dials)))
            weights.append(count / seats)
        self.roles, self.weights = tuple(roles), weights
        self.deciders = 1.0 if self.alone else float(counts.sum())

    def against(self, r: int, own: Array, actions: Array) -> Array:
        states = {name: np.zeros((1, 1)) for name in self.form.actions}
        total = np.zeros((1, 1))
        for i, (hand, span) in enumerate(zip(self.hands, self.spans, strict=True)):
            for m, kind in enumerate(hand):
                mean = actions[span, m].mean()
                states[self.form.actions[kind]] = np.full((1, 1), mean)
                total = total + self.weights[i] * mean * self.roles[i].people
        hand = self.hands[r]
        states |= {self.form.actions[kind]: own[..., m] for m, kind in enumerate(hand)}
        moved = (own - actions[self.spans[r], None, :]).sum(axis=-1)
        states[self.form.total] = own.sum(axis=-1) if self.alone else total + moved
        return self.form.payoff_at(self.situation, hand[0], states)

    def states(self, profiles: Sequence[Array]) -> dict[str, Array]:
        absent = np.zeros(len(profiles[0]))
        states = dict.fromkeys(self.form.actions, absent)
        for hand, chosen in zip(self.hands, profiles, strict=True):
            states |= {self.form.actions[kind]: chosen[:, m] for m, kind in enumerate(hand)}
        return states
