"""Collusive supervision: a supervisor who may be bribed is worth what silence cannot be bought for."""

from cogov_games.declare import (
    Account, ClosedForm, Mechanism, Parameter, Party, Regime, Selection, Words, symbols,
)  # fmt: skip

nu, D, q, z, kap, R = symbols("nu D q z kap R")
zG, kG, FG, zP, kP, k, zC, kC, tau = symbols("zG kG FG zP kP k zC kC tau")

value, cheap = 10, 2  # of the first unit of work, and what a unit costs the cheap contractor
margin = value - cheap - D
surplus = nu * (value - cheap) ** 2 / 2 + (1 - nu) * (margin * q - q**2 / 2)
paid = nu * D * R * q

mechanism = Mechanism.declare(
    key="collusion",
    title=Words("Who watches the watchers?", "谁来监督监督者？"),
    story=Words(
        "The county has a road repaired and cannot see what it costs. A contractor whose costs are low "
        "would rather claim that they are high. A supervisor may find out, and may be paid to keep "
        "silent.",
        "县里修一条路，却看不清真实成本。成本低的承包者乐于声称成本高；监督者可能查出实情，"
        "也可能收了好处而不作声。",
    ),
    idea=Words(
        "“Supervision and evaluation of third-party institutions”: a supervisor helps as far as "
        "reporting pays more than silence.",
        "“第三方机构的监督与评估”：举报所得高于沉默所得，监督才有用。",
    ),
    leaves_out=Words(
        "Threats and false proof; supervisors who are honest by conviction; what bribes do to trust.",
        "威胁与伪证；本性正直的监督者；贿赂对社会信任的侵蚀。",
    ),
    theme="supervision",
    article="S1",
    references=(
        "Tirole, J. (1986). Hierarchies and bureaucracies: on the role of collusion in organizations. "
        "Journal of Law, Economics, and Organization 2, 181-214.",
        "Laffont, J.-J. and Tirole, J. (1993). A Theory of Incentives in Procurement and Regulation. "
        "MIT Press.",
        "Kofman, F. and Lawarrée, J. (1993). Collusion in hierarchical agency. Econometrica 61, "
        "629-656.",
    ),
    own_construction=Words(
        "The regimes, and that the supervisor is only paid for proof, are our own construction.",
        "三种治理模式的设定，以及“监督者只凭证据领赏”，是我们自己的构造。",
    ),
    parameters=(
        Parameter("cheap_share", "nu", 0.5, 0.05, 0.9,
                  Words("chance that the contractor's costs are low", "承包者成本低的概率"),
                  latex=r"\nu"),
        Parameter("cost_gap", "D", 2, 0.2, 6,
                  Words("by how much costs may be higher", "高低成本之差"), latex=r"\Delta"),
        Parameter("agreement_cost", "tau", 0.5, 0, 4, Words("cost of agreeing", "协商成本"), "agreement"),
        Parameter("proof_government", "zG", 0.4, 0, 1,
                  Words("chance of proof, internal supervision", "内部监督查得实据的概率"),
                  "institution", latex=r"\zeta_G"),
        Parameter("collusion_government", "kG", 0.6, 0, 1,
                  Words("part of a bribe that reaches an internal supervisor", "贿赂落到内部监督者手中的比例"),
                  "institution", latex=r"\kappa_G"),
        Parameter("proof_local", "zP", 0.7, 0, 1,
                  Words("chance of proof, supervision by neighbours", "乡邻监督查得实据的概率"),
                  "institution", latex=r"\zeta_P"),
        Parameter("collusion_local", "kP", 0.7, 0, 1,
                  Words("part of a bribe that reaches a neighbour", "贿赂落到乡邻手中的比例"),
                  "institution", latex=r"\kappa_P"),
        Parameter("proof_third_party", "zC", 0.8, 0, 1,
                  Words("chance of proof, third-party evaluation", "第三方评估查得实据的概率"),
                  "institution", latex=r"\zeta_C"),
        Parameter("collusion_third_party", "kC", 0.2, 0, 1,
                  Words("part of a bribe that reaches a third party", "贿赂落到第三方手中的比例"),
                  "institution", latex=r"\kappa_C"),
        Parameter("fixed_cost", "FG", 0.3, 0, 1, Words("fixed cost of government", "政府固定成本"),
                  "overhead", latex="F_G"),
        Parameter("local_cost", "k", 0.3, 0, 1, Words("cost of self-organisation", "自组织成本"),
                  "overhead"),
        Parameter("proof", "z", 0, 0, 1, Words("chance of proof", "查得实据的概率"), "primitive",
                  latex=r"\zeta"),
        Parameter("collusion", "kap", 0, 0, 1,
                  Words("part of a bribe that reaches the supervisor", "贿赂落到监督者手中的比例"),
                  "primitive", latex=r"\kappa"),
        Parameter("rent", "R", 1, 0, 1,
                  Words("part of the rent that must be paid, to the contractor or for proof",
                        "须付出的租金比例（付给承包者或用于奖励举证）"),
                  "primitive", formula=1 - z * (1 - kap)),
    ),
    form=ClosedForm(
        key="work",
        title=Words("work if costs are high", "成本高时的工程量"),
        state="q",
        high=margin,
        push=(1 - nu) * (margin - q) - nu * D * R,
        push_title=Words("gain from a further unit", "再多一单位工程的净收益"),
        at_low=Words("none for those who claim high costs", "自称成本高者得不到工程"),
        between=Words("some, less than is efficient", "有工程，但少于有效水平"),
        at_high=Words("as much as is efficient", "达到有效水平"),
        parties=(
            Party("contractor", Words("contractor", "承包者"), nu * (1 - z) * D * q),
            Party("supervisor", Words("supervisor", "监督者"), nu * z * kap * D * q),
        ),
    ),
    regimes=(
        Regime("government_led", Words("Government's own supervisors check.", "政府内部的监督者核查。"),
               {"z": zG, "kap": kG}, overhead=FG),
        Regime("multi_center",
               Words("Neighbours check; they see much, and know the contractor.",
                     "乡邻核查：看得清楚，却也与承包者相熟。"),
               {"z": zP, "kap": kP}, overhead=k),
        Regime("cooperative",
               Words("A third party checks and what it finds is published.",
                     "第三方核查，结果公开。"),
               {"z": zC, "kap": kC}, agreement=tau),
        Regime("laissez_faire", Words("Nobody checks.", "无人核查。"), {"z": 0, "kap": 0}),
    ),
    selection=Selection(
        "unique",
        Words("the county's best contract: those with low costs earn enough not to overstate them, "
              "and proof is rewarded with what a bribe would bring",
              "县里的最优合同：成本低者所得足以使其不虚报；举证的奖励等于受贿所能到手的数额"),
    ),
    welfare={"behaviour": surplus, "enforcement": -paid},
    welfare_note=Words("the county's: work done less its cost, less the contractor's rent and the "
                       "supervisor's reward", "以县里计：工程价值减去成本，再减去承包者的租金与监督者的奖励"),
    map_axes=("proof_government", "agreement_cost"),
    cooperation=q / margin,
    cooperation_note=Words("share of efficient work done", "占有效工程量的比例"),
    accounts=(
        Account("county", Words("county", "县里"), surplus - paid, bears_costs=1),
    ),
)  # fmt: skip
