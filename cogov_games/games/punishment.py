"""Pool and peer punishment: those who do their share, and those who make the others do theirs."""

from cogov_games.declare import (
    Account, Actor, Expr, Max, Mechanism, Min, Parameter, Population, Regime, Selection, Strategy, Words, symbols,
)  # fmt: skip

r, c, sigma, B, gam, N, M, vol = symbols("r c sigma Bv gam N M vol")
Gf, lamG, q, tau = symbols("Gf lamG q tau")
x, y, z, v, w, payoff = symbols("x y z v w payoff")
nx, ny, nz, nv, nw = counts = symbols("nx ny nz nv nw")
fee, found, leave, pool, peer = symbols("f q2 leave pool peer")

company = Min(1, nx + ny + nv + nw)
shared = r * c * (nx + nv + nw) / Max(1, nx + ny + nv + nw)


def taking_part(gets: Expr) -> Expr:
    """Return what one gets in company; who is alone has to fend for himself."""
    return company * gets + (1 - company) * sigma


UNITS = Words("payoff", "收益")

mechanism = Mechanism.declare(
    key="punishment",
    title=Words("Who watches those who do not watch?", "谁来监督不监督的人？"),
    story=Words(
        "Neighbours keep a dyke together. Some shirk. Whoever rebukes a shirker has the trouble "
        "alone; a paid warden spares the trouble, but then some leave the fee to the others.",
        "邻里合力守堤，总有人偷懒。谁出面指责，麻烦由谁独担；请人专职看管虽省了麻烦，却又有人把看管费推给别人。",
    ),
    idea=Words(
        "“All parties have the responsibility to supervise and restrict each other”: who pays for "
        "supervision, and what becomes of those who contribute but do not pay for it?",
        "“各方都有相互监督、相互制约的责任”：监督的费用由谁承担？只出力、不承担监督费用的人又会怎样？",
    ),
    leaves_out=Words(
        "Reputation and revenge; fines by mistake; where the grant comes from; more than one change "
        "of habit at a time.",
        "声誉与报复；误罚；补助从何而来；多种做法同时出现变化的情形。",
    ),
    theme="supervision",
    article="S0",
    references=(
        "Sigmund, K., De Silva, H., Traulsen, A. and Hauert, C. (2010). Social learning promotes "
        "institutions for governing the commons. Nature 466, 861-863.",
        "Hauert, C., Traulsen, A., Brandt, H., Nowak, M. A. and Sigmund, K. (2007). Via freedom to "
        "coercion: the emergence of costly punishment. Science 316, 1905-1907.",
    ),
    own_construction=Words(
        "Which institution goes with which regime, the vote that binds everybody, the shared fee "
        "and the chance that an unpaid fee is found out are our own construction.",
        "制度与治理模式的对应、对所有人有约束力的表决、费用分担以及欠费被发现的概率，是我们自己的构造。",
    ),
    parameters=(
        Parameter("multiplier", "r", 3, 1.5, 6,
                  Words("what a contribution is worth to the others, as a multiple of its cost",
                        "一份出力对他人的价值（成本的倍数）")),
        Parameter("contribution", "c", 1, 0.2, 2, Words("cost of a contribution", "出力的成本"), unit=UNITS),
        Parameter("outside", "sigma", 1, 0.1, 3, Words("what one gets on one's own", "不参加者的所得"),
                  unit=UNITS),
        Parameter("voluntary", "vol", 0, 0, 1,
                  Words("may one stay out? (1 yes, 0 no)", "可否不参加？（1 可以，0 不可以）"),
                  choices=(0, 1)),
        Parameter("agreement_cost", "tau", 0.3, 0, 2, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("fee", "Gf", 0.7, 0, 2, Words("fee for the warden", "集中惩罚的费用（每人）"),
                  "institution", latex="G", unit=UNITS),
        Parameter("fine", "Bv", 0.7, 0, 2,
                  Words("fine for each one who punishes", "每名惩罚者施加的罚款"), "institution",
                  latex="B", unit=UNITS),
        Parameter("grant_share", "lamG", 0.5, 0, 1,
                  Words("share of the fee paid by a grant", "由补助承担的费用比例"), "institution",
                  latex=r"\lambda_G"),
        Parameter("found_out", "q", 0.5, 0, 1,
                  Words("chance that an unpaid fee is found out", "欠费被发现的概率"), "institution"),
        Parameter("trouble", "gam", 0.7, 0, 2,
                  Words("cost of punishing somebody oneself", "亲自惩罚一人的成本"), "institution",
                  latex=r"\gamma", unit=UNITS, advanced=True),
        Parameter("group", "N", 5, 3, 10, Words("people who work together", "一起做事的人数"),
                  integer=True),
        Parameter("people", "M", 100, 20, 200, Words("population", "人口"), integer=True),
        Parameter("may_leave", "leave", 0, 0, 1, Words("staying out is allowed", "允许不参加"),
                  "primitive", choices=(0, 1), latex="o_Z"),
        Parameter("has_pool", "pool", 0, 0, 1, Words("there is a warden", "设有集中惩罚"), "primitive",
                  choices=(0, 1), latex="o_V"),
        Parameter("has_peers", "peer", 0, 0, 1, Words("people punish each other", "同伴之间可以惩罚"),
                  "primitive", choices=(0, 1), latex="o_W"),
        Parameter("fee_due", "f", 0.5, 0, 2, Words("fee that a member pays", "成员实付的费用"), "primitive"),
        Parameter("unpaid_found", "q2", 1, 0, 1,
                  Words("chance that who does not punish is fined", "不参与惩罚者被罚的概率"),
                  "primitive", latex="q_2"),
    ),
    form=Population(
        member=Actor("resident", Words("resident", "居民"), (
            Strategy("contribute", Words("contribute", "出力"), share="x"),
            Strategy("defect", Words("shirk", "偷懒"), share="y"),
            Strategy("stay_out", Words("stay out", "不参加"), share="z"),
            Strategy("pool", Words("contribute and pay", "出力并缴费"), share="v"),
            Strategy("peer", Words("contribute and punish", "出力并惩罚"), share="w"),
        )),
        size=N,
        counts=tuple(map(str, counts)),
        payoffs=(
            taking_part(shared - c - found * B * nv),
            taking_part(shared - B * (nv + nw)),
            sigma,
            taking_part(shared - c - fee),
            taking_part(shared - c - found * B * nv - gam * ny),
        ),
        population=M,
        available=(1, 1, leave, pool, peer),
        start=(1 - pool, 1 - pool, 1 - pool, 1, 1 - pool),
    ),
    regimes=(
        Regime("government_led",
               Words("Government appoints a warden; who does not pay the fee is fined too.",
                     "政府设专人看管并收费；欠费者同样受罚。"),
               {"leave": vol, "pool": 1, "peer": 0, "f": Gf, "q2": 1}),
        Regime("multi_center", Words("People punish each other, at their own cost.", "居民相互惩罚，代价自担。"),
               {"leave": vol, "pool": 0, "peer": 1, "f": 0, "q2": 0}),
        Regime("cooperative",
               Words("A vote binds everybody to a warden; a grant pays part of the fee.",
                     "经表决设专人看管，对所有人有约束力；补助承担部分费用。"),
               {"leave": 0, "pool": 1, "peer": 0, "f": (1 - lamG) * Gf, "q2": q}, agreement=tau),
        Regime("laissez_faire", Words("Nobody punishes.", "无人惩罚。"),
               {"leave": vol, "pool": 0, "peer": 0, "f": 0, "q2": 0}),
    ),
    selection=Selection(
        "stationary_law",
        Words("how often everybody acts in the same way, in the long run; people imitate whoever "
              "earns more and rarely try something new; where there is a warden, all pay at first",
              "长期中全体采取同一做法的时间比例；人们模仿收益更高者，偶尔尝试新做法；设有集中惩罚时，起初人人缴费"),
    ),
    welfare={"behaviour": payoff + fee * v, "enforcement": -fee * v},
    welfare_note=Words("payoff per head; zero if all shirk; a grant is not counted as a cost",
                       "人均收益；以全体偷懒为零点；补助不计入成本"),
    per_head=True,
    map_axes=("fee", "agreement_cost"),
    cooperation=x + v + w,
    cooperation_note=Words("share who contribute", "出力者的比例"),
    accounts=(Account("resident", Words("average resident", "平均每人"), payoff, bears_costs=1),),
)  # fmt: skip
