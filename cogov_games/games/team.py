"""Moral hazard in teams: a product shared by all, an effort borne by each."""

from cogov_games.declare import (
    Account, Continuous, Mechanism, Parameter, Player, Regime, Selection, Words, symbols,
)  # fmt: skip

n, e, X, beta = symbols("n e X beta")
phi, kP, psi, F, tau = symbols("phi kP psi F tau")

UNITS = Words("product", "产出")

mechanism = Mechanism.declare(
    key="team",
    title=Words("Whose job was it?", "这是谁的责任？"),
    story=Words(
        "Several offices run the service hall together and share the credit. Each bears its own "
        "effort, so each leaves some of the work to the others.",
        "几个部门共同办好政务大厅，成绩共享，辛苦自担，于是各自都把一部分活儿留给别人。",
    ),
    idea=Words(
        "“They will shirk their responsibilities from each other”: who gets one share of what the "
        "team produces works for one share.",
        "“相互推卸责任”：只分得团队成果的一份，便只出一份力，这就是团队中的道德风险。",
    ),
    leaves_out=Words(
        "Members who differ; repeated work and reputation; pride in the common result.",
        "成员之间的差异；长期共事与声誉；对共同成果的自豪感。",
    ),
    theme="departments",
    article="S0",
    references=(
        "Holmström, B. (1982). Moral hazard in teams. Bell Journal of Economics 13, 324-340.",
        "Kandel, E. and Lazear, E. P. (1992). Peer pressure and partnerships. Journal of Political "
        "Economy 100, 801-817.",
    ),
    own_construction=Words(
        "The regimes are our own construction.", "三种治理模式的设定是我们自己的构造。"
    ),
    parameters=(
        Parameter("members", "n", 8, 2, 20, Words("number of members", "成员人数"), integer=True),
        Parameter("agreement_cost", "tau", 0.5, 0, 5, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("peer_pressure", "phi", 0.2, 0, 1,
                  Words("effort that mutual supervision adds", "相互监督所增加的努力"),
                  "institution", latex=r"\varphi"),
        Parameter("joint_target", "psi", 0.8, 0, 1,
                  Words("share of the shortfall that a joint target closes", "共同目标所弥补的努力缺口比例"),
                  "institution", latex=r"\psi"),
        Parameter("fixed_cost", "F", 3, 0, 8,
                  Words("fixed cost of the superior office", "上级部门的固定成本"), "overhead", unit=UNITS),
        Parameter("supervision_cost", "kP", 0.2, 0, 1,
                  Words("cost of mutual supervision per member", "每名成员的相互监督成本"),
                  "overhead", latex="k_P", unit=UNITS),
        Parameter("incentive", "beta", 0, 0, 1,
                  Words("reward for own effort beyond the own share", "本人份额之外对努力的激励"),
                  "primitive", latex=r"\beta"),
    ),
    form=Continuous(
        players=(
            Player("member", Words("member", "成员"), "e", 0, 1, X / n + beta * e - e**2 / 2, n),
        ),
        total="X",
        verb=Words("effort", "努力"),
    ),
    regimes=(
        Regime("government_led",
               Words("A superior office rewards each member for the whole product.",
                     "上级部门按全部成果奖励每一名成员。"),
               {"beta": 1 - 1 / n}, overhead=F),
        Regime("multi_center",
               Words("Members watch each other; whoever shirks is frowned upon.",
                     "成员相互监督，偷懒者会受到同伴的非议。"),
               {"beta": phi}, overhead=n * kP),
        Regime("cooperative",
               Words("All agree on a joint target and on who answers for which part.",
                     "各方商定共同目标，并明确各自的责任。"),
               {"beta": psi * (1 - 1 / n)}, agreement=tau),
        Regime("laissez_faire", Words("The product is shared equally, and that is all.",
                                      "成果均分，此外别无约束。"),
               {"beta": 0}),
    ),
    selection=Selection("unique", Words("the only equilibrium", "唯一的均衡")),
    welfare={"behaviour": X - n * e**2 / 2},
    welfare_note=Words("product of the team less everybody's effort; zero if nobody works; rewards "
                       "and peer pressure are netted out",
                       "团队产出减去各成员的努力成本；无人出力时为零；奖励与同伴压力不计入"),
    map_axes=("members", "agreement_cost"),
    cooperation=e,
    cooperation_note=Words("effort as a share of full effort", "努力程度（占全力的比例）"),
    accounts=(
        Account("team", Words("all members, before rewards", "全体成员（奖励之前）"),
                X - n * e**2 / 2, bears_costs=1),
    ),
)  # fmt: skip
