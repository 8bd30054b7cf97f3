"""Interstate compact: regions that abate a common harm, each at its own cost."""

from dataclasses import replace
from functools import partial

from cogov_games.declare import (
    Account, Agreement, Mechanism, Parameter, Regime, Selection, Words, symbols,
)  # fmt: skip

N, b, c, eta, delta, phi, F, tau, m = symbols("N b c eta delta phi F tau m")
opened, uniform, W = symbols("opened uniform W")

effective = c * (1 - eta**2)  # one over the mean of one over the two costs
together = uniform / c + (1 - uniform) / effective
blindness = b**2 * m**2 * (N - m / 2) * (1 / effective - together)

abated = b * (m**2 * together + (N - m) / effective)
outsider = b * abated - b**2 / (2 * effective)
member = b * abated - m**2 * b**2 * together / 2
breach = b * (N * (N - 1) + 1) * b / effective - b**2 / (2 * effective)

game = partial(Agreement, N, member, outsider, total="W")

linear = Mechanism.declare(
    key="compact",
    title=Words("Will the regions keep their compact?", "各地会守约吗？"),
    story=Words(
        "Ten cities share a river. What one cleans is good for all, so each cleans too little. They "
        "could sign a compact; but who will keep it, and who will notice if somebody does not?",
        "十座城市共用一条河。一城治污，各城受益，于是谁都治得太少。各城可以签订区域协议；"
        "可是谁会守约？有人违约，又有谁会发现？",
    ),
    idea=Words(
        "“Interstate agreement prior to the regulations”: a compact between regions lasts if breach is "
        "seen and the partners meet again; a uniform order ignores what it costs each of them.",
        "“州际协议优先于规章”：只要违约会被发现、伙伴还会再打交道，区域协议就能维持；统一命令则不顾各地成本不同。",
    ),
    leaves_out=Words(
        "Arbitration; renegotiation after a breach; several compacts at once; haggling over transfers.",
        "仲裁；违约之后的重新谈判；多份协议并存；转移支付上的讨价还价。",
    ),
    theme="regions",
    article="S3",
    references=(
        "Hoel, M. (1992). International environment conventions: the case of uniform reductions of "
        "emissions. Environmental and Resource Economics 2, 141-159.",
        "Barrett, S. (1994). Self-enforcing international environmental agreements. Oxford Economic "
        "Papers 46, 878-894.",
        "Friedman, J. W. (1971). A non-cooperative equilibrium for supergames. Review of Economic "
        "Studies 38, 1-12.",
    ),
    own_construction=Words(
        "The regimes, two kinds of parties, and breaches that may pass unseen are our own construction.",
        "三种治理模式的设定、两类成本的成员，以及“违约可能未被发现”的假设，是我们自己的构造。",
    ),
    parameters=(
        Parameter("parties", "N", 10, 2, 20, Words("number of regions", "地区数"), integer=True),
        Parameter("benefit", "b", 1, 0.1, 2, Words("benefit to each per unit abated by anyone",
                                                   "任何一方每减排一单位给每个地区的收益")),
        Parameter("cost_slope", "c", 1, 0.2, 4, Words("slope of the marginal cost of abatement", "边际减排成本的斜率")),
        Parameter("cost_spread", "eta", 0.3, 0, 0.8,
                  Words("how far costs differ: half of the regions c(1 + η), half c(1 − η), on average",
                        "成本差异：平均一半地区为 c(1 + η)，一半为 c(1 − η)"), latex=r"\eta"),
        Parameter("discount_factor", "delta", 0.6, 0, 0.99,
                  Words("weight of the next period", "贴现因子：对下一期的重视"), latex=r"\delta"),
        Parameter("agreement_cost", "tau", 2, 0, 30, Words("cost of agreeing, per region", "每个地区的协商成本"),
                  "agreement"),
        Parameter("observability", "phi", 0.8, 0, 1, Words("chance that a breach is seen", "违约被发现的概率"),
                  "institution", latex=r"\varphi"),
        Parameter("open_agreement", "opened", 0, 0, 1,
                  Words("multi-center: each alone (0), or an agreement that anyone may join and leave (1)",
                        "多中心治理：各自行动（0），或可自由加入、退出的协议（1）"),
                  "institution", choices=(0, 1), latex="o"),
        Parameter("fixed_cost", "F", 20, 0, 200, Words("fixed cost of government", "政府固定成本"), "overhead"),
        Parameter("uniform_rule", "uniform", 0, 0, 1, Words("the same abatement for all", "各地统一减排量"), "primitive",
                  latex="u"),
    ),
    form=game(notion="open", most=N * opened),
    regimes=(
        Regime("government_led",
               Words("Government orders the same abatement everywhere.", "政府命令各地减排同样的量。"),
               {"uniform": 1}, overhead=F, form=game(notion="mandate")),
        Regime("multi_center",
               Words("Each region decides for itself, or signs what anyone may leave.",
                     "各地自行决定，或签订可自由退出的协议。"),
               {"uniform": 0}),
        Regime("cooperative",
               Words("A compact of all with side payments; whoever is seen breaching ends it.",
                     "全体签订附带转移支付的区域协议；违约一经发现，协议即告终止。"),
               {"uniform": 0}, agreement=N * tau, form=game(notion="trigger", breach=breach, patience=delta, seen=phi)),
    ),
    selection=Selection("best", Words("the best for all together; who is indifferent signs",
                                      "对全体最好者；无差异者签约")),
    welfare={"behaviour": W + blindness, "enforcement": -blindness},
    welfare_note=Words("benefit minus cost of abatement, summed over regions; zero without abatement; side "
                       "payments are transfers",
                       "各地减排收益减成本之和；不减排时为零；转移支付不计入"),
    map_axes=("observability", "discount_factor"),
    cooperation=m / N,
    cooperation_note=Words("share who take part", "参加者的比例"),
    accounts=(
        Account("budget", Words("overhead and agreeing", "制度成本"), 0, bears_costs=1),
    ),
)  # fmt: skip

