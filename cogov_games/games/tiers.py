"""Tiers: bad news must pass every official on its way up, and each may hide it."""

from cogov_games.declare import (
    Account, ClosedForm, Expr, Mechanism, Min, Parameter, Party, Piecewise, Regime, Selection,
    Words, log, symbols,
)  # fmt: skip

M, m, S, g, al, B, w = symbols("M m S g al B w")
nG, nC, pP, om, F, k, tau = symbols("nG nC pP om F k tau")
x, Phi, pay, n, c, s, beta, ratio = symbols("x Phi pay n c s beta ratio")


def wages(tiers: Expr) -> Expr:
    """Return what the superiors cost per village: a tier has s times as many as the one above."""
    return w * (M - 1) / (M * (M ** (1 / tiers) - 1))


span = M ** (1 / n)
audit = 1 - (1 - Min(1, m / span)) * (1 - c)

TITLE = Words("How tall should the ladder be?", "层级多少才合适？")
IDEA = Words(
    "“The government structure is flat, communication is convenient”: fewer tiers lose less on the "
    "way, but each superior then has more subordinates to watch.",
    "“政府结构扁平，沟通便捷”：层级越少，途中的损失越少；可每位上级要看住的下属也越多。",
)

height = Mechanism.declare(
    key="height",
    title=TITLE,
    story=Words(
        "Every tier of an office multiplies the work that can be led, and loses a part of every order "
        "that passes through it.",
        "机关每多一级，能带动的工作就成倍增加；而每道指令经过一级，也会走样一分。",
    ),
    idea=IDEA,
    leaves_out=Words("Officials who mean to deceive; wages that differ by rank.",
                     "有意欺瞒的官员；各级薪酬的差别。"),
    theme="the whole system",
    article="S2",
    references=(
        "Williamson, O. E. (1967). Hierarchical control and optimum firm size. Journal of Political "
        "Economy 75, 123-138.",
    ),
    parameters=(
        Parameter("fidelity", "al", 0.9, 0.75, 0.95,
                  Words("part of an order that a tier passes on", "每级传达的指令保真度"),
                  latex=r"\alpha"),
        Parameter("span", "s", 5, 2, 12, Words("subordinates of a superior", "每位上级的下属人数")),
        Parameter("pay_step", "beta", 1.5, 1.05, 1.9,
                  Words("pay of a superior, by that of a subordinate", "上级薪酬是下级的几倍"),
                  latex=r"\beta"),
        Parameter("wage", "ratio", 0.4, 0.2, 0.9,
                  Words("lowest wage", "最低工资"), unit=Words("value of the work done for it",
                                                               "所做工作的价值"), latex=r"w_0"),
    ),
    form=ClosedForm(
        key="tiers",
        title=Words("number of tiers", "层级数"),
        state="n",
        low=1,
        high=40,
        push=log(al * s) * al**(n - 1) / s - ratio * log(s) / (s - beta),
        push_title=Words("gain from a taller ladder", "再加高一点的净收益"),
        at_low=Words("a single tier", "只设一级"),
        between=Words("so many tiers are best", "最优层级数"),
        at_high=Words("as tall as can be", "层级多到极限"),
        parties=(Party("office", Words("office", "机关"),
                       (al * s)**(n - 1) - ratio * s**n / (s - beta)),),
        turns=(),
        inner=1 + (log(ratio) + log(s / (s - beta)) + log(log(s) / log(al * s))) / log(al),
    ),
    regimes=(Regime("government_led", Words("A ladder of officials.", "层层设级。")),),
    selection=Selection("unique", Words("the best height of the ladder", "最优的层级数")),
    welfare={"behaviour": (al * s)**(n - 1) - ratio * s**n / (s - beta)},
    welfare_note=Words("work done less all wages", "完成的工作减去全部工资"),
    cooperation=n,
    cooperation_note=Words("number of tiers", "层级数"),
)  # fmt: skip

