"""Land requisition: what an owner builds, when land may be taken against compensation."""

from cogov_games.declare import (
    Account, Continuous, Mechanism, Parameter, Player, Regime, Selection, Words, symbols,
)  # fmt: skip

v, be, th, ka, rho, psi, sg, eta = symbols("v be th ka rho psi sg eta")
F, k, tau = symbols("F k tau")
x, X, s, q, c, f, A, u, m = symbols("x X s q c f A u m")

# Each owner goes by what the neighbour's land is worth: land is taken where the public benefit,
# uniform on [0, be], reaches f / s of that; a court objects where it falls short of all of it.
own, neighbour = v + x, v + X - x
expected = q + c * (1 - q)
taken_from = f * neighbour / s
return_on_value = q + A * neighbour / be  # kept below taken_from, then f, then q of it received
uncompensated = (1 - f) * (neighbour - taken_from) + (1 - q) * (be - neighbour)
surplus = (be - own) ** 2 / (2 * be)  # of selling wherever the benefit exceeds the value

owner = own * (m + (1 - m) * return_on_value) + (1 - m) * u * surplus - x**2 / 2
lost_projects = m * surplus
wrong_takings = (1 - m) * (own - taken_from) ** 2 / (2 * be)
conflict = psi * (1 - m) * own * uncompensated / be
best_use = own + surplus - x**2 / 2

UNITS = Words("value of a plot", "地块价值")

