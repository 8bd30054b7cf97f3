"""A mechanism that a reader might declare: a job that pays off only if enough neighbours join."""

from cogov_games.declare import (
    Actor, Group, Mechanism, Parameter, Regime, Selection, Strategy, Words, symbols,
)  # fmt: skip

n, b, c, j, x, s, sG, sP, F, k, tau = symbols("n b c j x s sG sP F k tau")

mechanism = Mechanism.declare(
    key="example_mechanism",
    title=Words("Who joins the night watch?", "谁来参加夜间巡逻？"),
    story=Words("A watch is safe only if many walk.", "人多才敢巡夜，人少谁也不愿出门。"),
    idea=Words("Social forces join when others do.", "社会力量参与与否，取决于他人是否参与。"),
    leaves_out=Words("Friendship and fear.", "友情与恐惧。"),
    theme="participation",
    article="S2",
    references=("Granovetter, M. (1978). Threshold models of collective behavior.",),
    parameters=(
        Parameter("people", "n", 10, 2, 30, Words("number of people", "人数"), integer=True),
        Parameter("benefit", "b", 2, 0, 5, Words("benefit if all others join", "他人都参与时的收益")),
        Parameter("effort", "c", 1, 0, 3, Words("effort of joining", "参与的代价")),
        Parameter("start", "x0", 0.3, 0, 1, Words("share at first", "起初比例"), "status_quo"),
        Parameter("bonus_government", "sG", 0.6, 0, 2, Words("state bonus", "政府奖励"), "institution"),
        Parameter("bonus_local", "sP", 0.4, 0, 2, Words("local bonus", "邻里奖励"), "institution"),
        Parameter("fixed_cost", "F", 2, 0, 10, Words("cost of government", "政府成本"), "overhead"),
        Parameter("local_cost", "k", 0.1, 0, 1, Words("cost of organising", "组织成本"), "overhead"),
        Parameter("agreement_cost", "tau", 0.1, 0, 1, Words("cost of agreeing", "协商成本"), "agreement"),
        Parameter("bonus", "s", 0, 0, 4, Words("bonus for joining", "参与奖励"), "primitive"),
    ),
    form=Group(
        member=Actor("neighbour", Words("neighbour", "邻居"), (
            Strategy("stay", Words("stay in", "留在家中")),
            Strategy("join", Words("join", "参与"), share="x"),
        )),
        size=n,
        payoffs=(0, b * j / (n - 1) - c + s),
        status_quo="x0",
    ),
    regimes=(
        Regime("government_led", Words("The state pays.", "政府出资奖励。"), {"s": sG}, overhead=F / n),
        Regime("multi_center", Words("Neighbours thank.", "邻里自行答谢。"), {"s": sP}, overhead=k),
        Regime("cooperative", Words("Both.", "两者兼用。"), {"s": sG + sP}, F / n + k, tau),
        Regime("laissez_faire", Words("Nobody pays.", "没有奖励。"), {"s": 0}),
    ),
    selection=Selection("reached_from", Words("reached from the start", "由起点出发所到达的均衡")),
    welfare={"behaviour": x * (b * x - c)},
    welfare_note=Words("gain per head; bonuses are transfers", "人均增益；奖励为转移支付"),
    cooperation=x,
)  # fmt: skip
