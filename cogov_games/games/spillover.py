"""Public goods of two regions that spill over, and differ in how much they want."""

from cogov_games.declare import (
    Account, Continuous, Mechanism, Parameter, Player, Rational, Regime, Selection, Words, log,
    symbols,
)  # fmt: skip

m1, kap, F, tau = symbols("m1 kap F tau")
g1, g2, g, s, u = symbols("g1 g2 g s u")

m2 = 2 - m1
level = (m1 + m2) / 2  # the best that can be done with one level for both
first = m1 * ((1 - kap) * log(g1) + kap * log(g2)) - g1
second = m2 * ((1 - kap) * log(g2) + kap * log(g1)) - g2
# What the second region pays the first for what spills over, net of what it is paid
payment = s * kap * (m2 * log(g1) - m1 * log(g2))

LEAST, MOST = Rational(1, 100), 2
allowed = LEAST + u * (level - LEAST), MOST + u * (level - MOST)

UNITS = Words("payoff", "收益")

mechanism = Mechanism.declare(
    key="spillover",
    title=Words("Clean water for the county downstream?", "替下游治水，值不值？"),
    story=Words(
        "Two counties share a river. Each treats its sewage as far as its own people want it; the "
        "other county's water gets cleaner too. The two do not want the same.",
        "两个县共用一条河。每个县按本地居民的需要治理污水，邻县的水也随之变清；而两县的需要并不相同。",
    ),
    idea=Words(
        "“‘Externality’ which cross administrative boundaries effectively internalized”: one level "
        "for all ignores that regions differ, each on its own ignores the neighbour; an agreement "
        "need not ignore either.",
        "“跨越行政边界的‘外部性’得到有效内部化”：一刀切忽视地区差异，各自为政忽视邻居；而区域协议可以二者兼顾。",
    ),
    leaves_out=Words(
        "Who bargains for a region, and how (Besley and Coate 2003); regions that hide how much they "
        "want; people who move.",
        "由谁、以何种方式代表地区谈判（Besley 与 Coate，2003）；地区隐瞒真实需要；人口的流动。",
    ),
    theme="regions",
    article="S3",
    references=(
        "Oates, W. E. (1972). Fiscal Federalism. New York: Harcourt Brace Jovanovich.",
        "Besley, T. and Coate, S. (2003). Centralized versus decentralized provision of local public "
        "goods: a political economy approach. Journal of Public Economics 87, 2611-2637.",
    ),
    own_construction=Words(
        "The payments for spillovers and the costs of the regimes are our own construction.",
        "对溢出效应的补偿以及各治理模式的成本，是我们自己的构造。",
    ),
    parameters=(
        Parameter("taste", "m1", 1.5, 1, 1.95,
                  Words("how much the first region wants (both together: 2)", "甲地的需要（两地合计为2）"),
                  latex="m_1"),
        Parameter("spillover", "kap", 0.2, 0, 0.5,
                  Words("share of the benefit that comes from the neighbour", "收益中来自邻地的比例"),
                  latex=r"\kappa"),
        Parameter("agreement_cost", "tau", 0.1, 0, 0.4, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("fixed_cost", "F", 0.05, 0, 0.2,
                  Words("fixed cost of the superior office", "上级部门的固定成本"), "overhead", unit=UNITS),
        Parameter("compensation", "s", 0, 0, 1,
                  Words("share of the spillover that the neighbour pays for", "邻地对溢出收益的补偿比例"),
                  "primitive"),
        Parameter("uniform", "u", 0, 0, 1,
                  Words("one level is ordered for both", "是否对两地规定统一水平"), "primitive",
                  choices=(0, 1)),
    ),
    form=Continuous(
        players=(
            Player("first", Words("first region", "甲地"), "g1", *allowed, first + payment,
                   feasible=(LEAST, MOST)),
            Player("second", Words("second region", "乙地"), "g2", *allowed, second - payment,
                   feasible=(LEAST, MOST)),
        ),
        total="g",
        verb=Words("spending", "支出"),
    ),
    regimes=(
        Regime("government_led", Words("The government orders one level for both.", "政府对两地规定统一水平。"),
               {"s": 0, "u": 1}, overhead=F),
        Regime("multi_center", Words("Each region decides for itself.", "各地自行决定。"),
               {"s": 0, "u": 0}),
        Regime("cooperative", Words("Each region pays the other for what spills over.",
                                    "双方约定，就溢出收益相互补偿。"),
               {"s": 1, "u": 0}, agreement=tau),
    ),
    selection=Selection("unique", Words("the only equilibrium", "唯一的均衡")),
    welfare={"behaviour": first + second},
    welfare_note=Words("benefits of both regions less spending; a region's benefit is zero where both "
                       "spend 1; incomes are left out, payments between regions are transfers",
                       "两地收益减去支出；双方支出均为1时收益为零；不含收入；地区间的补偿属于转移支付"),
    map_axes=("spillover", "taste"),
    cooperation=(g1 + g2) / (m1 + m2),
    cooperation_note=Words("spending against the first best", "支出占社会最优的比例"),
    accounts=(
        Account("treasury", Words("public budget", "公共预算"), 0, bears_costs=1),
    ),
)  # fmt: skip
