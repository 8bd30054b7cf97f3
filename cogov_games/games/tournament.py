"""Promotion tournament between two mayors whose work also serves, or spoils, the neighbour's."""

from cogov_games.declare import (
    Account, Continuous, Mechanism, Parameter, Player, Rational, Regime, Selection, Words, erf, pi,
    sqrt, symbols,
)  # fmt: skip

r, V, c, g0, mu, zeta, F, tau = symbols("r V c g0 mu zeta F tau")
a, A, v, s, z = symbols("a A v s z")

rival = A - a
results = (1 + r) * A  # of both places: each effort also yields r next door
lead = (1 - r) * (a - rival)
# The difference of the two shocks is normal with density g0 at zero
chance = Rational(1, 2) + erf(sqrt(pi) * g0 * lead) / 2

UNITS = Words("result", "绩效")

mechanism = Mechanism.declare(
    key="tournament",
    title=Words("Promoted against the neighbour?", "与邻市争晋升？"),
    story=Words(
        "Two mayors compete for one promotion. A clean river, a through road help the neighbour too, "
        "and with it the rival.",
        "两位市长竞争一个晋升名额。治好一条河、修通一条路，邻市同样受益，竞争对手也因此受益。",
    ),
    idea=Words(
        "“The primary indicator is to increase local government cooperation”: where work spills over, "
        "a promotion tournament rewards the part that the neighbour does not get.",
        "“首要的指标是增强地方政府合作”：存在溢出效应时，晋升锦标赛只奖励邻居得不到的那一部分。",
    ),
    leaves_out=Words(
        "More than two competitors; sabotage; careers over many years; spillovers that harm.",
        "两个以上的竞争者；相互拆台；多年的仕途；负的溢出效应。",
    ),
    theme="incentives",
    article="S3",
    references=(
        "Lazear, E. P. and Rosen, S. (1981). Rank-order tournaments as optimum labor contracts. "
        "Journal of Political Economy 89, 841-864.",
        "Lazear, E. P. (1989). Pay equality and industrial politics. Journal of Political Economy "
        "97, 561-580.",
        "Li, H. and Zhou, L.-A. (2005). Political turnover and economic performance: the incentive "
        "role of personnel control in China. Journal of Public Economics 89, 1743-1762.",
    ),
    own_construction=Words(
        "The spillover in this form and the regimes are our own construction.",
        "溢出效应的这种设定与三种治理模式，是我们自己的构造。",
    ),
    parameters=(
        Parameter("spillover", "r", 0.5, 0, 0.9,
                  Words("share of a result that the neighbour gets as well", "绩效溢出到邻市的比例")),
        Parameter("effort_cost", "c", 1, 1, 3, Words("cost of effort", "努力的成本系数")),
        Parameter("luck", "g0", 0.28, 0.05, 0.29,
                  Words("how closely promotion follows results", "晋升对绩效的敏感程度"), latex="g(0)"),
        Parameter("agreement_cost", "tau", 0.3, 0, 2, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("prize_government", "V", 4, 0, 11,
                  Words("value of the promotion", "晋升的价值"), "institution", unit=UNITS),
        Parameter("share_local", "mu", 0.5, 0, 1,
                  Words("share of its results that a city keeps", "地方留存的绩效份额"),
                  "institution", latex=r"\mu"),
        Parameter("weight_joint", "zeta", 0.8, 0, 1,
                  Words("weight of the joint indicator", "合作指标的权重"), "institution", latex=r"\zeta"),
        Parameter("fixed_cost", "F", 0.1, 0, 1,
                  Words("cost of running the tournament", "组织考核排名的成本"), "overhead", unit=UNITS),
        Parameter("prize", "v", 0, 0, 11, Words("prize for the better result", "优胜者所得"), "primitive"),
        Parameter("own_share", "s", 0, 0, 1, Words("share of the own result kept", "本地绩效留存份额"), "primitive"),
        Parameter("joint_weight", "z", 0, 0, 1, Words("weight of both results", "双方绩效的权重"), "primitive"),
    ),
    form=Continuous(
        players=(
            Player("mayor", Words("mayor", "市长"), "a", 0, 4,
                   v * chance + s * (a + r * rival) + z * results - c * a**2 / 2, 2),
        ),
        total="A",
        verb=Words("effort", "努力"),
    ),
    regimes=(
        Regime("government_led", Words("Whoever shows the better result is promoted.", "绩效更好者晋升。"),
               {"v": V, "s": 0, "z": 0}, overhead=F),
        Regime("multi_center", Words("Each city keeps a share of its own results.", "各市留存本地绩效的一部分。"),
               {"v": 0, "s": mu, "z": 0}),
        Regime("cooperative", Words("Both mayors answer for the results of both cities.",
                                    "两位市长对两市的共同绩效负责。"),
               {"v": 0, "s": 0, "z": zeta}, agreement=tau),
        Regime("laissez_faire", Words("Results change nothing for the mayors.", "绩效与市长的得失无关。"),
               {"v": 0, "s": 0, "z": 0}),
    ),
    selection=Selection("unique", Words("the only equilibrium", "唯一的均衡")),
    welfare={"behaviour": results - c * a**2},
    welfare_note=Words("results of both cities less both efforts; zero without effort; promotion and "
                       "rewards are transfers",
                       "两市绩效减去两位市长的努力成本；无人努力时为零；晋升与奖励属于转移支付"),
    map_axes=("spillover", "prize_government"),
    cooperation=a * c / (1 + r),
    cooperation_note=Words("effort against the first best", "努力占社会最优的比例"),
    accounts=(
        Account("citizens", Words("citizens of both cities", "两市居民"), results, bears_costs=1),
    ),
)  # fmt: skip
