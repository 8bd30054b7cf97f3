"""Ownership of a public project: two parties invest first and bargain afterwards."""

from cogov_games.declare import (
    Account, Continuous, Mechanism, Parameter, Player, Regime, Selection, Words, symbols,
)  # fmt: skip

tg, tn, ag, an, lam = symbols("tg tn ag an lam")
y_g, y_n, Y, sg, sn = symbols("y_g y_n Y sg sn")
F, k, tau = symbols("F k tau")

joint_value = tg + tn
project = ag * y_g + an * y_n
without_agreement = sg * ag * y_g + sn * an * y_n
gain = (joint_value * (project - without_agreement)) / 2  # half of what the agreement adds

UNITS = Words("value", "价值")

mechanism = Mechanism.declare(
    key="partnership",
    title=Words("Who should own the clinic?", "诊所应当归谁？"),
    story=Words(
        "A county and a charity build a clinic together. Each puts in work that only it can do, and "
        "both care for the patients. When they quarrel later, the owner decides.",
        "县里与一家公益组织合建诊所，各自投入对方替代不了的力量，也都关心患者。日后有了分歧，由所有者说了算。",
    ),
    idea=Words(
        "“Should be returned to the society”: a project that both enjoy should belong to whoever "
        "values it more, whoever invests more in it.",
        "“应当还给社会”：双方都受益的公共项目，应归更看重它的一方，而不是投入更重要的一方。",
    ),
    leaves_out=Words(
        "Bargaining that costs time or fails (Müller and Schmitz 2017), and projects whose benefit "
        "can be kept from others (Francesconi and Muthoo 2011); either can reverse the rule.",
        "讨价还价的成本与失败（Müller 与 Schmitz，2017），以及可以排他的收益（Francesconi 与 "
        "Muthoo，2011）；二者都可能使结论反转。",
    ),
    theme="services",
    article="S2",
    references=(
        "Besley, T. and Ghatak, M. (2001). Government versus private ownership of public goods. "
        "Quarterly Journal of Economics 116, 1343-1372.",
    ),
    own_construction=Words(
        "The quadratic form, joint ownership and the costs of the regimes are our own construction.",
        "二次型设定、共同所有以及各治理模式的成本，是我们自己的构造。",
    ),
    parameters=(
        Parameter("value_government", "tg", 2.5, 0.5, 3,
                  Words("value to the government", "项目对政府的价值"), latex=r"\theta_g"),
        Parameter("value_organisation", "tn", 1.5, 0.5, 3,
                  Words("value to the social organisation", "项目对社会组织的价值"), latex=r"\theta_n"),
        Parameter("skill_government", "ag", 0.5, 0.3, 2,
                  Words("productivity of the government's work", "政府投入的生产率"), latex="a_g"),
        Parameter("skill_organisation", "an", 2, 0.3, 2,
                  Words("productivity of the organisation's work", "社会组织投入的生产率"), latex="a_n"),
        Parameter("separable", "lam", 0.8, 0, 1,
                  Words("share of the other's part that an owner can keep", "所有者可保留的对方投入比例"),
                  latex=r"\lambda"),
        Parameter("agreement_cost", "tau", 0.3, 0, 5, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("cost_government", "F", 0.3, 0, 2,
                  Words("cost of government ownership", "政府所有的成本"), "overhead", unit=UNITS),
        Parameter("cost_organisation", "k", 0.3, 0, 2,
                  Words("cost of the organisation's ownership", "社会组织所有的成本"), "overhead", unit=UNITS),
        Parameter("government_part", "sg", 0, 0, 1,
                  Words("share of the government's part left without agreement", "未达成协议时政府投入的留存比例"),
                  "primitive", latex="s_g"),
        Parameter("organisation_part", "sn", 0, 0, 1,
                  Words("share of the organisation's part left without agreement", "未达成协议时社会组织投入的留存比例"),
                  "primitive", latex="s_n"),
    ),
    form=Continuous(
        players=(
            Player("government", Words("government", "政府"), "y_g", 0, ag * joint_value,
                   tg * without_agreement + gain - y_g**2 / 2),
            Player("organisation", Words("social organisation", "社会组织"), "y_n", 0, an * joint_value,
                   tn * without_agreement + gain - y_n**2 / 2),
        ),
        total="Y",
        verb=Words("investing", "投入"),
    ),
    regimes=(
        Regime("government_led", Words("The government owns the project.", "项目归政府所有。"),
               {"sg": 1, "sn": lam}, overhead=F),
        Regime("multi_center", Words("The social organisation owns the project.", "项目归社会组织所有。"),
               {"sg": lam, "sn": 1}, overhead=k),
        Regime("cooperative", Words("Both own it together; nothing goes without both.",
                                    "双方共同所有，缺一方同意便不能运作。"),
               {"sg": 0, "sn": 0}, agreement=tau),
    ),
    selection=Selection("unique", Words("the only equilibrium", "唯一的均衡")),
    welfare={"behaviour": joint_value * project - y_g**2 / 2 - y_n**2 / 2},
    welfare_note=Words("value of the project to both less what they invest; zero without a project; "
                       "what they pay each other is a transfer",
                       "项目对双方的总价值减去双方的投入成本；没有项目时为零；双方之间的支付属于转移支付"),
    map_axes=("value_government", "value_organisation"),
    cooperation=(y_g / ag + y_n / an) / (2 * joint_value),
    cooperation_note=Words("investment against the first best", "投入占社会最优的比例"),
    accounts=(
        Account("treasury", Words("public budget", "公共预算"), 0, bears_costs=1),
    ),
)  # fmt: skip
