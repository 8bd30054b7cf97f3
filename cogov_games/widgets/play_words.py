"""What a play tells its learner: the people, the last round, the vote, the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..charts.observe import colours
from ..charts.theme import title
from ..expressions import Array
from ..playing.players import KINDS
from ..playing.sitting import LEARNER, Ballot, Round, Rules
from ..playing.stage import StageTable
from ..playing.table import AWAY, Dial, Role
from ..words import escaped, joined, labelled, listed, number, say
from .controls import button
from .play_state import PlayState

OUTLOOKS = {
    "ahead": "for the regime under which their role gets most in equilibrium: {kinds}",
    "back": "for the regime under which the last round, with everybody doing the same, would have "
    "paid them most: {kinds}",
    "all": "for the regime with the highest welfare in equilibrium: {kinds}",
}


def told(play: PlayState) -> dict[str, str]:
    """Return the HTML of every text slot, in the current language."""
    present = play.session.present
    head = f"{escaped(play.mechanism.title)} – {escaped(title(present.regime))}"
    return {
        "title": head,
        "rules": escaped(_rules(play)),
        "people": _people(play),
        "round": "<br>".join(_round(play)),
        "buttons": _buttons(play),
        "legend": legend(play),
        "end": _end(play) if play.over else "",
    }


def alternative(play: PlayState) -> str:
    """Return what the chart shows, as a text."""
    rounds = [f"{say('round')} {p.number}: {values_of(play, p)}" for p in play.history]
    return "; ".join(rounds) or say("no round was played yet")


def values_of(play: PlayState, played: Round) -> str:
    """Return what was followed in one round, in words."""
    return values(play, [s.value(played) for s in play.series])


def values(play: PlayState, found: Sequence[float | None]) -> str:
    """Return what is followed in words: a value per series, named where there are several."""
    shown = [(s, s.written(v)) for s, v in zip(play.series, found, strict=True) if v is not None]
    if len(play.series) == 1:
        return listed(text for _, text in shown)
    return listed(
        f"{s.label} {text}" if s.is_share else labelled(s.label, text) for s, text in shown
    )


def legend(play: PlayState) -> str:
    """Return what the lines and marks of the chart mean."""
    if not play.history:
        return "&nbsp;"
    own = next(s for s in play.series if s.role.key == play.role.key)
    if not own.is_share:
        marks = say("● your number   ━ the mean of all in a role")
    elif own.alone:
        marks = say("● you chose “{act}”   ○ you did not", act=own.what.title)
        if play.role.left is not None:
            marks += f"   × {play.role.left}"
    else:
        marks = say("● what you chose   ━ share of all in the role")
    lines: list[str] = [escaped(marks)]
    if len(play.series) > 1:
        tint = colours(play.series, play.role.key)
        lines += [
            f'<span style="white-space:nowrap"><span style="color:{tint[s.key]}">━━</span> '
            f"{escaped(s.label)}</span>"
            for s in play.series
        ]
    return "   ".join(lines)


def _act(role: Role, action: Array) -> str:
    """Return an action (d,) in words."""
    if role.strategies:
        return say("“{act}”", act=role.strategies[int(action[0])].title)
    if len(role.dials) == 1:
        return number(float(action[0]))
    pairs = zip(role.dials, action, strict=True)
    return listed(labelled(dial.title, number(float(value))) for dial, value in pairs)


def _rules(play: PlayState) -> str:
    present, role = play.session.present, play.session.here
    parts = [
        say("Your role: {role} ({people} in all).", role=role.title, people=role.people),
        str(play.mechanism.regimes[present.regime].note),
    ]
    if play.ballot is not None and present.cost:
        parts.append(
            say(
                "Everybody’s share of the institution’s cost is {cost} per round.",
                cost=number(present.cost),
            )
        )
    if isinstance(present.table, StageTable):
        parts += _stage_rules(play, present.table)
    return joined(parts)


def _stage_rules(play: PlayState, table: StageTable) -> list[str]:
    """Say what a round pays, who has to leave after it, and how likely another one is."""
    (role,) = table.roles
    said = [
        say(
            "“{act}” pays {payoff}, and you have to leave with chance {chance}."
            if chance
            else "“{act}” pays {payoff}.",
            act=strategy.title, payoff=number(float(paid)), chance=f"{chance:.3g}",
        )
        for strategy, paid, chance in zip(role.strategies, table.paid, table.leaves, strict=True)
    ]  # fmt: skip
    if play.session.open_end:
        chance = f"{table.goes_on:.3g}"
        said.append(
            say("Another round follows with chance {chance}; nobody knows the last.", chance=chance)
        )
    else:
        said.append(say("All know that round {rounds} is the last.", rounds=play.rounds))
    if play.counts["best_response"] or play.counts["logit"]:
        said.append(say("Those who compare payoffs look at all rounds to come."))
    return said


def _buttons(play: PlayState) -> str:
    if play.over:
        return button("again", "", say("play again with the same computer players"))
    if play.awaited == "vote":
        return "".join(
            button("vote", key, _candidate(play, key)) for key in play.session.candidates
        )
    enabled, role = play.awaited == "choice", play.session.here
    if play.session.away:
        return button("choose", "", say("watch one more round"), enabled=enabled)
    if role.strategies:
        shown = [role.strategies[i] for i in role.open]
        if len(role.strategies) == 2:  # first what the chart counts
            shown.reverse()
        return "".join(button("choose", s.key, s.title, enabled=enabled) for s in shown)
    fields = "".join(_field(play, i, dial) for i, dial in enumerate(role.dials))
    return fields + button("play", "", say("play this round"), enabled=enabled)


def _field(play: PlayState, i: int, dial: Dial) -> str:
    """Return the field for a number, or the one number that is left."""
    what = play.verb if dial.title == play.session.here.title else dial.title
    name, low, high = escaped(what), number(dial.low), number(dial.high)
    if dial.low == dial.high:
        return f"<span>{name}: {low}</span> "
    return (
        f'<label>{name} <input type="text" inputmode="decimal" size="6" autocomplete="off" '
        f'data-event="number-{i}" placeholder="{low} – {high}" '
        f'value="{escaped(play.typed.get(i, ""))}"></label> '
    )


def _candidate(play: PlayState, key: str) -> str:
    name = title(key) if key != play.regime else say("{regime} (as now)", regime=title(key))
    return labelled(name, play.mechanism.regimes[key].note)


def _round(play: PlayState) -> list[str]:
    """Return the lines about the last round and the next."""
    if play.awaited == "prediction":
        return [say("Lock your prediction first; then you can play.")]
    lines: list[str] = []
    session = play.session
    if play.history:
        lines.append(escaped(_last(play, play.history[-1])))
    if play.ballot is not None and len(play.history) == session.before_vote:
        lines.append(escaped(_counted(play, play.ballot)))
    if play.problem:
        lines.append(escaped(play.problem))
    if play.awaited == "vote":
        asked = say(
            "Vote: under which regime are the last {last} rounds played?", last=session.last_rounds
        )
        lines += [f"<b>{escaped(asked)}</b>{_outlook(play)}"]
    elif not play.over:
        lines.append(f"<b>{escaped(_asked(play))}</b>")
    return lines


def _asked(play: PlayState) -> str:
    turn = len(play.history) + 1
    if play.session.away:
        return say("Round {number}: {left}. You can only watch.", number=turn, left=play.role.left)
    if play.session.open_end:
        return say("Round {number}: what do you do?", number=turn)
    return say("Round {number} of {rounds}: what do you do?", number=turn, rounds=play.rounds)


def _last(play: PlayState, last: Round) -> str:
    paid = {"payoff": number(last.payoff), "total": number(play.total)}
    (s, *more) = play.series
    if s.is_share and not more:
        return say(
            "Round {number}: {acting} of {people} chose “{act}”. You got {payoff}; total {total}.",
            number=last.number, acting=round(last.share(0, s.place) * s.role.people),
            people=s.role.people, act=s.what.title, **paid,
        )  # fmt: skip
    role = last.rules.table.roles[last.rules.table.role_at(last.seat)]
    return say(
        "Round {number}: you chose {action} and got {payoff}; total {total}.",
        number=last.number, action=_act(role, last.actions[last.seat]), **paid,
    )  # fmt: skip


def _counted(play: PlayState, held: Ballot) -> str:
    votes = listed(labelled(title(key), held.count.get(key, 0)) for key in play.session.candidates)
    said = [say("Votes: {votes}.", votes=votes)]
    if abstained := held.votes.count(None):
        said.append(say("{number} abstained.", number=abstained))
    if not held.clear:
        said.append(say("No regime has more votes than any other, so nothing changes."))
    said.append(say("From now on: {regime}.", regime=title(held.winner)))
    return joined(said)


def _outlook(play: PlayState) -> str:
    """Say how the computer players vote."""
    lines = []
    for how in OUTLOOKS:
        kinds = [
            KINDS[kind].name
            for kind, people in play.counts.items()
            if people and KINDS[kind].votes == how
        ]
        if kinds:
            lines.append(say(OUTLOOKS[how], kinds=listed(kinds)))
    items = "".join(f"<li>{escaped(line)}</li>" for line in lines)
    before = say("Our assumption: the computer players vote")
    after = say(
        "The institution’s cost is shared equally and counts. Without a clear winner nothing changes."
    )
    return f'<div class="cogov-note">{before}<ul>{items}</ul>{after}</div>'


def _people(play: PlayState) -> str:
    """Return who sits there, by role and type, and what they did last."""
    last = play.history[-1] if play.history else None
    rules = play.session.present if last is None else last.rules
    if play.over or play.session.present is rules:
        shown = rules
    else:  # after a vote: new rules, and not yet a round under them
        shown, last = play.session.present, None
    several, parts, told = len(shown.table.roles) > 1, [], {LEARNER}
    for r, (role, span) in enumerate(zip(shown.table.roles, shown.table.spans, strict=True)):
        if several:
            parts.append(f'<div class="cogov-role">{escaped(role.title)}</div>')
        here = play.session.company.kinds[span]
        for kind in (LEARNER, *KINDS):
            seats = [i for i, k in enumerate(here) if k == kind]
            if seats:
                name = say("you") if kind == LEARNER else str(KINDS[kind].name)
                habit = "" if kind in told else _habit(play, kind, shown, r)
                told.add(kind)  # once is enough
                done = None if last is None else last.actions[span][seats]
                parts.append(_line(role, name, habit, len(seats), done))
    return "".join(parts)


def _habit(play: PlayState, kind: str, rules: Rules, r: int) -> str:
    """Say what a type does, and how it begins."""
    role, ends, company = rules.table.roles[r], rules.ends[r], play.session.company
    words = (KINDS[kind].habit_numbers if role.dials else None) or KINDS[kind].habit
    least, most = ("", "") if ends is None else (_act(role, end) for end in ends)
    said = str(words).format(least=least, most=most, precision=number(company.precision))
    if not KINDS[kind].needs_luck or len(role.menu) == 1:
        return said
    if role.strategies and len(role.open) == len(role.strategies) == 2:
        first = say(
            "in the first round “{act}” with chance {optimism}",
            act=role.strategies[1].title, optimism=f"{company.optimism:g}",
        )  # fmt: skip
    elif role.dials and kind == "conditional":
        begins = role.menu[0] + company.optimism * (role.menu[-1] - role.menu[0])
        first = say("in the first round {value}", value=_act(role, begins))
    else:
        first = say("in the first round at random")
    return listed([said, first], strong=True)


def _line(role: Role, name: str, habit: str, people: int, done: Array | None) -> str:
    """Return one type's people: of two strategies those who use the second filled, the others
    hollow, who had to leave crossed out; before a play dots.
    """
    count, signs = "", "•" * people
    if done is not None and len(role.strategies) == 2:
        acting, away = (int((done[:, 0] == what).sum()) for what in (1, AWAY))
        count = f" {acting}/{people}"
        signs = "●" * acting + "○" * (people - acting - away) + "×" * away
    elif done is not None:
        signs = ""
        if role.strategies:
            used = [(s.title, int((done[:, 0] == i).sum())) for i, s in enumerate(role.strategies)]
            told = listed(f"{act} {n}" if people > 1 else str(act) for act, n in used if n)
        else:
            mean = _act(role, done.mean(axis=0))
            told = mean if people == 1 else say("mean {value}", value=mean)
        count = labelled("", told)
    return (
        f'<div class="cogov-kind"><b>{escaped(name)}</b>{escaped(count)} '
        f'<span class="cogov-signs" aria-hidden="true">{signs}</span>'
        f'<div class="cogov-note">{escaped(habit)}</div></div>'
    )


def _end(play: PlayState) -> str:
    """Return how it went, against what else one could have done."""
    session, role = play.session, play.role
    told = {"total": number(play.total), "rounds": play.rounds}
    if role.strategies and len(role.open) == len(role.strategies) == 2:
        abstain, act = role.strategies
        lines = [
            say(
                "You got {total} in {rounds} rounds. With the same computer players and the same "
                "luck you would have got {acting} by always choosing “{act}”, and {abstaining} by "
                "always choosing “{abstain}”.",
                act=act.title, abstain=abstain.title,
                acting=number(session.always(np.array([1.0]))),
                abstaining=number(session.always(np.array([0.0]))), **told,
            )
        ]  # fmt: skip
    elif role.strategies:
        always = listed(
            labelled(role.strategies[i].title, number(session.always(np.array([float(i)]))))
            for i in role.open
        )
        lines = [
            say(
                "You got {total} in {rounds} rounds. With the same computer players and the same "
                "luck, always choosing the same would have brought: {always}.",
                always=always, **told,
            )
        ]  # fmt: skip
    else:
        tried = _tried(role)
        totals = [session.always(action) for action in tried]
        best = int(np.argmax(totals))
        lines = [
            say(
                "You got {total} in {rounds} rounds. With the same computer players and the same "
                "luck, the best of {count} choices, kept through all rounds, would have been "
                "{action}: {best}.",
                count=len(tried), action=_act(role, tried[best]), best=number(totals[best]), **told,
            )
        ]  # fmt: skip
    paid, ends = session.together(), session.rules.ends[0]
    if paid is not None and ends is not None:
        lines.append(
            say(
                "Had everybody always chosen {act}, which counts as full cooperation, each would have "
                "got {all}.",
                act=_act(role, ends[1]), all=number(paid),
            )
        )  # fmt: skip
    note = say(
        "One play with one draw of luck, against types that we made up: it is an example, not "
        "evidence of how people behave."
    )
    return f"<p>{'<br>'.join(map(escaped, lines))}</p><p class='cogov-note'>{note}</p>"


def _tried(role: Role) -> Array:
    """Return some actions to compare, evenly spread over what the role can set."""
    several = 11 if len(role.dials) == 1 else 5
    ends = [np.linspace(dial.low, dial.high, several) for dial in role.dials]
    return np.unique(np.stack(np.meshgrid(*ends), axis=-1).reshape(-1, len(ends)), axis=0)