# Quadratic benefits: members choose first, to their joint advantage; the others reply.
a = symbols("a")
weight = b / N
inside, outside = m / c, (N - m) / c
lead = weight * m * a / ((1 + weight * outside) ** 2 + weight * m * inside)
left = (a - inside * lead) / (1 + weight * outside)
gross = weight * (a**2 - left**2) / 2
shared = a * b / (c + N * b)
cheat = weight * (a - (N - 1) * shared) / (c + weight)
cheated = a - (N - 1) * shared - cheat

curved_game = partial(
    Agreement, N, gross - lead**2 / (2 * c), gross - (weight * left) ** 2 / (2 * c), total="W"
)
curved_parameters = tuple(
    replace(p, default=1)
    if p.symbol in ("opened", "tau")
    else replace(
        p,
        meaning=Words(
            "slope of the marginal benefit, summed over regions", "各地边际收益之和的斜率"
        ),
    )
    if p.symbol == "b"
    else p
    for p in linear.declared_parameters
    if p.symbol not in ("eta", "uniform")
)
curved_forms = {
    "government_led": curved_game(notion="mandate"),
    "multi_center": curved_game(notion="open", most=N * opened),
    "cooperative": curved_game(
        notion="trigger", patience=delta, seen=phi,
        breach=weight * (a**2 - cheated**2) / 2 - c * cheat**2 / 2,
    ),
}  # fmt: skip

quadratic = replace(
    linear,
    key="compact_quadratic",
    title=Words("How many will sign?", "有多少地区会签约？"),
    story=Words(
        "The cleaner the river, the less another cleaning adds. Those who sign act first and together; "
        "the others see it, and lean back.",
        "河水越清，再治理一分的好处就越小。签约的地区率先一致行动；其余地区看在眼里，便乐得省力。",
    ),
    declared_parameters=(
        *curved_parameters,
        Parameter(
            "enough",
            "a",
            20,
            5,
            50,
            Words("abatement at which benefits end", "收益达到顶点时的总减排量"),
        ),
    ),
    declared_regimes=tuple(
        replace(regime, binds={}, form=curved_forms[regime.key])
        for regime in linear.declared_regimes
    ),
    form=curved_forms["multi_center"],
    welfare={"behaviour": W},
)

mechanism = linear
