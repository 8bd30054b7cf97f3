"""Consultation: many who know a little, one who knows more, and votes weighted by what they know."""

from cogov_games.declare import (
    Account, ClosedForm, Expr, Margin, Mechanism, Parameter, Party, Piecewise, Rational, Regime,
    Selection, Words, at_least, ceiling, floor, log, symbols,
)  # fmt: skip

n, p, pG, x, a, q, s, R = symbols("n p pG x a q s R")
wronged, spared, seen, needed = symbols("wronged spared v d")
N, r, e = symbols("N r e")
F, kap, tau = symbols("F kap tau")
TIE = Rational(1, 10**9)


def wins(votes: Expr, needed: Expr) -> Expr:
    """Return the chance that more than the votes needed are right; just as many are a coin flip."""
    right = x * r + (1 - x) * (1 - r)
    more, as_many = floor(needed + TIE) + 1, ceiling(needed - TIE)
    return (at_least(more, votes, right) + at_least(as_many, votes, right)) / 2


def weight(accuracy: Expr) -> Expr:
    """Return the weight of a vote that makes the most of it."""
    return log(accuracy / (1 - accuracy))


def together(votes: Expr, expert: Expr) -> Expr:
    """Return the chance that votes and an expert, worth so many of them, decide rightly."""
    return pG * wins(votes, (votes - expert) / 2) + (1 - pG) * wins(votes, (votes + expert) / 2)


experts_votes = weight(pG) / weight(p)

unanimity = Mechanism.declare(
    key="unanimity",
    title=Words("Must all agree?", "非得一致同意吗？"),
    story=Words(
        "A household loses its share of the village's income if all members of the council find that "
        "it broke the rules. Who has doubts knows that the vote matters only if all others have none.",
        "村民议事会全体认定某户违规，该户才会被取消分红。心存疑虑的人明白：只有其他人都认定违规时，"
        "自己这一票才起作用。",
    ),
    idea=Words(
        "“Consultative democracy is the inevitable road”: a rule that seems to protect the innocent "
        "changes how people vote.",
        "“协商民主是必由之路”：看似保护无辜者的规则，会改变人们的投票。",
    ),
    leaves_out=Words(
        "Talking before the vote; council members who differ; votes that ignore all that one saw.",
        "表决前的商议；成员之间的差别；完全不顾所见的投票。",
    ),
    theme="participation",
    article="S0",
    references=(
        "Feddersen, T. and Pesendorfer, W. (1998). Convicting the innocent: the inferiority of "
        "unanimous jury verdicts under strategic voting. American Political Science Review 92, 23-35.",
    ),
    parameters=(
        Parameter("people", "n", 12, 2, 60, Words("members of the council", "议事会人数"), integer=True),
        Parameter("accuracy", "p", 0.8, 0.51, 0.95,
                  Words("chance that what one saw is right", "个人所见属实的概率")),
        Parameter("doubt", "q", 0.5, 0.05, 0.95,
                  Words("how sure one must be to find against a household",
                        "认定违规所需的把握")),
        Parameter("time", "kap", 0, 0, 0.006, Words("cost per member", "每人的议事成本"), "overhead",
                  latex=r"\kappa"),
        Parameter("weight_of_sight", "v", 1, 0, 3, Words("weight of what one saw", "个人所见的分量"),
                  "primitive", formula=weight(p)),
        Parameter("weight_needed", "d", 0, -3, 3,
                  Words("weight of the evidence needed", "认定所需证据的分量"), "primitive",
                  formula=weight(q)),
    ),
    form=ClosedForm(
        key="against_own_signal",
        title=Words("chance to convict despite doubts", "心存疑虑仍认定违规的概率"),
        state="s",
        push=(n - 1) * log((p + (1 - p) * s) / (1 - p + p * s)) - seen - needed,
        push_title=Words("log-odds of guilt beyond doubt", "违规的对数几率超出所需的程度"),
        at_low=Words("everybody votes as they saw", "人人按所见投票"),
        between=Words("some vote against their doubts", "部分人违心认定"),
        at_high=Words("all find against it whatever they saw", "不论所见，一概认定违规"),
        follows={"wronged": (1 - p + p * s)**n, "spared": 1 - (p + (1 - p) * s)**n},
        parties=(Party("member", Words("member of the council", "议事会成员"),
                       -(q * wronged + (1 - q) * spared) / 2),),
        turns=(),
        inner=((R * p - (1 - p)) / (p - R * (1 - p))).subs(
            R, ((1 - q) * (1 - p) / (q * p))**(1 / (n - 1))),
        conditions=(
            Margin("sincere", needed - (n - 2) * seen,
                   Words("all vote as they saw", "人人按所见投票"),
                   Words("not all vote as they saw", "并非人人按所见投票")),
        ),
    ),
    regimes=(
        Regime("multi_center", Words("The council decides; all must agree.", "议事会表决，须一致同意。"),
               overhead=kap * n),
    ),
    selection=Selection("unique", Words("the only equilibrium in which what one saw counts",
                                        "唯一一个所见会影响投票的均衡")),
    welfare={"harm": -(q * wronged + (1 - q) * spared) / 2},
    welfare_note=Words("losses from finding against the innocent and from sparing the guilty, who are "
                       "equally frequent", "冤枉守规者与放过违规者的损失；两种情形等可能"),
    cooperation=1 - s,
    cooperation_note=Words("chance to vote as one saw", "按所见投票的概率"),
)  # fmt: skip

