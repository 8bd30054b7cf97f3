"""Common-pool resource: users who each take a little more than is good for all."""

from cogov_games.declare import (
    Account, Continuous, Mechanism, Min, Parameter, Player, Regime, Selection, Words, symbols,
)  # fmt: skip

a, b, w, n, e, X, x1, x2 = symbols("a b w n e X x1 x2")
p, s, f, sigma, ell = symbols("p s f sigma ell")
pG, SG, pP, sP, sig, leak, F, k, tau = symbols("pG SG pP sP sig leak F k tau")

corrective_price = (a - w) * (n - 1) / (2 * n)
income = w * e + (a - w) * x1 - b * X * x1
outsider_income = w * e + (a - w) * x2 - b * X * x2
payers = (1 - ell) * n
overused, efficient = n * (a - w) / ((n + 1) * b), (a - w) / (2 * b)

UNITS = Words("tokens", "代币")

mechanism = Mechanism.declare(
    key="common_pool",
    title=Words("How much wood to take?", "该砍多少柴？"),
    story=Words(
        "The forest belongs to nobody in particular. Every household that clears another strip "
        "earns from it and lowers what all the others get.",
        "山林无主，家家可伐。每多开一片，自家得利，却摊薄了所有人的收成。",
    ),
    idea=Words(
        "“Illegal land occupation, illegal construction, and deforestation”: a resource open to all "
        "is overused until its use has a price or a rule.",
        "“违法占地、违章建设、毁林开荒”：人人可用的公共资源，没有价格或规则约束，便会被过度使用。",
    ),
    leaves_out=Words(
        "Regrowth of the resource over the years; users who differ; conflict about who belongs.",
        "资源的逐年再生；使用者的差异；关于“谁有资格使用”的纷争。",
    ),
    theme="collective action",
    article="S4",
    references=(
        "Ostrom, E., Gardner, R. and Walker, J. (1994). Rules, Games, and Common-Pool Resources. "
        "University of Michigan Press.",
        "Ostrom, E., Walker, J. and Gardner, R. (1992). Covenants with and without a sword: "
        "self-governance is possible. American Political Science Review 86, 404-417.",
    ),
    own_construction=Words(
        "The regimes are our own construction.", "三种治理模式的设定是我们自己的构造。"
    ),
    parameters=(
        Parameter("users", "n", 8, 2, 20, Words("number of users", "使用者人数"), integer=True),
        Parameter("return_first", "a", 23, 10, 40,
                  Words("return of the first unit taken", "首单位采伐的收益"), unit=UNITS),
        Parameter("congestion", "b", 0.25, 0.1, 1,
                  Words("fall in return per unit taken", "每多采一单位收益的下降")),
        Parameter("outside_wage", "w", 5, 0, 9, Words("wage elsewhere", "外出务工的报酬"), unit=UNITS),
        Parameter("endowment", "e", 25, 5, 50, Words("working time of each user", "每人的劳动时间"),
                  advanced=True),
        Parameter("agreement_cost", "tau", 10, 0, 100, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("detection_government", "pG", 0.2, 0, 1,
                  Words("detection by government", "政府的查处概率"), "institution", latex="p_G"),
        Parameter("sanction_government", "SG", 10, 0, 40,
                  Words("fine per unit, government", "政府每单位罚款"), "institution", latex="S_G", unit=UNITS),
        Parameter("noise_government", "sig", 8, 0, 20,
                  Words("error of a uniform rule", "统一规定的误差"), "institution", latex=r"\sigma_G"),
        Parameter("detection_local", "pP", 0.8, 0, 1,
                  Words("detection by users", "使用者的查处概率"), "institution", latex="p_P"),
        Parameter("sanction_local", "sP", 4, 0, 40,
                  Words("sanction per unit, users", "使用者每单位惩罚"), "institution", latex="s_P", unit=UNITS),
        Parameter("outsiders_local", "leak", 0.25, 0, 0.9,
                  Words("users out of local reach", "地方规则管不到的比例"),
                  "institution", latex=r"\ell"),
        Parameter("fixed_cost", "F", 30, 0, 200, Words("fixed cost of government", "政府固定成本"),
                  "overhead", unit=UNITS),
        Parameter("local_cost", "k", 20, 0, 200, Words("cost of self-organisation", "自组织成本"),
                  "overhead", unit=UNITS),
        Parameter("detection", "p", 0.5, 0, 1, Words("detection probability", "查处概率"), "primitive"),
        Parameter("sanction", "s", 8, 0, 40, Words("fine per unit", "每单位罚款"), "primitive"),
        Parameter("noise", "sigma", 0, 0, 20, Words("error of the rule", "规则的误差"), "primitive"),
        Parameter("outsiders", "ell", 0, 0, 0.9,
                  Words("share whom the rule does not reach", "规则管不到的比例"), "primitive", latex=r"\ell"),
        Parameter("price", "f", 4, 0, 20, Words("price per unit: the expected fine, at most the "
                  "corrective price", "每单位价格：期望罚款，以矫正价格为上限"), "primitive",
                  formula=Min(p * s, corrective_price)),
    ),
    form=Continuous(
        players=(
            Player("user", Words("users under the rule", "受规则约束者"), "x1", 0, e,
                   income - f * x1, payers),
            Player("outsider", Words("users outside the rule", "规则之外者"), "x2", 0, e,
                   outsider_income, ell * n),
        ),
        total="X",
        verb=Words("taking", "采伐"),
    ),
    regimes=(
        Regime("government_led",
               Words("Government sets one price for all, without local knowledge.",
                     "政府统一定价，缺少地方性知识。"),
               {"p": pG, "s": SG, "sigma": sig, "ell": 0}, overhead=F),
        Regime("multi_center",
               Words("Users watch each other; outsiders escape.", "使用者相互监督，外来者不受约束。"),
               {"p": pP, "s": sP, "sigma": 0, "ell": leak}, overhead=k),
        Regime("cooperative",
               Words("Users report, government fines; nobody escapes.", "使用者举报，政府罚款，无人例外。"),
               {"p": 1 - (1 - pG) * (1 - pP), "s": SG, "sigma": 0, "ell": 0},
               overhead=F + k, agreement=tau),
        Regime("laissez_faire", Words("Nobody sets a price.", "没有任何价格约束。"),
               {"p": 0, "s": 0, "sigma": 0, "ell": 0}),
    ),
    selection=Selection("unique", Words("the only equilibrium", "唯一的均衡")),
    welfare={"behaviour": (a - w) * X - b * X**2, "enforcement": -b * sigma**2},
    welfare_note=Words("rent of all users; zero if nobody uses the resource; fines are transfers",
                       "全体使用者的净租值；无人使用时为零；罚款属于转移支付"),
    map_axes=("sanction_government", "agreement_cost"),
    cooperation=(overused - X) / (overused - efficient),
    cooperation_note=Words("restraint", "克制程度"),
    accounts=(
        Account("user", Words("users under the rule", "受规则约束者"),
                payers * ((a - w) * x1 - b * X * x1 - f * x1)),
        Account("outsider", Words("users outside the rule", "规则之外者"),
                ell * n * ((a - w) * x2 - b * X * x2)),
        Account("treasury", Words("public budget", "公共预算"), f * payers * x1 - b * sigma**2, bears_costs=1),
    ),
)  # fmt: skip
