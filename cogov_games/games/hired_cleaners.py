"""Crowding out: what a rule or a service adds, and what it takes from people's own motives."""

from typing import Any

from cogov_games.declare import (
    Account, Continuous, Expr, Mechanism, Parameter, Player, Regime, Selection, Words, log, symbols,
)  # fmt: skip

V, h, M, kG, kC, pG, S, pP, sP = symbols("V h M kG kC pG S pP sP")
rho, K, k, tau = symbols("rho K k tau")
x, p, s, kappa, omega = symbols("x p s kappa omega")

UNITS = Words("payoff", "收益")
ONLY = Selection("unique", Words("the only equilibrium", "唯一的均衡"))

# What is worth more than x to the resident is dropped; the worth is uniform on [0, V]
price = M * (1 - kappa) + p * s
convenience = (V**2 - x**2) / (2 * V)
dropped = (V - x) / V

# Variants: the same cleaners, paid for by a fee, in a village whose households give by themselves
w, t, n, alpha, gamma, g, G = symbols("w t n alpha gamma g G")
selfish = log(w - t - g)
common = log(G + n * t)
HOUSEHOLDS = (
    Parameter("households", "n", 3, 2, 40, Words("number of households", "农户数"), integer=True),
    Parameter("income", "w", 7, 6, 20, Words("income of each household", "每户收入")),
    Parameter("fee", "t", 0, 0, 5, Words("fee that each household pays", "每户所缴的费")),
    Parameter(
        "taste",
        "alpha",
        0.68,
        0.05,
        0.69,
        Words("weight of the common good", "公共物品的权重"),
        latex=r"\alpha",
    ),
)


def giving(utility: Expr, **rest: Any) -> Mechanism:
    """Return the game in which n households give g each, out of what the fee leaves them."""
    household = Player("household", Words("household", "农户"), "g", 0, w - t, utility, n)
    return Mechanism.declare(
        form=Continuous((household,), total="G", verb=Words("giving", "自愿付出")),
        regimes=(
            Regime("government_led",
                   Words("A fee pays for the common good.", "收费用于公共物品。")),
        ),
        theme="collective action",
        article="S4",
        selection=ONLY,
        welfare={"behaviour": n * utility},
        welfare_note=Words("sum of all utilities", "全体农户的效用之和"),
        cooperation=g / w,
        cooperation_note=Words("share of income given", "自愿付出占收入的比例"),
        **rest,
    )  # fmt: skip


voluntary = giving(
    (1 - alpha) * selfish + alpha * common,
    key="voluntary_contributions",
    title=Words("Does the fee replace the gift?", "收了费，还会自愿出力吗？"),
    story=Words(
        "The households of a village give for a clean street, until the village collects a fee for "
        "the same purpose.",
        "村里各户本来自愿出钱出力维护街道整洁，后来村里为同一用途收费。",
    ),
    idea=Words(
        "“They pay the cleaning fee every year”: a fee crowds out gifts one for one, until nobody "
        "gives any more.",
        "“每年缴纳保洁费”：收费一比一地挤出自愿付出，直到无人再付出。",
    ),
    leaves_out=Words(
        "Households that differ; pride in giving.", "农户之间的差异；付出本身带来的自豪。"
    ),
    references=(
        "Warr, P. G. (1983). The private provision of a public good is independent of the "
        "distribution of income. Economics Letters 13, 207-211.",
        "Bergstrom, T., Blume, L. and Varian, H. (1986). On the private provision of public goods. "
        "Journal of Public Economics 29, 25-49.",
    ),
    parameters=HOUSEHOLDS,
)

warm_glow = giving(
    (1 - alpha - gamma) * selfish + alpha * common + gamma * log(g),
    key="warm_glow",
    title=Words("Is giving its own reward?", "付出本身就是快乐吗？"),
    story=Words(
        "The same village, but each household is also glad about what it gave itself.",
        "还是这个村子，但各户也为自己的付出感到欣慰。",
    ),
    idea=Words(
        "Where people value their own gift, a fee crowds out only part of it.",
        "人们看重自己的付出时，收费只挤出其中一部分。",
    ),
    leaves_out=Words(
        "Motives that the fee itself weakens or strengthens.", "收费本身对内在动机的削弱或加强。"
    ),
    references=(
        "Andreoni, J. (1990). Impure altruism and donations to public goods: a theory of warm-glow "
        "giving. Economic Journal 100, 464-477.",
    ),
    parameters=(
        *HOUSEHOLDS,
        Parameter(
            "warm_glow",
            "gamma",
            0.1,
            0.01,
            0.3,
            Words("weight of the own gift", "自己的付出的权重"),
            latex=r"\gamma",
        ),
    ),
)