mechanism = Mechanism.declare(
    key="consultation",
    title=Words("Ask the people or the expert?", "问百姓，还是问专家？"),
    story=Words(
        "Where should the village's well be drilled? Everybody has a hunch that is a little better "
        "than a coin. An expert from the county has a better one, and may still be wrong.",
        "村里的水井该打在哪儿？人人心里都有个谱，比抛硬币略准一些；县里来的专家更准，但也会看走眼。",
    ),
    idea=Words(
        "“Consultative democracy is the inevitable road”: many who know a little can know more "
        "together than one who knows much.",
        "“协商民主是必由之路”：许多人各知一点，合起来可能胜过一个知道得多的人。",
    ),
    leaves_out=Words(
        "Citizens who copy each other or err alike; interests that differ; what deliberation changes.",
        "相互模仿、错到一处的百姓；利益分歧；商议对看法的改变。",
    ),
    theme="participation",
    article="S0",
    references=(
        "Condorcet, M. de (1785). Essai sur l'application de l'analyse à la probabilité des décisions "
        "rendues à la pluralité des voix. Imprimerie Royale.",
        "Nitzan, S. and Paroush, J. (1982). Optimal decision rules in uncertain dichotomous choice "
        "situations. International Economic Review 23, 289-297.",
        "Shapley, L. and Grofman, B. (1984). Optimizing group judgmental accuracy in the presence of "
        "interdependencies. Public Choice 43, 329-343.",
        "McLennan, A. (1998). Consequences of the Condorcet jury theorem for beneficial information "
        "aggregation by rational agents. American Political Science Review 92, 413-418.",
    ),
    own_construction=Words(
        "The regimes and their costs are our own construction.",
        "三种治理模式及其成本的设定，是我们自己的构造。",
    ),
    parameters=(
        Parameter("citizens", "n", 9, 1, 50, Words("citizens who are asked", "征询的百姓人数"),
                  integer=True),
        Parameter("citizen_accuracy", "p", 0.62, 0.51, 0.8,
                  Words("chance that a citizen is right", "每位百姓判断正确的概率")),
        Parameter("expert_accuracy", "pG", 0.75, 0.5, 0.97,
                  Words("chance that the expert is right", "专家判断正确的概率"), latex="p_G"),
        Parameter("agreement_cost", "tau", 0.01, 0, 0.05, Words("cost of agreeing", "协商成本"),
                  "agreement"),
        Parameter("fixed_cost", "F", 0.01, 0, 0.05, Words("cost of the expert", "聘请专家的成本"),
                  "overhead"),
        Parameter("cost_per_citizen", "kap", 0.003, 0, 0.006,
                  Words("cost per citizen who is asked", "每征询一人的成本"), "overhead",
                  latex=r"\kappa"),
        Parameter("votes", "N", 1, 1, 50, Words("votes", "票数"), "primitive", integer=True),
        Parameter("accuracy", "r", 0.6, 0.5, 0.97, Words("chance that a vote is right", "每票正确的概率"),
                  "primitive"),
        Parameter("expert_votes", "e", 0, 0, 90,
                  Words("votes that the expert's word is worth", "专家意见折合的票数"), "primitive"),
    ),
    form=ClosedForm(
        key="vote_as_seen",
        title=Words("chance to vote as one sees it", "按自己的判断投票的概率"),
        state="x",
        push=Piecewise((2 * r - 1, e <= N + TIE), (0, True)),
        push_title=Words("gain if one's vote decides", "一票定局时按己见投票的净收益"),
        at_low=Words("everybody votes against their own view", "人人违心投票"),
        between=Words("some vote as they see it", "部分人按己见投票"),
        at_high=Words("everybody votes as they see it", "人人按己见投票"),
        follows={"a": together(N, e)},
        parties=(Party("citizens", Words("citizens", "百姓"), a),),
        information="x",
        conditions=(
            Margin("decisive", N - e,
                   Words("votes can outweigh the expert", "众人之票可以压过专家"),
                   Words("the expert decides alone", "专家一人说了算"), routine=True),
        ),
        optimum=together(n, experts_votes).subs(x, 1).subs(r, p),
    ),
    regimes=(
        Regime("government_led", Words("Government asks one expert.", "政府只问一位专家。"),
               {"N": 1, "r": pG, "e": 0}, overhead=F),
        Regime("multi_center", Words("Citizens vote; the majority decides.", "百姓表决，多数决定。"),
               {"N": n, "r": p, "e": 0}, overhead=kap * n),
        Regime("cooperative",
               Words("Citizens and expert are heard together, each by the weight of what they know.",
                     "百姓与专家一同议事，各按所知轻重计票。"),
               {"N": n, "r": p, "e": experts_votes}, overhead=F + kap * n, agreement=tau),
    ),
    selection=Selection(
        "most_informative",
        Words("everybody votes as they see it; this pays whenever one's vote may decide",
              "人人按己见投票；只要自己的一票可能定局，这样做就合算"),
    ),
    welfare={"behaviour": a},
    welfare_note=Words("chance that the decision is right; costs in the same unit",
                       "决策正确的概率；成本以同一单位计"),
    map_axes=("expert_accuracy", "citizen_accuracy"),
    cooperation=a,
    cooperation_note=Words("chance that it is right", "决策正确的概率"),
    accounts=(Account("purse", Words("public budget", "公共预算"), 0, bears_costs=1),),
    variants={"unanimity": unanimity},
)  # fmt: skip
