"""Reputation: a provider stays honest if the premium that it would lose is worth more than cheating."""

from cogov_games.declare import (
    Account, Actor, ClosedForm, Mechanism, Parameter, Party, Piecewise, Regime, Selection, Stage,
    Strategy, Words, symbols,
)  # fmt: skip

m, z, x, q, chi, K = symbols("m z x q chi K")
vH, cH, dc, delta, lam = symbols("vH cH dc delta lam")
qG, chiG, qP, chiP, chiC, F, k, tau = symbols("qG chiG qP chiP chiC F k tau")

surplus = vH - cH
UNITS = Words("value per round", "每轮价值")

INSPECTED = Words("Government inspects and renews contracts softly.", "政府检查，续约从宽。")
LEFT = Words("Users watch and walk away.", "使用者监督，不满即离开。")
JOINT = Words("Users report, government inspects, and a joint rule says who must go.",
              "使用者举报，政府检查，退出由共同规则决定。")  # fmt: skip
REFERENCES = (
    "Klein, B. and Leffler, K. B. (1981). The role of market forces in assuring contractual "
    "performance. Journal of Political Economy 89, 615-641.",
    "Shapiro, C. (1983). Premiums for high quality products as returns to reputations. Quarterly "
    "Journal of Economics 98, 659-679.",
    "Kreps, D. M. (1990). Corporate culture and economic theory. In J. Alt and K. Shepsle (eds.), "
    "Perspectives on Positive Political Economy. Cambridge University Press.",
)
PARAMETERS = (
    Parameter("value", "vH", 10, 9, 20, Words("value of honest work", "守信服务的价值"),
              latex="v_H", unit=UNITS),
    Parameter("cost", "cH", 5, 3, 8, Words("cost of honest work", "守信服务的成本"),
              latex="c_H", unit=UNITS),
    Parameter("cheating_gain", "dc", 2, 0.2, 6,
              Words("saved by cheating", "偷工减料省下的成本"), latex=r"\Delta", unit=UNITS),
    Parameter("patience", "delta", 0.9, 0.2, 0.99,
              Words("weight on the next round", "对下一轮的重视"), latex=r"\delta"),
    Parameter("premium_weight", "lam", 0.5, 0.05, 1,
              Words("cost to society of each unit of premium", "每单位溢价的社会成本"),
              latex=r"\lambda"),
    Parameter("agreement_cost", "tau", 0.2, 0, 3, Words("cost of agreeing", "协商成本"),
              "agreement", unit=UNITS),
    Parameter("detection_government", "qG", 0.4, 0.02, 1,
              Words("detection by government", "政府的查处概率"), "institution", latex="q_G"),
    Parameter("exit_government", "chiG", 0.5, 0.02, 1,
              Words("chance that government ends the contract", "政府终止合同的概率"),
              "institution", latex=r"\chi_G"),
    Parameter("detection_local", "qP", 0.5, 0.02, 1,
              Words("detection by users", "使用者的查处概率"), "institution", latex="q_P"),
    Parameter("exit_local", "chiP", 0.4, 0.02, 1,
              Words("chance that users leave", "使用者离开的概率"), "institution",
              latex=r"\chi_P"),
    Parameter("exit_cooperative", "chiC", 0.9, 0.02, 1,
              Words("chance of exit under a joint rule", "共同规则下退出的概率"), "institution",
              latex=r"\chi_C"),
    Parameter("fixed_cost", "F", 0.2, 0, 3, Words("fixed cost of government", "政府固定成本"),
              "overhead", unit=UNITS),
    Parameter("local_cost", "k", 0.1, 0, 3, Words("cost of self-organisation", "自组织成本"),
              "overhead", unit=UNITS),
    Parameter("detection", "q", 0.5, 0.02, 1, Words("detection probability", "查处概率"), "primitive"),
    Parameter("exit", "chi", 0.5, 0.02, 1,
              Words("chance that a cheat must go", "失信者退出的概率"), "primitive", latex=r"\chi"),
    Parameter("running_cost", "K", 0, 0, 6,
              Words("institutional cost that the exchange must cover", "交易须承担的制度成本"),
              "primitive"),
)  # fmt: skip