mechanism = Mechanism.declare(
    key="hired_cleaners",
    title=Words("Why carry your litter home?", "有了保洁员，还自己带走垃圾吗？"),
    story=Words(
        "A town hires cleaners, and litter grows: why carry it to the bin if somebody is paid to "
        "pick it up?",
        "镇上雇了保洁员，乱扔的垃圾反而多了：既然有人拿钱来捡，何必自己多走几步？",
    ),
    idea=Words(
        "“The government has hired cleaners and they pay the cleaning fee every year”: a service or "
        "a fine can crowd out what people did of their own accord.",
        "“政府雇了保洁员，群众每年缴纳保洁费”：服务或罚款，都可能挤出人们原有的自觉（激励挤出）。",
    ),
    leaves_out=Words(
        "Residents who watch what others do; habits that stay when the cleaners go.",
        "居民之间的相互影响；保洁员走后仍会延续的习惯。",
    ),
    theme="collective action",
    article="S4",
    references=(
        "Gneezy, U. and Rustichini, A. (2000). A fine is a price. Journal of Legal Studies 29, 1-17.",
        "Frey, B. S. and Oberholzer-Gee, F. (1997). The cost of price incentives: an empirical "
        "analysis of motivation crowding-out. American Economic Review 87, 746-755.",
        "Bowles, S. and Polanía-Reyes, S. (2012). Economic incentives and social preferences: "
        "substitutes or complements? Journal of Economic Literature 50, 368-425.",
    ),
    own_construction=Words(
        "The litter game in this form and the regimes are our own construction.",
        "乱扔垃圾博弈的这种设定与三种治理模式，是我们自己的构造。",
    ),
    parameters=(
        Parameter("largest_benefit", "V", 10, 5, 20,
                  Words("largest benefit from dropping litter", "乱扔垃圾的最大便利"), unit=UNITS),
        Parameter("harm", "h", 12, 0, 25, Words("harm of litter that stays", "未清理垃圾的损害"), unit=UNITS),
        Parameter("moral_cost", "M", 4, 0, 10, Words("reluctance to litter", "乱扔垃圾的愧疚"), unit=UNITS),
        Parameter("cleaned_share", "rho", 0.3, 0, 1,
                  Words("share of litter that cleaners remove", "保洁员清理的比例"), latex=r"\rho"),
        Parameter("agreement_cost", "tau", 0.3, 0, 4, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("crowding_government", "kG", 0.6, 0, 1,
                  Words("crowding-out by cleaners and officials", "保洁与执法带来的激励挤出"),
                  "institution", latex=r"\kappa_G"),
        Parameter("crowding_joint", "kC", 0.2, 0, 1,
                  Words("crowding-out by a common arrangement", "共同约定带来的激励挤出"),
                  "institution", latex=r"\kappa_C"),
        Parameter("detection_government", "pG", 0.1, 0, 1,
                  Words("detection by officials", "执法人员的查处概率"), "institution", latex="p_G"),
        Parameter("fine_government", "S", 10, 0, 40, Words("fine", "政府罚款"), "institution", unit=UNITS),
        Parameter("detection_local", "pP", 0.6, 0, 1,
                  Words("detection by neighbours", "邻里的查处概率"), "institution", latex="p_P"),
        Parameter("sanction_local", "sP", 2, 0, 10,
                  Words("sanction by neighbours", "邻里的惩罚"), "institution", latex="s_P", unit=UNITS),
        Parameter("cleaning_cost", "K", 0.5, 0, 3, Words("cost of the cleaners", "保洁的成本"), "overhead", unit=UNITS),
        Parameter("local_cost", "k", 0.3, 0, 2, Words("cost of the neighbours' watch", "邻里看护的成本"),
                  "overhead", unit=UNITS),
        Parameter("detection", "p", 0, 0, 1, Words("detection probability", "查处概率"), "primitive"),
        Parameter("sanction", "s", 0, 0, 40, Words("sanction", "惩罚"), "primitive"),
        Parameter("crowding", "kappa", 0, 0, 1, Words("crowding-out of the own motive", "对内在动机的挤出"),
                  "primitive", latex=r"\kappa"),
        Parameter("cleaning", "omega", 0, 0, 1, Words("share of litter removed", "垃圾清理比例"),
                  "primitive", latex=r"\omega"),
    ),
    form=Continuous(
        players=(
            Player("resident", Words("resident", "居民"), "x", 0, V, convenience - price * dropped),
        ),
        total="X",
        verb=Words("trouble taken not to litter", "为不乱扔垃圾而承受的不便"),
    ),
    regimes=(
        Regime("government_led", Words("Hired cleaners sweep, officials fine.", "雇人保洁，执法人员罚款。"),
               {"p": pG, "s": S, "kappa": kG, "omega": rho}, overhead=K),
        Regime("multi_center", Words("Neighbours keep an eye on the street; there are no cleaners.",
                                     "邻里相互看护，不雇保洁员。"),
               {"p": pP, "s": sP, "kappa": 0, "omega": 0}, overhead=k),
        Regime("cooperative", Words("Residents agreed on the cleaners, and report; officials fine.",
                                    "居民共同商定雇人保洁并举报，执法人员罚款。"),
               {"p": 1 - (1 - pG) * (1 - pP), "s": S, "kappa": kC, "omega": rho},
               overhead=K + k, agreement=tau),
        Regime("laissez_faire", Words("Nobody cleans or fines.", "无人清扫，也无人罚款。"),
               {"p": 0, "s": 0, "kappa": 0, "omega": 0}),
    ),
    selection=ONLY,
    welfare={"behaviour": convenience, "harm": -h * (1 - omega) * dropped},
    welfare_note=Words("a resident's convenience less the harm of litter that stays; zero if nobody "
                       "litters; fines are transfers, reluctance is left out",
                       "每位居民的便利减去未清理垃圾的损害；无人乱扔时为零；罚款属于转移支付，愧疚不计入"),
    per_head=True,
    map_axes=("moral_cost", "crowding_government"),
    cooperation=x / V,
    cooperation_note=Words("share of litter carried home", "自觉带走垃圾的比例"),
    accounts=(
        Account("public", Words("neighbours and public budget", "邻里与公共预算"),
                (p * s - h * (1 - omega)) * dropped, bears_costs=1),
    ),
    variants={"voluntary_contributions": voluntary, "warm_glow": warm_glow},
)  # fmt: skip
