"""Small mechanisms with thresholds that no built-in one has: folds, corners, mixed supports."""

from cogov_games.declare import (
    Actor, Continuous, Group, Mechanism, Parameter, Piecewise, Player, Regime, Selection, Strategic,
    Strategy, Words, symbols,
)  # fmt: skip

ABOUT = {
    "story": Words("A case.", "一个案例。"),
    "idea": Words("An idea.", "一个观点。"),
    "leaves_out": Words("Much.", "很多。"),
    "theme": "collective action",
    "article": "S1",
    "references": ("No one (2000).",),
    "welfare_note": Words("gain", "增益"),
}


def slider(name, symbol, default, low, high, role="society", **rest) -> Parameter:
    return Parameter(name, symbol, default, low, high, Words(name, "参数"), role, **rest)


def costs() -> tuple[Parameter, ...]:
    return (
        slider("fixed_cost", "F", 0.1, 0, 1, "overhead"),
        slider("agreement_cost", "tau", 0.1, 0, 1, "agreement"),
    )


N, M, c, r, j, x, s, sG, sP, nP, F, tau = symbols("N M c r j x s sG sP nP F tau")


def at_least(count, threshold):
    return Piecewise((1, count >= threshold), (0, True))


collective_risk = Mechanism.declare(
    key="collective_risk_double",
    title=Words("Who keeps the dike?", "谁来守堤？"),
    parameters=(
        slider("people", "N", 6, 3, 12, integer=True),
        slider("threshold", "M", 3, 2, 3, integer=True),
        slider("cost", "c", 0.1, 0.02, 0.6),
        slider("risk", "r", 0.5, 0, 1),
        slider("bonus_government", "sG", 0.05, 0, 0.5, "institution"),
        slider("bonus_local", "sP", 0.1, 0, 0.5, "institution"),
        slider("local_threshold", "nP", 1, 1, 3, "institution", integer=True),
        *costs(),
        slider("bonus", "s", 0, 0, 1, "primitive"),
    ),
    form=Group(
        member=Actor("person", Words("person", "居民"), (
            Strategy("rest", Words("rest", "不参与")),
            Strategy("help", Words("help", "参与"), share="x"),
        )),
        size=N,
        payoffs=(1 - r * (1 - at_least(j, M)), 1 - c - r * (1 - at_least(j + 1, M)) + s),
    ),
    regimes=(
        Regime("government_led", Words("A bonus for all.", "普遍奖励。"), {"s": sG}, overhead=F),
        Regime("multi_center", Words("A bonus once some take part.", "达到人数才奖励。"),
               {"s": sP * at_least(j, nP)}),
        Regime("cooperative", Words("Both.", "两者兼用。"), {"s": sG + sP * at_least(j, nP)},
               overhead=F, agreement=tau),
        Regime("laissez_faire", Words("No bonus.", "没有奖励。"), {"s": 0}),
    ),
    selection=Selection("basin_weighted", Words("the mean over all starts", "各种起点的平均")),
    welfare={"behaviour": x},
    cooperation=x,
    **ABOUT,
)  # fmt: skip

q1, q2, Q, A, k1, k2, g, e, p, pG, pP = symbols("q1 q2 Q A k1 k2 g e p pG pP")

cournot = Mechanism.declare(
    key="cournot_double",
    title=Words("Who pumps how much?", "各抽多少水？"),
    parameters=(
        slider("first_return", "A", 10, 4, 20),
        slider("first_cost", "k1", 2, 0, 12),
        slider("second_cost", "k2", 5, 0, 12),
        slider("curvature", "g", 0.3, 0, 1),
        slider("capacity", "e", 4, 1, 8),
        slider("price_government", "pG", 1, 0, 6, "institution"),
        slider("price_local", "pP", 2, 0, 6, "institution"),
        *costs(),
        slider("price", "p", 0, 0, 12, "primitive"),
    ),
    form=Continuous(
        players=(
            Player("upstream", Words("upstream", "上游"), "q1", 0, e,
                   q1 * (A - Q) - (k1 + p) * q1 - g * q1**3),
            Player("downstream", Words("downstream", "下游"), "q2", 0, e,
                   q2 * (A - Q) - (k2 + p) * q2 - g * q2**3),
        ),
        total="Q",
        verb=Words("pumping", "抽水"),
    ),
    regimes=(
        Regime("government_led", Words("A price.", "定价。"), {"p": pG}, overhead=F),
        Regime("multi_center", Words("A local price.", "地方定价。"), {"p": pP}),
        Regime("cooperative", Words("Both prices.", "两种定价。"), {"p": pG + pP}, overhead=F,
               agreement=tau),
        Regime("laissez_faire", Words("No price.", "不定价。"), {"p": 0}),
    ),
    selection=Selection("unique", Words("the only equilibrium", "唯一的均衡")),
    welfare={"behaviour": A * Q - Q**2},
    **ABOUT,
)  # fmt: skip

v, w, t, d, dG, dP, left_rock, left_paper = symbols("v w t d dG dP left_rock left_paper")


def trio(key: str, title: Words, names: str) -> Actor:
    chinese = {"rock": "石头", "paper": "布", "scissors": "剪刀"}
    return Actor(key, title, tuple(Strategy(n, Words(n, chinese[n])) for n in names.split()))


_hands = "rock paper scissors"
_table = {
    ("rock", "rock"): (d, d), ("paper", "paper"): (t, t), ("scissors", "scissors"): (0, 0),
    ("rock", "scissors"): (v, -w), ("scissors", "rock"): (-w, v),
    ("paper", "rock"): (v, -w), ("rock", "paper"): (-w, v),
    ("scissors", "paper"): (v, -w), ("paper", "scissors"): (-w, v),
}  # fmt: skip

three_by_three = Mechanism.declare(
    key="three_by_three_double",
    title=Words("Who blinks?", "谁先让步？"),
    parameters=(
        slider("win", "v", 1, 0.2, 2),
        slider("loss", "w", 1, 0.2, 2),
        slider("tie_bonus", "t", 0.3, -2, 2),
        slider("meeting_government", "dG", 0.5, -1, 3, "institution"),
        slider("meeting_local", "dP", 1.2, -1, 3, "institution"),
        *costs(),
        slider("meeting", "d", 0, -2, 6, "primitive"),
    ),
    form=Strategic(
        players=(trio("left", Words("left", "左方"), _hands), trio("right", Words("right", "右方"), _hands)),
        payoffs=_table,
    ),
    regimes=(
        Regime("government_led", Words("One.", "其一。"), {"d": dG}, overhead=F),
        Regime("multi_center", Words("Two.", "其二。"), {"d": dP}),
        Regime("cooperative", Words("Both.", "两者。"), {"d": dG + dP}, overhead=F, agreement=tau),
        Regime("laissez_faire", Words("None.", "没有。"), {"d": 0}),
    ),
    selection=Selection("best", Words("the best equilibrium", "福利最高的均衡")),
    welfare={"behaviour": 2 * left_rock * v + left_paper * t},
    **ABOUT,
)  # fmt: skip

DOUBLES = {m.key: m for m in (collective_risk, cournot, three_by_three)}
