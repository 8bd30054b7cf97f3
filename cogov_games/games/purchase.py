"""Purchase of services: cost cutting and innovation by a manager, a contractor or a non-profit."""

from cogov_games.declare import (
    Account, Actor, Continuous, Mechanism, Parameter, Player, Rational, Regime, Selection, Words,
    symbols,
)  # fmt: skip

K, B, th, lam, om, tau = symbols("K B th lam om tau")
a, b, E, s, h, u = symbols("a b E s h u")

# a and b are the square roots of the efforts e and i
effort = a**2 + b**2
saving, improvement = 2 * K * a, 2 * B * b
payoff = s * (1 - h * th) * saving + u * improvement - effort
provider = Actor("provider", Words("provider", "服务提供者"))
HALF = Rational(1, 2)  # what bargaining leaves to a provider without whom nothing changes

UNITS = Words("value", "价值")

mechanism = Mechanism.declare(
    key="purchase",
    title=Words("Cheaper meals or better meals?", "省了钱，饭菜变差了？"),
    story=Words(
        "A county wants meals brought to its old people. Whoever runs the kitchen can save on what "
        "they eat, or think of something better. No contract can say it all.",
        "一个县要为老年人送餐。办食堂的人可以在饭菜上省钱，也可以想办法把服务做得更好。合同写不尽所有细节。",
    ),
    idea=Words(
        "“Can not always improve the efficiency and quality of public services”: government purchase "
        "of services buys innovation together with cost cutting; whoever has the last word decides "
        "how much of each.",
        "“并不总能提高公共服务的效率和质量”：政府购买服务既买来创新，也买来对成本的压缩；各有多少，取决于剩余控制权归谁。",
    ),
    leaves_out=Words(
        "Competition between providers and the loss of a contract; corruption and patronage; the "
        "vocation of public employees.",
        "服务提供者之间的竞争与退出；腐败与人情；公职人员的职业精神。",
    ),
    theme="services",
    article="S2",
    references=(
        "Hart, O., Shleifer, A. and Vishny, R. W. (1997). The proper scope of government: theory and "
        "an application to prisons. Quarterly Journal of Economics 112, 1127-1161.",
    ),
    own_construction=Words(
        "The square-root forms and the non-profit that cares for quality are our own construction. "
        "Within these ranges the non-profit is best in fewer settings than the other two.",
        "平方根形式的函数与在意质量的社会组织，是我们自己的构造。在这些取值范围内，社会组织最优的情形少于另外两种。",
    ),
    parameters=(
        Parameter("cost_scale", "K", 1, 0.2, 1.5, Words("how much there is to save", "成本可压缩的空间")),
        Parameter("innovation_scale", "B", 1, 0.2, 1.5, Words("how much there is to improve", "服务可创新的空间")),
        Parameter("harm", "th", 0.5, 0, 1,
                  Words("quality lost per unit of cost saved", "每节省一单位成本的质量损失"), latex=r"\vartheta"),
        Parameter("agreement_cost", "tau", 0.1, 0, 0.5, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("irreplaceable", "lam", 0.6, 0, 1,
                  Words("how far the public manager cannot be replaced", "公共管理者不可替代的程度"),
                  "institution", latex=r"\lambda"),
        Parameter("care", "om", 0.7, 0, 1,
                  Words("how far the social organisation cares for quality", "社会组织在意质量的程度"),
                  "institution", latex=r"\omega"),
        Parameter("saving_share", "s", 0, 0, 1,
                  Words("provider's share of savings", "提供者从节省中所得的份额"), "primitive"),
        Parameter("harm_weight", "h", 0, 0, 1,
                  Words("weight of lost quality for the provider", "提供者对质量损失的看重程度"), "primitive"),
        Parameter("improvement_share", "u", 0, 0, 1,
                  Words("provider's share of improvements", "提供者从创新中所得的份额"), "primitive"),
    ),
    form=Continuous(
        players=(
            Player("saving", Words("cost cutting", "压缩成本"), "a", 0, 2 * K, payoff, decider=provider),
            Player("innovation", Words("innovation", "服务创新"), "b", 0, 2 * B, payoff, decider=provider),
        ),
        total="E",
        verb=Words("effort", "努力"),
    ),
    regimes=(
        Regime("government_led",
               Words("A public manager runs the service; each change needs approval.",
                     "由公共管理者经办，任何改变都要经过批准。"),
               {"s": lam * HALF, "h": 1, "u": lam * HALF}),
        Regime("multi_center",
               Words("A contractor may save as it likes; improvements are bargained over.",
                     "由承包企业经办，可自行压缩成本；创新须与政府协商。"),
               {"s": 1, "h": 0, "u": HALF}),
        Regime("cooperative",
               Words("A social organisation has the contract, and cares for quality.",
                     "由社会组织承接，它在意服务质量。"),
               {"s": 1, "h": om, "u": HALF}, agreement=tau),
    ),
    selection=Selection("unique", Words("the only equilibrium", "唯一的均衡")),
    welfare={"behaviour": saving + improvement - effort, "harm": -th * saving},
    welfare_note=Words("savings and improvements less effort and lost quality; zero for the basic "
                       "service; what is paid for it is a transfer",
                       "节省与创新的价值减去努力成本和质量损失；以基本服务为零点；服务价款属于转移支付"),
    map_axes=("harm", "irreplaceable"),
    cooperation=b / B,
    cooperation_note=Words("innovation against the first best", "创新占社会最优的比例"),
    accounts=(
        Account("public", Words("citizens and public budget", "居民与公共预算"),
                saving + improvement - effort - th * saving - payoff, bears_costs=1),
    ),
)  # fmt: skip