promise = Mechanism.declare(
    key="promise",
    title=Words("Keep the promise this month?", "这个月守不守信？"),
    story=Words(
        "Every month each provider of an old people's canteen cooks as promised, or saves on the food. "
        "Who is found out may lose the contract for good.",
        "每个月，老年食堂的各家承办者要么照承诺做饭，要么偷工减料。被查处的，可能从此失去合同。",
    ),
    idea=Words(
        "“Establish an exit mechanism of social organizations”: at a premium that is given, who keeps "
        "the promise?",
        "“建立社会组织退出机制”：溢价既定时，谁会守信？",
    ),
    leaves_out=Words(
        "Guests who stay away; contracts given to somebody new; a good name elsewhere.",
        "食客的流失；另请他人承办；在别处的好名声。",
    ),
    theme="trust",
    article="S2",
    references=REFERENCES,
    own_construction=Words(
        "The regimes, and that bad work is worth no more than it costs, are our own construction.",
        "三种治理模式的设定，以及“失信的服务不值其成本以上的价钱”的假设，是我们自己的构造。",
    ),
    parameters=(
        Parameter("premium", "m", 0.5, 0, 10, Words("premium per round", "每轮溢价"), unit=UNITS),
        *(p for p in PARAMETERS if p.symbol != "K"),
    ),
    form=ClosedForm(
        key="honest",
        title=Words("share who keep the promise", "守信者的比例"),
        state="x",
        push=delta * q * chi * m / (1 - delta) - dc,
        push_title=Words("loss from cheating once", "失信一次的净损失"),
        at_low=Words("nobody keeps the promise", "无人守信"),
        between=Words("some keep the promise", "部分人守信"),
        at_high=Words("all keep the promise", "人人守信"),
        parties=(
            Party("provider", Words("provider, on average per round", "承办者（每轮平均）"),
                  x * m + (1 - x) * (1 - delta) * (m + dc) / (1 - delta * (1 - q * chi))),
        ),
        stage=Stage(
            actor=Actor("provider", Words("provider", "承办者"), (
                Strategy("cheat", Words("cheat", "失信")),
                Strategy("honest", Words("keep the promise", "守信")),
            )),
            payoffs=(m + dc, m),
            leaving=(q * chi, 0),
            goes_on=delta,
            left=Words("out of contract", "已退出"),
        ),
    ),
    regimes=(
        Regime("government_led", INSPECTED, {"q": qG, "chi": chiG}, overhead=F),
        Regime("multi_center", LEFT, {"q": qP, "chi": chiP}, overhead=k),
        Regime("cooperative", JOINT, {"q": 1 - (1 - qG) * (1 - qP), "chi": chiC}, overhead=F,
               agreement=tau),
    ),
    selection=Selection("best", Words("what pays in the long run; who is indifferent keeps the promise",
                                      "长远合算的做法；无差异者守信")),
    welfare={"behaviour": x * surplus, "enforcement": -lam * m},
    welfare_note=Words("per contract and round: value of honest work less its cost and the cost of the "
                       "premium; bad work is worth what it costs",
                       "每份合同每轮：守信服务的价值减去成本与溢价的社会成本；失信的服务恰值其成本"),
    per_head=True,
    map_axes=("premium", "patience"),
    cooperation=x,
    cooperation_note=Words("share who keep the promise", "守信者的比例"),
)  # fmt: skip

mechanism = Mechanism.declare(
    key="reputation",
    title=Words("Why keep a promise?", "为何守约？"),
    story=Words(
        "A social organisation runs the old people's canteen. It could save on the food, and often "
        "nobody would notice. It stays honest if it earns enough from being hired again.",
        "社会组织承办老年食堂。饭菜上偷工减料，往往无人察觉。只有当“下次还请你”值得它珍惜时，它才会守信。",
    ),
    idea=Words(
        "“Establish an exit mechanism of social organizations”: who is found cheating must go, and "
        "must have something to lose.",
        "“建立社会组织退出机制”：失信被发现者必须退出，而且要有所可失。",
    ),
    leaves_out=Words(
        "Bribes to stay; providers who cannot be replaced; pride in good work.",
        "花钱保住合同；无人可以替代的承办者；把事做好的自豪感。",
    ),
    theme="trust",
    article="S1",
    references=REFERENCES,
    own_construction=Words(
        "The regimes, and that an exchange which does not pay is not set up, are our own construction.",
        "三种治理模式的设定，以及“不合算的交易不会建立”，是我们自己的构造。",
    ),
    parameters=PARAMETERS,
    form=ClosedForm(
        key="premium",
        title=Words("premium per round", "每轮溢价"),
        state="m",
        high=surplus / lam,
        push=dc - delta * q * chi * m / (1 - delta),
        push_title=Words("gain from cheating once", "失信一次的净收益"),
        at_low=Words("no premium needed", "无需溢价"),
        between=Words("premium needed", "所需的溢价"),
        at_high=Words("no premium worth paying keeps anyone honest", "付得起的溢价都换不来守信"),
        follows={"z": Piecewise((1, surplus - lam * m - K > 0), (0, True))},
        parties=(
            Party("provider", Words("provider", "承办者"), z * m),
            Party("user", Words("user", "使用者"), z * (surplus - m)),
        ),
    ),
    regimes=(
        Regime("government_led", INSPECTED, {"q": qG, "chi": chiG, "K": F}, overhead=F * z),
        Regime("multi_center", LEFT, {"q": qP, "chi": chiP, "K": k}, overhead=k * z),
        Regime("cooperative", JOINT,
               {"q": 1 - (1 - qG) * (1 - qP), "chi": chiC, "K": F + tau},
               overhead=F * z, agreement=tau * z),
    ),
    selection=Selection("unique", Words("the least premium that keeps the provider honest",
                                        "使承办者守信的最低溢价")),
    welfare={"behaviour": z * surplus, "enforcement": -z * lam * m},
    welfare_note=Words("value of honest work less its cost and the cost of the premium; zero if the "
                       "exchange is not set up, which then costs nothing",
                       "守信服务的价值减去成本与溢价的社会成本；交易不建立时为零，也无须付出制度成本"),
    map_axes=("exit_cooperative", "agreement_cost"),
    cooperation=z,
    cooperation_note=Words("honest exchange takes place", "守信交易得以进行"),
    accounts=(
        Account("public", Words("cost of premiums and institutions", "溢价与制度的社会成本"),
                -z * lam * m, bears_costs=1),
    ),
    variants={"promise": promise},
    played="promise",
)  # fmt: skip
