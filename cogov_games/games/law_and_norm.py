"""Law and village rules: a cap on what villagers do works if enough of them keep it and report."""

from cogov_games.declare import (
    Account, ClosedForm, Margin, Mechanism, Parameter, Party, Rational, Regime, Selection, Words,
    sqrt, symbols,
)  # fmt: skip

t, L, eta, w, phi, D, b, b2 = symbols("t L eta w phi D b b2")
LG, LP, etaG, wG, wP, phiG, phiP = symbols("LG LP etaG wG wP phiG phiP")
zeta, F, k, tau = symbols("zeta F k tau")

detection = eta + (1 - eta) * w * t
steepness = 1 + w * (L - phi)
discriminant = steepness**2 - 4 * w * (L + phi * eta / (1 - eta))
land = L**2 / 2 + L * (t - L) + (1 - D) * (1 - t**2) / 2 + D * L * (1 - t)
land_squared = L**3 / 3 + L**2 * (t - L) + (1 - D) * (1 - t**3) / 3 + D * L**2 * (1 - t)

UNITS = Words("value of all land", "以全部土地的价值为一")

mechanism = Mechanism.declare(
    key="law_and_norm",
    title=Words("Whose rule is kept?", "谁的规矩有人守？"),
    story=Words(
        "A law caps how much land a household may build on. Those who want no more than the cap keep "
        "it anyway; those who keep it report neighbours who do not; those who break it report nobody.",
        "法律限定每户可占的建房用地。本来就用不了那么多的人自然守规；守规的人会举报违规的邻居，"
        "违规的人谁也不举报。",
    ),
    idea=Words(
        "“Let habits, village regulations and other informal systems” go together with national law: "
        "a law far from custom is broken by so many that nobody is left to report.",
        "让“习惯、村规民约等非正式制度”与国家法律相衔接：法律离习俗太远，违规者众，便无人举报。",
    ),
    leaves_out=Words(
        "Whether one likes to do as the neighbours do; officials who sell permits; revenge on those "
        "who report.",
        "人们向邻居看齐的愿望；出卖许可的官员；对举报人的报复。",
    ),
    theme="norms",
    article="S1",
    references=(
        "Acemoglu, D. and Jackson, M. O. (2017). Social norms and the enforcement of laws. Journal "
        "of the European Economic Association 15, 245-295.",
    ),
    own_construction=Words(
        "After Acemoglu and Jackson, but with losses that grow in proportion and without the wish to "
        "match one's neighbour, so that only reporting is left; the regimes are our own construction.",
        "取自阿西莫格鲁与杰克逊的思路，但损失按比例增长，也不考虑向邻居看齐的愿望，只留下举报这一渠道；"
        "三种治理模式的设定是我们自己的构造。",
    ),
    parameters=(
        Parameter("harm", "zeta", 4, 1.5, 5, Words("harm to others", "对他人的损害"), latex=r"\zeta"),
        Parameter("start", "s0", 0.5, 0, 1,
                  Words("share expected to keep the law at first", "起初预期的守规比例"),
                  "status_quo", latex="s_0"),
        Parameter("agreement_cost", "tau", 0.02, 0, 0.2, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("cap_government", "LG", 0.2, 0.05, 0.7,
                  Words("cap set by government", "政府规定的上限"), "institution", latex="L_G"),
        Parameter("cap_local", "LP", 0.5, 0.1, 0.9,
                  Words("cap set by village rules", "村规民约的上限"), "institution", latex="L_P"),
        Parameter("detection_government", "etaG", 0.1, 0, 0.5,
                  Words("detection by government", "政府的查处概率"), "institution", latex=r"\eta_G"),
        Parameter("reporting_government", "wG", 0.2, 0, 0.8,
                  Words("chance that those who keep the law report to government",
                        "守规者向政府举报的概率"), "institution", latex="w_G"),
        Parameter("reporting_local", "wP", 0.7, 0, 0.95,
                  Words("chance that they report within the village", "守规者在村内举报的概率"),
                  "institution", latex="w_P"),
        Parameter("fine_government", "phiG", 0.4, 0.05, 0.8,
                  Words("fine set by government", "政府罚款"), "institution", latex=r"\varphi_G",
                  unit=UNITS),
        Parameter("fine_local", "phiP", 0.05, 0, 0.4,
                  Words("sanction under village rules", "村规民约的惩罚"), "institution",
                  latex=r"\varphi_P", unit=UNITS),
        Parameter("fixed_cost", "F", 0.02, 0, 0.15, Words("fixed cost of government", "政府固定成本"),
                  "overhead", unit=UNITS),
        Parameter("local_cost", "k", 0.02, 0, 0.1, Words("cost of self-organisation", "自组织成本"),
                  "overhead", unit=UNITS),
        Parameter("cap", "L", 0.3, 0.05, 1, Words("cap", "上限"), "primitive"),
        Parameter("detection", "eta", 0.1, 0, 0.5,
                  Words("detection without reports", "无举报时的查处概率"), "primitive", latex=r"\eta"),
        Parameter("reporting", "w", 0.5, 0, 0.95, Words("chance of a report", "举报概率"), "primitive"),
        Parameter("fine", "phi", 0.3, 0, 0.8, Words("fine", "罚款"), "primitive", latex=r"\varphi"),
    ),
    form=ClosedForm(
        key="keep_the_law",
        title=Words("share who keep the law", "守规者的比例"),
        state="t",
        low=L,
        push=phi * detection - (t - L) * (1 - detection),
        push_title=Words("gain from keeping it, for the next in line", "临界村民守规的净收益"),
        at_low=Words("only those keep it whom it does not bind", "只有不受约束者守规"),
        between=Words("some keep it", "部分人守规"),
        at_high=Words("all keep it", "人人守规"),
        follows={"D": detection, "b": land, "b2": land_squared},
        parties=(
            Party("villager", Words("average villager", "平均每位村民"),
                  b - Rational(1, 2) - phi * D * (1 - t)),
        ),
        status_quo="s0",
        inner=(steepness - sqrt(discriminant)) / (2 * w),
        conditions=(
            Margin("critical_cap", 1 + w * phi - 2 * sqrt(w * phi / (1 - eta)) - w * L,
                   Words("the cap is below the critical one", "上限低于临界值"),
                   Words("the cap is above the critical one: all keep it", "上限高于临界值：人人守规")),
        ),
        optimum=-Rational(1, 2) + 1 / (2 * zeta) - 1 / (6 * zeta**2),
    ),
    regimes=(
        Regime("government_led", Words("Government sets the cap, inspects and fines.",
                                       "政府规定上限、检查并罚款。"),
               {"L": LG, "eta": etaG, "w": wG, "phi": phiG}, overhead=F),
        Regime("multi_center", Words("The village sets its own cap; neighbours report to each other.",
                                     "村庄自定上限，邻里相互监督。"),
               {"L": LP, "eta": 0, "w": wP, "phi": phiP}, overhead=k),
        Regime("cooperative",
               Words("Law and village meet halfway; villagers report to both; government fines.",
                     "法律与村规各让一步；村民可向两方举报；政府罚款。"),
               {"L": (LG + LP) / 2, "eta": etaG, "w": 1 - (1 - wG) * (1 - wP), "phi": phiG},
               overhead=F + k, agreement=tau),
        Regime("laissez_faire", Words("There is no law.", "没有法律。"),
               {"L": 1, "eta": 0, "w": 0, "phi": 0}),
    ),
    selection=Selection(
        "reached_from",
        Words("the equilibrium to which best replies lead from the share expected at first",
              "由起初预期的守规比例出发，经最优反应到达的均衡"),
    ),
    welfare={"behaviour": b - Rational(1, 2), "harm": -zeta * b2 / 2},
    welfare_note=Words("land used less the harm to others; zero if all did as they like and harmed "
                       "nobody; fines are transfers",
                       "用地收益减去对他人的损害；以人人随意用地且无损害为零点；罚款属于转移支付"),
    map_axes=("cap_government", "reporting_local"),
    cooperation=t,
    cooperation_note=Words("share who keep the law", "守规者的比例"),
    accounts=(
        Account("neighbours", Words("those harmed", "受损者"), -zeta * b2 / 2),
        Account("treasury", Words("public budget", "公共预算"), phi * D * (1 - t), bears_costs=1),
    ),
)  # fmt: skip