mechanism = Mechanism.declare(
    key="tiers",
    title=TITLE,
    story=Words(
        "A village reports that its dam leaks. The report passes township, county and city; each "
        "official on its way has reasons to keep it back, and a superior with time to check a few.",
        "村里上报水坝渗漏。消息要经过乡镇、县、市；沿途每位官员都有压下不报的理由，而上级只有精力抽查几份。",
    ),
    idea=IDEA,
    leaves_out=Words(
        "Officials who cover each other; news that is invented; what a tier decides itself.",
        "官官相护；无中生有的消息；各级自行裁量的事务。",
    ),
    theme="the whole system",
    article="S2",
    references=(
        "Williamson, O. E. (1967). Hierarchical control and optimum firm size. Journal of Political "
        "Economy 75, 123-138.",
        "Calvo, G. A. and Wellisz, S. (1978). Supervision, loss of control, and the optimum size of "
        "the firm. Journal of Political Economy 86, 943-952.",
        "Qian, Y. (1994). Incentives and loss of control in an optimal hierarchy. Review of Economic "
        "Studies 61, 527-544.",
    ),
    own_construction=Words(
        "The game joins the loss per tier of Williamson with the audits of Calvo and Wellisz; this, "
        "the villagers' own channel and the regimes are our own construction.",
        "本模型把威廉姆森的逐级损失与卡尔沃—韦利斯的抽查结合起来；这一结合、村民的直报渠道以及三种治理模式，"
        "是我们自己的构造。",
    ),
    parameters=(
        Parameter("villages", "M", 1000, 50, 4096, Words("villages", "村庄数"), integer=True),
        Parameter("attention", "m", 4, 1, 10,
                  Words("subordinates whom a superior can check", "上级能抽查的下属人数")),
        Parameter("gain", "g", 2, 0.2, 3, Words("gain from hiding bad news", "瞒报的好处")),
        Parameter("fidelity", "al", 0.9, 0.75, 1,
                  Words("part of the news that a tier passes on", "每级传递的信息保真度"),
                  latex=r"\alpha"),
        Parameter("value", "B", 10, 2, 20, Words("value of acting on the news", "据实处置的价值")),
        Parameter("wage", "w", 1, 0.1, 3, Words("wage of a superior", "每位上级的工资")),
        Parameter("agreement_cost", "tau", 0.5, 0, 4, Words("cost of agreeing", "协商成本"), "agreement"),
        Parameter("sanction", "S", 5, 0.5, 8, Words("sanction for hiding", "瞒报的惩罚"), "institution"),
        Parameter("tiers_government", "nG", 5, 1, 7,
                  Words("tiers of the ladder", "原有层级数"), "institution", integer=True,
                  latex="n_G"),
        Parameter("tiers_cooperative", "nC", 2, 1, 7,
                  Words("tiers of the flatter ladder", "扁平化后的层级数"), "institution",
                  integer=True, latex="n_C"),
        Parameter("channel", "pP", 0.4, 0, 0.9,
                  Words("chance that villagers' own channel shows what was hidden",
                        "村民直报渠道揭出瞒报的概率"), "institution", latex="p_P"),
        Parameter("local_scope", "om", 0.4, 0.05, 0.95,
                  Words("share of matters that concern the village alone", "只关乎本村的事务比例"),
                  "institution", latex=r"\omega"),
        Parameter("fixed_cost", "F", 0.5, 0, 2, Words("fixed cost of government", "政府固定成本"),
                  "overhead"),
        Parameter("local_cost", "k", 0.5, 0, 2, Words("cost of self-organisation", "自组织成本"),
                  "overhead"),
        Parameter("tiers", "n", 3, 1, 7, Words("tiers", "层级数"), "primitive", integer=True),
        Parameter("own_channel", "c", 0, 0, 0.9, Words("villagers' own channel", "村民直报渠道"),
                  "primitive"),
    ),
    form=ClosedForm(
        key="honest",
        title=Words("officials who pass it on", "如实上报的官员比例"),
        state="x",
        push=audit * S - g,
        push_title=Words("gain from passing it on", "如实上报的净收益"),
        at_low=Words("bad news is hidden", "坏消息被瞒下"),
        between=Words("some pass it on", "部分人如实上报"),
        at_high=Words("bad news is passed on", "坏消息如实上报"),
        follows={"Phi": (al * (x + (1 - x) * audit))**n, "pay": wages(n)},
        parties=(Party("official", Words("an official", "每位官员"),
                       (1 - x) * (g - audit * S)),),
        optimum=B,
    ),
    regimes=(
        Regime("government_led", Words("News climbs a tall ladder.", "消息逐级上报。"),
               {"n": nG, "c": 0}, overhead=F),
        Regime(
            "multi_center", Words("The village decides on the spot.", "村里就地决定。"), overhead=k,
            form=ClosedForm(
                key="handled",
                title=Words("matters dealt with", "村里处理的事务比例"),
                state="x",
                push=Piecewise((1, x < om), (-1, True)),
                push_title=Words("gain to the village (sign)", "对本村的得失（符号）"),
                at_low=Words("none", "都不处理"),
                between=Words("its own matters", "只管本村之事"),
                at_high=Words("all matters", "事事都管"),
                follows={"Phi": x, "pay": 0},
                inner=om,
                optimum=B,
            ),
        ),
        Regime("cooperative",
               Words("The ladder is flatter, and villagers have a channel of their own.",
                     "层级压缩，村民另有直报渠道。"),
               {"n": nC, "c": pP}, overhead=F + k, agreement=tau),
    ),
    selection=Selection(
        "best",
        Words("officials do what pays them; those who are indifferent pass the news on",
              "官员各按得失行事；两可之间者如实上报"),
    ),
    welfare={"behaviour": B * Phi, "enforcement": -pay},
    welfare_note=Words("per village: value of what is acted on, less the wages of superiors",
                       "按村平均：得到处置的事务的价值减去上级的工资"),
    map_axes=("channel", "local_scope"),
    cooperation=Phi,
    cooperation_note=Words("matters acted on", "得到处置的事务比例"),
    accounts=(
        Account("villages", Words("villages", "各村"), B * Phi),
        Account("treasury", Words("public budget", "公共预算"), -pay, bears_costs=1),
    ),
    variants={"height": height},
)  # fmt: skip
