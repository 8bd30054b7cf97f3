"""Collective risk: unless enough members of a group contribute, all may lose everything."""

from cogov_games.declare import (
    Account, Actor, Expr, Group, Max, Mechanism, Min, Parameter, Regime, Selection, Strategy, Words,
    symbols,
)  # fmt: skip

r, N, M, c, j, x, payoff = symbols("r N M c j x payoff")
sG, FG, sP, nP, kP, sC, nC, tau = symbols("sG FG sP nP kP sC nC tau")
bonus, needed, dues = symbols("s m k")


def at_least(others: Expr, number: Expr) -> Expr:
    """Return 1 if so many others contribute, else 0."""
    return Min(1, Max(0, others - number + 1))


UNITS = Words("endowments", "份家底")

mechanism = Mechanism.declare(
    key="collective_risk",
    title=Words("Who keeps the epidemic out?", "疫情来了，谁来守门？"),
    story=Words(
        "A village can keep a disease out if enough households stand guard in turn. Each would "
        "rather leave the nights to the others. If too few come, everybody may lose everything.",
        "村口有足够多的人家轮流值守，就能把疫情挡在门外。人人都愿别人去守夜；守的人不够，全村都可能损失殆尽。",
    ),
    idea=Words(
        "“The prevention and control of the epidemic from January to April”: a threshold that must be "
        "met together, and institutions, global or local, that reward those who help to meet it.",
        "“1 至 4 月的疫情防控”：必须共同达到的门槛，以及奖励出力者的全局或地方制度。",
    ),
    leaves_out=Words(
        "How a disease spreads; rich and poor households; contributions of different size; promises.",
        "疫病如何传播；贫富差别；出力多少不一；事先的承诺。",
    ),
    theme="collective action",
    article="S4",
    references=(
        "Milinski, M., Sommerfeld, R. D., Krambeck, H.-J., Reed, F. A. and Marotzke, J. (2008). The "
        "collective-risk social dilemma and the prevention of simulated dangerous climate change. "
        "Proceedings of the National Academy of Sciences 105, 2291-2294.",
        "Santos, F. C. and Pacheco, J. M. (2011). Risk of collective failure provides an escape from "
        "the tragedy of the commons. Proceedings of the National Academy of Sciences 108, "
        "10421-10425.",
        "Vasconcelos, V. V., Santos, F. C. and Pacheco, J. M. (2013). A bottom-up institutional "
        "approach to cooperative governance of risky commons. Nature Climate Change 3, 797-801.",
    ),
    own_construction=Words(
        "The regimes are our own construction: what each institution pays, to whom and from how many "
        "contributors on.",
        "三种治理模式的设定是我们自己的构造：各制度奖励谁、奖励多少、多少人出力才启动。",
    ),
    parameters=(
        Parameter("risk", "r", 0.7, 0, 1,
                  Words("chance of losing everything if too few contribute", "出力者不足时损失一切的概率")),
        Parameter("group", "N", 6, 6, 20, Words("members of a group", "一组的人数"), integer=True),
        Parameter("threshold", "M", 4, 2, 5, Words("contributors that are needed", "所需的出力人数"),
                  integer=True),
        Parameter("contribution", "c", 0.15, 0.01, 0.5, Words("cost of contributing", "出力的成本"),
                  unit=UNITS),
        Parameter("agreement_cost", "tau", 0.1, 0, 0.5, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("reward_government", "sG", 0.1, 0, 0.5,
                  Words("reward paid by government", "政府的奖励"), "institution", latex="s_G", unit=UNITS),
        Parameter("reward_local", "sP", 0.2, 0, 0.5,
                  Words("reward paid by a local institution", "地方制度的奖励"), "institution", latex="s_P",
                  unit=UNITS),
        Parameter("needed_local", "nP", 3, 0, 5,
                  Words("other contributors that a local institution needs", "地方制度启动所需的其他出力人数"),
                  "institution", latex="n_P", integer=True),
        Parameter("reward_joint", "sC", 0.3, 0, 0.5,
                  Words("reward agreed on together", "共同商定的奖励"), "institution", latex="s_C", unit=UNITS),
        Parameter("needed_joint", "nC", 1, 0, 5,
                  Words("other contributors that the agreement needs", "协议启动所需的其他出力人数"),
                  "institution", latex="n_C", integer=True),
        Parameter("fixed_cost", "FG", 0.05, 0, 0.5,
                  Words("fixed cost of government, per head", "人均的政府固定成本"), "overhead", latex="F_G",
                  unit=UNITS),
        Parameter("local_dues", "kP", 0.01, 0, 0.2,
                  Words("dues of a contributor to the local institution", "出力者向地方制度缴纳的费用"),
                  "institution", latex="k_P", unit=UNITS),
        Parameter("reward", "s", 0.1, 0, 0.5, Words("reward of a contributor", "对出力者的奖励"), "primitive"),
        Parameter("needed", "m", 0, 0, 5, Words("other contributors needed for it", "发放奖励所需的其他出力人数"),
                  "primitive", integer=True),
        Parameter("dues", "k", 0, 0, 0.2, Words("a contributor's dues", "出力者缴纳的费用"), "primitive"),
    ),
    form=Group(
        member=Actor("household", Words("household", "农户"), (
            Strategy("free_ride", Words("free-ride", "搭便车")),
            Strategy("contribute", Words("contribute", "出力"), share="x"),
        )),
        size=N,
        payoffs=(1 - r * (1 - at_least(j, M)), 1 - c - r * (1 - at_least(j + 1, M))),
        average="payoff",
    ),
    regimes=(
        Regime("government_led", Words("Government rewards every contributor.", "政府奖励每一位出力者。"),
               {"s": sG, "m": 0, "k": 0}, overhead=FG,
               transfers={"contribute": bonus * at_least(j, needed) - dues}),
        Regime("multi_center",
               Words("Contributors pay dues; where enough of them meet, a local institution rewards them.",
                     "出力者缴纳费用；出力者够多之处，由地方制度给予奖励。"),
               {"s": sP, "m": nP, "k": kP},
               transfers={"contribute": bonus * at_least(j, needed) - dues}),
        Regime("cooperative",
               Words("Government and villages agree on a reward that starts once enough contribute.",
                     "政府与村庄商定：出力者够多，即给予奖励。"),
               {"s": sC, "m": nC, "k": 0}, agreement=tau,
               transfers={"contribute": bonus * at_least(j, needed) - dues}),
        Regime("laissez_faire", Words("No reward.", "没有奖励。"), {"s": 0, "m": 0, "k": 0}),
    ),
    selection=Selection(
        "basin_weighted",
        Words("the mean over all starting shares, each equally likely", "对所有起始比例（等可能）取平均"),
    ),
    welfare={"behaviour": payoff, "enforcement": -dues * x},
    welfare_note=Words("what is left of the endowment, per head; rewards are transfers",
                       "人均所剩家底；奖励属于转移支付，不计入"),
    per_head=True,
    map_axes=("risk", "agreement_cost"),
    cooperation=x,
    cooperation_note=Words("share who contribute", "出力者的比例"),
    accounts=(
        Account("household", Words("average household; rewards are paid by all", "平均每户（奖励由全体分担）"),
                payoff - dues * x, bears_costs=1),
    ),
)  # fmt: skip
