"""Linear public good with sanctions; in the cooperative regime, those who contribute also report."""

from cogov_games.declare import (
    Account, Actor, Group, Mechanism, Parameter, Regime, Selection, Strategy, Words, symbols,
)  # fmt: skip

n, a, e, j, x, p, s, eps = symbols("n a e j x p s eps")
pG, pP, S, sP, psi, F, k, tau = symbols("pG pP S sP psi F k tau")

contribute = e * (a * (j + 1) - eps * s)
free_ride = e * (1 + a * j - p * s)
reporting = 1 - psi + psi * j / (n - 1)

UNITS = Words("afternoons", "个下午")

mechanism = Mechanism.declare(
    key="public_good",
    title=Words("Who keeps the street clean?", "谁来保持街道清洁？"),
    story=Words(
        "Every household of a town gains from clean streets, and each would rather leave the "
        "sweeping to the others. When everybody waits, the litter grows.",
        "街道干净，家家受益；打扫之事，人人都盼着别人去做。大家都在等，垃圾就越堆越多。",
    ),
    idea=Words(
        "“Resolve the collective action dilemma” of grassroots governance: people contribute to a "
        "common good if contributing pays, and institutions change what pays.",
        "破解基层治理主体的“集体行动困境”：只有出力合算，人们才会为公共物品出力；制度改变的正是“合算”与否。",
    ),
    leaves_out=Words(
        "Habit, shame and friendship; unequal households; punishment that costs the punisher; "
        "learning over time.",
        "习惯、羞耻心与邻里情谊；家户之间的差别；惩罚者自己付出的代价；随时间的学习。",
    ),
    theme="collective action",
    article="S1",
    references=(
        "Isaac, R. M. and Walker, J. M. (1988). Group size effects in public goods provision. "
        "Quarterly Journal of Economics 103, 179-199.",
        "Becker, G. S. (1968). Crime and punishment: an economic approach. Journal of Political "
        "Economy 76, 169-217.",
        "Fehr, E. and Gächter, S. (2000). Cooperation and punishment in public goods experiments. "
        "American Economic Review 90, 980-994.",
    ),
    own_construction=Words(
        "The regimes, and supervision that grows with the number of participants, are our own "
        "construction.",
        "三种治理模式的设定，以及“监督随参与人数增强”的假设，是我们自己的构造。",
    ),
    parameters=(
        Parameter("people", "n", 20, 4, 40, Words("number of households", "家户数"), integer=True),
        Parameter("marginal_return", "a", 0.2, 0.02, 0.95,
                  Words("what each gets per unit contributed", "每出力一份，人人所得的回报")),
        Parameter("start", "x0", 0.9, 0, 1, Words("share who contribute at first", "起初出力者的比例"),
                  "status_quo"),
        Parameter("endowment", "e", 1, 1, 20, Words("what each can contribute", "每户可出之力"),
                  advanced=True, unit=UNITS),
        Parameter("agreement_cost", "tau", 0.1, 0, 5,
                  Words("cost of agreeing, per head", "人均协商成本"), "agreement", unit=UNITS),
        Parameter("detection_government", "pG", 0.3, 0, 1,
                  Words("detection by government", "政府的查处概率"), "institution", latex="p_G"),
        Parameter("sanction_government", "S", 1.1, 0, 4,
                  Words("fine set by government", "政府罚款"), "institution", unit=UNITS),
        Parameter("detection_local", "pP", 0.7, 0, 1,
                  Words("detection by neighbours", "邻里的查处概率"), "institution", latex="p_P"),
        Parameter("sanction_local", "sP", 0.5, 0, 4,
                  Words("sanction among neighbours", "邻里惩罚"), "institution", latex="s_P", unit=UNITS),
        Parameter("reporting_by_participants", "psi", 1, 0, 1,
                  Words("local detection needs participants", "邻里查处对参与者的依赖"),
                  "institution", latex=r"\psi"),
        Parameter("fixed_cost", "F", 4, 0, 20,
                  Words("fixed cost of government", "政府固定成本（全体分摊）"), "overhead", unit=UNITS),
        Parameter("local_cost", "k", 0.3, 0, 2,
                  Words("cost of self-organisation, per head", "人均自组织成本"), "overhead", unit=UNITS),
        Parameter("false_fines", "eps", 0, 0, 0.5,
                  Words("chance that a contributor is fined by mistake", "误罚出力者的概率"),
                  "institution", latex=r"\varepsilon", advanced=True),
        Parameter("detection", "p", 0.5, 0, 1, Words("detection probability", "查处概率"), "primitive"),
        Parameter("sanction", "s", 1, 0, 4, Words("fine", "罚款"), "primitive"),
    ),
    form=Group(
        member=Actor("resident", Words("resident", "居民"), (
            Strategy("free_ride", Words("free-ride", "搭便车")),
            Strategy("contribute", Words("contribute", "出力"), share="x"),
        )),
        size=n,
        payoffs=(free_ride, contribute),
        status_quo="x0",
    ),
    regimes=(
        Regime("government_led", Words("Government inspects and fines.", "政府检查并罚款。"),
               {"p": pG, "s": S}, overhead=F / n),
        Regime("multi_center", Words("Neighbours watch and sanction each other.", "邻里相互监督、相互惩罚。"),
               {"p": pP, "s": sP}, overhead=k),
        Regime("cooperative",
               Words("Those who contribute report; government fines.", "参与者举报，政府罚款。"),
               {"p": 1 - (1 - pG) * (1 - pP * reporting), "s": S}, overhead=F / n + k, agreement=tau),
        Regime("laissez_faire", Words("Nobody inspects, nobody is fined.", "无人检查，无人受罚。"),
               {"p": 0, "s": 0}),
    ),
    selection=Selection(
        "reached_from",
        Words("the equilibrium reached from the share who contribute at first; who is indifferent "
              "contributes", "由起初的出力比例出发所到达的均衡；无差异者选择出力"),
    ),
    welfare={"behaviour": e * x * (n * a - 1)},
    welfare_note=Words("gain per head over a street that nobody sweeps; fines are transfers",
                       "相对于无人打扫时的人均增益；罚款属于转移支付，不计入"),
    per_head=True,
    map_axes=("people", "marginal_return"),
    cooperation=x,
    cooperation_note=Words("share who contribute", "出力者的比例"),
    accounts=(
        Account("resident", Words("average household", "平均每户"),
                x * contribute + (1 - x) * free_ride, bears_costs=1),
        Account("contributor", Words("a contributor", "出力者"), contribute, bears_costs=1),
        Account("free_rider", Words("a free rider", "搭便车者"), free_ride, bears_costs=1),
    ),
)  # fmt: skip
