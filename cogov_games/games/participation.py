"""Participation threshold: joining pays only if enough others join, and everybody knows a bit else."""

from cogov_games.declare import (
    Account, ClosedForm, Expr, Margin, Max, Mechanism, Min, Parameter, Party, Piecewise, Regime,
    Selection, Words, erfc, erfinv, log, pi, sqrt, symbols,
)  # fmt: skip

theta, c, lam, alpha, beta, y, t, rho, kappa = symbols("theta c lam alpha beta y t rho kappa")
F, tau = symbols("F tau")


def normal(z: Expr) -> Expr:
    """Return the standard normal distribution function of an expression."""
    return erfc(-z / sqrt(2)) / 2


slope = alpha / sqrt(beta)
level = sqrt(1 + alpha / beta) * sqrt(2) * erfinv(2 * kappa - 1) - slope * y
width = sqrt(2 * log(slope / sqrt(2 * pi)))

mechanism = Mechanism.declare(
    key="participation",
    title=Words("Will enough others come?", "别人会来吗？"),
    story=Words(
        "A clean-up of the river works if enough people come; how many are enough depends on how bad "
        "it is, which nobody knows exactly. Who comes in vain has lost a day.",
        "清理河道要人手够才能成事；究竟要多少人，取决于河道有多脏，而谁也说不准。人手不够，来的人就白忙一天。",
    ),
    idea=Words(
        "“Institutionalized ways for social forces to participate in social governance are "
        "insufficient”: people stay away because they fear that others will.",
        "“社会力量参与社会治理的制度化途径不足”：人们不来，是怕别人也不来。",
    ),
    leaves_out=Words(
        "Those who join in vain, and those who stay away although it succeeds: welfare is counted as "
        "if everybody's own signal were nearly exact. Organisers; people who differ in their costs.",
        "白忙一场的人，以及事成而未到的人：计算福利时视各人的私人信号近乎准确。组织者；各人代价的差别。",
    ),
    theme="participation",
    article="S2",
    references=(
        "Granovetter, M. (1978). Threshold models of collective behavior. American Journal of "
        "Sociology 83, 1420-1443.",
        "Morris, S. and Shin, H. S. (1998). Unique equilibrium in a model of self-fulfilling currency "
        "attacks. American Economic Review 88, 587-597.",
        "Morris, S. and Shin, H. S. (2003). Global games: theory and applications. In M. Dewatripont, "
        "L. Hansen and S. Turnovsky (eds.), Advances in Economics and Econometrics. Cambridge "
        "University Press.",
        "Bagnoli, M. and Lipman, B. L. (1989). Provision of public goods: fully implementing the core "
        "through private contributions. Review of Economic Studies 56, 583-601.",
    ),
    own_construction=Words(
        "The regimes, and that government pays the subsidy that would be best if signals were exact, "
        "are our own construction.",
        "三种治理模式的设定，以及“政府按信号准确时的最优水平给予补贴”，是我们自己的构造。",
    ),
    parameters=(
        Parameter("joining_cost", "c", 0.4, 0.05, 0.95, Words("cost of joining", "参与的代价"),
                  unit=Words("prize", "以事成之利为一")),
        Parameter("cost_of_funds", "lam", 0.9, 0, 2,
                  Words("cost of public funds", "公共资金的成本"), latex=r"\lambda"),
        Parameter("start", "x0", 0.5, 0, 1,
                  Words("threshold that people expect at first", "人们起初预期的门槛"), "status_quo",
                  latex=r"\theta_0"),
        Parameter("public_precision", "alpha", 0, 0, 20,
                  Words("precision of public news", "公共信息的精度"), latex=r"\alpha"),
        Parameter("private_precision", "beta", 4, 0.5, 20,
                  Words("precision of what each knows", "私人信息的精度"), latex=r"\beta"),
        Parameter("public_news", "y", 0.5, 0, 1,
                  Words("how easy it is, by public news", "公共信息所示的难易（大则易）")),
        Parameter("agreement_cost", "tau", 0.1, 0, 0.5, Words("cost of agreeing", "协商成本"),
                  "agreement"),
        Parameter("fixed_cost", "F", 0.02, 0, 0.3, Words("fixed cost of government", "政府固定成本"),
                  "overhead"),
        Parameter("subsidy", "t", 0, 0, 0.95, Words("subsidy for joining", "参与补贴"), "primitive"),
        Parameter("refund", "rho", 0, 0, 1,
                  Words("share of the cost refunded if it fails", "不成时退还的比例"), "primitive",
                  latex=r"\rho"),
        Parameter("hurdle", "kappa", 0.4, 0, 1,
                  Words("chance of success at which joining pays", "使参与合算的成功概率"), "primitive",
                  latex=r"\kappa", formula=Max(0, c - t - rho * c) / (1 - rho * c)),
    ),
    form=ClosedForm(
        key="threshold",
        title=Words("how easy it must be to succeed", "成事所需的难易门槛"),
        state="theta",
        push=normal(slope * theta + level) - theta,
        push_title=Words("rise of the threshold if it is expected", "预期该门槛时门槛的升幅"),
        at_low=Words("it always succeeds", "总能成事"),
        between=Words("it succeeds if it is easy enough", "够容易才成事"),
        at_high=Words("it never succeeds", "从不成事"),
        parties=(
            Party("participant", Words("participant", "参与者"), (1 - theta) * (1 - c + t)),
        ),
        status_quo="x0",
        turns=((-level - width) / slope, (-level + width) / slope),
        conditions=(
            Margin("unique", sqrt(2 * pi * beta) - alpha,
                   Words("what each knows counts for enough: one threshold",
                         "私人信息足够重要：门槛唯一"),
                   Words("public news is so precise that several thresholds are possible",
                         "公共信息过于精确：可能有多个门槛"), routine=True),
        ),
    ),
    regimes=(
        Regime("government_led", Words("Government subsidises joining.", "政府补贴参与者。"),
               {"t": Piecewise((c, lam <= 0),
                               (Max(0, Min(c, (1 - c) * (1 - lam) / (2 * lam))), True)), "rho": 0},
               overhead=F),
        Regime("multi_center", Words("Everybody decides alone.", "各人自行决定。"), {"t": 0, "rho": 0}),
        Regime("cooperative",
               Words("A contract returns the stake if too few join.", "协议约定：人数不足，退还所付。"),
               {"t": 0, "rho": 1}, agreement=tau),
    ),
    selection=Selection(
        "reached_from",
        Words("the threshold to which best replies lead from the one expected at first",
              "由起初预期的门槛出发，经最优反应到达的门槛"),
    ),
    welfare={"behaviour": (1 - theta) * (1 - c), "enforcement": -lam * t * (1 - theta)},
    welfare_note=Words("prize less the cost of joining, whenever it succeeds; of a subsidy only the "
                       "cost of raising it", "成事时的收益减去参与代价；补贴只计筹资成本"),
    map_axes=("joining_cost", "agreement_cost"),
    cooperation=1 - theta,
    cooperation_note=Words("chance that it succeeds", "成事的概率"),
    accounts=(
        Account("taxpayers", Words("taxpayers", "纳税人"), -(1 + lam) * t * (1 - theta),
                bears_costs=1),
    ),
)  # fmt: skip
