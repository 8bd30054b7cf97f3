"""Tax competition between a small and a large region for shoppers who cross the border."""

from cogov_games.declare import (
    Account, Continuous, Max, Mechanism, Min, Parameter, Player, Regime, Selection, Words, symbols,
)  # fmt: skip

th, lam, psiG, F, mu, tau, Th = symbols("th lam psiG F mu tau Th")
t, T, S, m, d, w = symbols("t T S m d w")

# Shoppers live evenly on [-1, 0], density th, and [0, 1], density 1; each buys one unit and drives
# to the other side where that saves more than the way, at cost 1 per unit, to the border.
to_small, to_large = Max(T - t, 0), Max(t - T, 0)
small = t * (th * (1 - to_large) + to_small)
large = T * (1 - to_small + th * to_large)
trips = (to_small**2 + th * to_large**2) / 2

small_nash, large_nash = (1 + 2 * th) / 3, (2 + th) / 3
average = (th * small_nash + large_nash) / (1 + th)
highest = m + d * (1 - m)  # above 1, no rate is a best reply

UNITS = Words("value", "价值")

mechanism = Mechanism.declare(
    key="tax_competition",
    title=Words("Shopping across the border?", "去隔壁交税？"),
    story=Words(
        "A small region next to a large one lowers its tax: what it loses on its own shoppers comes "
        "back with those from across the border.",
        "大地区旁边的小地区降低税率：本地少收的税，由跨界而来的购物者补回。",
    ),
    idea=Words(
        "“Eliminate the vicious competition between governments”: one rate for both does away with "
        "tax competition, and always hurts the small region where it lies between the two rates; a "
        "minimum can help both.",
        "“消除政府间的恶性竞争”：统一税率消除税收竞争，但统一在两地原税率之间，小地区必然受损；最低税率则可能使双方都受益。",
    ),
    leaves_out=Words(
        "Shoppers who buy less where tax is high; capital and people who move; what the revenue is "
        "spent on.",
        "税高时购买量的减少；资本与人口的流动；税收的用途。",
    ),
    theme="regions",
    article="S3",
    references=(
        "Kanbur, R. and Keen, M. (1993). Jeux sans frontières: tax competition and tax coordination "
        "when countries differ in size. American Economic Review 83, 877-892.",
    ),
    own_construction=Words(
        "The weight on revenue, the wasted share and the costs of the regimes are our own "
        "construction. Where the weight is negative, revenue is a burden, and wasting it is not.",
        "税收的权重、被浪费的比例与各治理模式的成本，是我们自己的构造。权重为负时，税收是负担，浪费反而不是。",
    ),
    parameters=(
        Parameter("relative_size", "th", 0.4, 0.1, 0.95,
                  Words("size of the small region against the large one", "小地区相对于大地区的规模"),
                  latex=r"\theta"),
        Parameter("revenue_weight", "lam", 0.4, -0.2, 1,
                  Words("value of a unit of revenue", "每单位税收的社会价值"), latex=r"\lambda"),
        Parameter("agreement_cost", "tau", 0.05, 0, 0.3, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("harmonised_rate", "Th", 1.1, 0.8, 1.3,
                  Words("common rate against the average rate under competition",
                        "统一税率与竞争时平均税率之比"), "institution", latex=r"\Theta"),
        Parameter("waste_government", "psiG", 0.1, 0, 0.4,
                  Words("share of revenue wasted at the centre", "集中征收时税收被浪费的比例"),
                  "institution", latex=r"\psi_G"),
        Parameter("minimum", "mu", 0.5, 0, 1,
                  Words("minimum tax, from the small region's rate (0) to 1 (1)",
                        "最低税率的位置（从小地区原税率0到上限1）"), "institution", latex=r"\mu"),
        Parameter("fixed_cost", "F", 0.05, 0, 0.2,
                  Words("fixed cost of a central tax office", "统一征税机构的固定成本"), "overhead", unit=UNITS),
        Parameter("lowest", "m", 0, 0, 1, Words("lowest rate allowed", "允许的最低税率"), "primitive"),
        Parameter("freedom", "d", 1, 0, 1, Words("higher rates are allowed", "是否允许更高的税率"),
                  "primitive", choices=(0, 1)),
        Parameter("waste", "w", 0, 0, 1, Words("share of revenue wasted", "税收被浪费的比例"), "primitive"),
    ),
    form=Continuous(
        players=(
            Player("small", Words("small region", "小地区"), "t", m, highest, small, feasible=(0, 1)),
            Player("large", Words("large region", "大地区"), "T", m, highest, large, feasible=(0, 1)),
        ),
        total="S",
        verb=Words("tax rate", "税率"),
        solution={"t": Max(m, small_nash), "T": (1 + Max(m, small_nash)) / 2},
    ),
    regimes=(
        Regime("government_led", Words("One rate for both, set at the centre.", "由上级规定统一税率。"),
               {"m": Min(1, Th * average), "d": 0, "w": psiG}, overhead=F),
        Regime("multi_center", Words("Each region sets its own rate.", "各地自定税率。"),
               {"m": 0, "d": 1, "w": 0}),
        Regime("cooperative", Words("Both agreed on a minimum tax; above it each is free.",
                                    "双方约定最低税率，在此之上各自决定。"),
               {"m": small_nash + mu * (1 - small_nash), "d": 1, "w": 0}, agreement=tau),
    ),
    selection=Selection("unique", Words("the only equilibrium", "唯一的均衡")),
    welfare={"behaviour": lam * (small + large), "harm": -trips, "enforcement": -lam * w * (small + large)},
    welfare_note=Words("weighted revenue of both regions less trips across the border; zero without "
                       "tax; what shoppers buy is the same everywhere",
                       "两地税收的加权价值减去跨界购物的路程成本；不征税时为零；购买量各处相同"),
    map_axes=("revenue_weight", "relative_size"),
    cooperation=1 - to_small - to_large,
    cooperation_note=Words("how close the two rates are", "两地税率的接近程度"),
    accounts=(
        Account("others", Words("others, for revenue and trips", "其他人（税收的用途与路程）"),
                (lam * (1 - w) - 1) * (small + large) - trips, bears_costs=1),
    ),
)  # fmt: skip