mechanism = Mechanism.declare(
    key="land_requisition",
    title=Words("Build on land that may be taken?", "可能被征的地，还盖不盖？"),
    story=Words(
        "A family could build on its plot. A road may come through one day. What the family will get "
        "then decides what it builds now.",
        "一户人家想在宅地上盖房，但将来可能修路征地。到时能得到多少补偿，决定了现在盖多少。",
    ),
    idea=Words(
        "“The actual obscurity boundary of public interest”: who decides what is in the public "
        "interest, and who pays, shapes both what is taken and what is built.",
        "“公共利益的边界事实上模糊不清”：由谁认定公共利益、由谁付账，既决定征什么，也决定建什么。",
    ),
    leaves_out=Words(
        "Attachment to home; owners who know their value better than a court; budgets and "
        "corruption; the time that a lawsuit takes.",
        "对家园的情感；所有者比法院更清楚自家地块的价值；财政约束与腐败；诉讼所费的时间。",
    ),
    theme="incentives",
    article="S3",
    references=(
        "Blume, L., Rubinfeld, D. L. and Shapiro, P. (1984). The taking of land: when should "
        "compensation be paid? Quarterly Journal of Economics 99, 71-92.",
        "Miceli, T. J. and Segerson, K. (1994). Regulatory takings: when should compensation be "
        "paid? Journal of Legal Studies 23, 749-776.",
        "Michelman, F. I. (1967). Property, utility, and fairness: comments on the ethical "
        "foundations of “just compensation” law. Harvard Law Review 80, 1165-1258.",
    ),
    own_construction=Words(
        "The uniform benefit, the stretched public interest and the regimes are our own "
        "construction.",
        "均匀分布的公共收益、被放宽的公共利益以及三种治理模式，是我们自己的构造。",
    ),
    parameters=(
        Parameter("bare_value", "v", 0.8, 0.05, 1, Words("value of the bare land", "未建时的土地价值"), unit=UNITS),
        Parameter("largest_benefit", "be", 3, 2, 5,
                  Words("largest benefit of a public project", "公共项目的最大收益"), latex=r"\beta", unit=UNITS),
        Parameter("stretch", "th", 1.5, 1, 3,
                  Words("how far public interest is stretched", "公共利益边界被放宽的程度"), latex=r"\theta"),
        Parameter("conflict_cost", "psi", 0.2, 0, 0.4,
                  Words("cost of conflict per uncompensated loss", "每单位未补偿损失的冲突成本"), latex=r"\psi"),
        Parameter("agreement_cost", "tau", 0.02, 0, 0.2, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("compensation_government", "ka", 0.4, 0, 1,
                  Words("compensation as a share of value", "补偿占价值的比例"), "institution", latex=r"\kappa"),
        Parameter("court_review", "rho", 0.9, 0, 1,
                  Words("chance that a court stops at a wrong taking", "法院纠正不当征收的概率"),
                  "institution", latex=r"\rho"),
        Parameter("share_of_surplus", "sg", 0.5, 0, 1,
                  Words("seller's share of the surplus", "出让人所得的剩余份额"), "institution", latex=r"\sigma"),
        Parameter("hold_out", "eta", 0.5, 0, 1,
                  Words("chance that a sale fails", "协商不成的概率"), "institution", latex=r"\eta"),
        Parameter("fixed_cost", "F", 0.02, 0, 0.1,
                  Words("fixed cost of the land office", "征地机构的固定成本"), "overhead", unit=UNITS),
        Parameter("local_cost", "k", 0.02, 0, 0.1, Words("cost of a market for land", "土地协商交易的成本"),
                  "overhead", unit=UNITS),
        Parameter("stretch_allowed", "s", 1, 1, 3,
                  Words("stretch that the rule allows", "规则容许的放宽程度"), "primitive"),
        Parameter("compensation", "q", 1, 0, 1, Words("statutory compensation", "法定补偿比例"), "primitive"),
        Parameter("review", "c", 0, 0, 1, Words("chance of full compensation in court", "诉讼获全额补偿的概率"), "primitive"),
        Parameter("expected_compensation", "f", 1, 0, 1,
                  Words("compensation expected for a wrong taking", "不当征收时的期望补偿比例"),
                  "primitive", formula=expected),
        Parameter("feedback", "A", 0, -1, 1,
                  Words("how far the neighbour's building protects the own", "邻地建设对自家地块的保护作用"),
                  "primitive", formula=expected + expected * (1 - expected) / s - q),
        Parameter("surplus_share", "u", 0, 0, 1, Words("owner's share of the surplus", "所有者的剩余份额"), "primitive"),
        Parameter("failure", "m", 0, 0, 1, Words("chance that no deal is reached", "未能成交的概率"), "primitive"),
    ),
    form=Continuous(
        players=(Player("owner", Words("owner", "土地使用者"), "x", 0, 1, owner, 2),),
        total="X",
        verb=Words("building", "建设投入"),
    ),
    regimes=(
        Regime("government_led", Words("The government takes land and pays the statutory share.",
                                       "政府征地，按法定比例补偿。"),
               {"s": th, "q": ka, "c": 0, "u": 0, "m": 0}, overhead=F),
        Regime("multi_center", Words("Land changes hands only if the owner agrees.", "经所有者同意方可转让。"),
               {"s": 1, "q": 1, "c": 0, "u": sg, "m": eta}, overhead=k),
        Regime("cooperative", Words("The government takes land after a hearing; a court can review it.",
                                    "政府听证后征地，法院可以审查。"),
               {"s": th, "q": ka, "c": rho, "u": 0, "m": 0}, overhead=F, agreement=tau),
    ),
    selection=Selection("unique", Words("the only equilibrium", "唯一的均衡")),
    welfare={"behaviour": best_use,
             "enforcement": -wrong_takings - conflict - lost_projects},
    welfare_note=Words("value of land and projects less what was built, per plot; zero without land; "
                       "compensation is a transfer; enforcement: wrong takings, conflict about them and "
                       "sales that failed",
                       "每个地块的土地与项目价值减去建设投入；没有土地时为零；补偿属于转移支付；"
                       "执行一项含不当征收、由此引发的冲突与协商失败的损失"),
    map_axes=("compensation_government", "stretch"),
    cooperation=1 - 2 * (wrong_takings + lost_projects) / be,
    cooperation_note=Words("land is used where it is worth most", "土地用于价值最高之处的程度"),
    accounts=(
        Account("public", Words("the public", "公众"),
                best_use - wrong_takings - conflict - lost_projects - owner, bears_costs=1),
    ),
)  # fmt: skip
