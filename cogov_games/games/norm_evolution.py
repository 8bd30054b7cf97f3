"""Evolution of trustworthiness: who keeps faith must earn as much as who does not."""

from cogov_games.declare import (
    Account, ClosedForm, Margin, Max, Mechanism, Min, Parameter, Party, Piecewise, Rational, Regime,
    Selection, Words, sqrt, symbols,
)  # fmt: skip

p, s, r, p0, C, q, S, f, i = symbols("p s r p0 C q S f i")
CG, CP, piG, piP, SG, SP, F, k, tau = symbols("CG CP piG piP SG SP F k tau")
TIE = Rational(1, 10**9)

is_deterred = f >= 1 - r - TIE
trust_from = Min(C / (r - s), s / r)
blind_from = Max(1 - C / s, trust_from)
no_trust = p <= trust_from + TIE
checks = Piecewise((0, is_deterred), (0, no_trust), ((1 - f - r) / (1 - f - s), True))
exploited = (1 - p) * (1 - i)

REFERENCES = (
    "Güth, W. and Yaari, M. E. (1992). Explaining reciprocal behavior in simple strategic games: an "
    "evolutionary approach. In U. Witt (ed.), Explaining Process and Change. University of Michigan "
    "Press.",
    "Güth, W. and Kliemt, H. (1994). Competition or co-operation: on the evolutionary economics of "
    "trust, exploitation and moral attitudes. Metroeconomica 45, 155-187.",
)
OURS = Words("The regimes are our own construction.", "三种治理模式的设定是我们自己的构造。")

g, c, e, kappa, x, A = symbols("g c e kappa x A")
cG, eG, aG = symbols("fG eG kG")
civic, selfish = (1 - kappa) * g - c + f, c - f

families = Mechanism.declare(
    key="families",
    title=Words("What do parents hand on?", "父母把什么传给孩子？"),
    story=Words(
        "Some families hold that one owes something to the town; others do not. Parents take trouble "
        "to raise children after their own mind, the more so the rarer their mind is among others.",
        "有的家庭认为人对乡里负有责任，有的家庭不这样看。父母会费心把孩子教得像自己；"
        "持同样看法的人越少，他们越肯费心。",
    ),
    idea=Words(
        "“Strengthening the construction of a common culture of coordination and cooperation”: a "
        "sanction spares the civic-minded a disadvantage, and takes away part of what moves them.",
        "“加强协调合作的共同文化建设”：惩罚减轻了有公德者的吃亏，却也削弱了他们的内心动力。",
    ),
    leaves_out=Words("Schools; migration; parents of two minds.", "学校；人口流动；父母意见不一的家庭。"),
    theme="norms",
    article="S0",
    references=(
        "Bisin, A. and Verdier, T. (2001). The economics of cultural transmission and the dynamics "
        "of preferences. Journal of Economic Theory 97, 298-319.",
    ),
    own_construction=Words(
        "The sanction and the campaign are our own construction.", "惩罚与宣传的设定是我们自己的构造。"
    ),
    parameters=(
        Parameter("civic_joy", "g", 3, 2, 5,
                  Words("what cooperating is worth to the civic-minded", "合作给有公德者带来的满足")),
        Parameter("effort", "c", 1.5, 0.7, 1.9, Words("cost of cooperating", "合作的代价")),
        Parameter("start", "x0", 0.3, 0, 1,
                  Words("share of civic-minded families at first", "起初有公德家庭的比例"), "status_quo"),
        Parameter("sanction_government", "fG", 0, 0, 0.65,
                  Words("sanction on those who do not cooperate", "对不合作者的惩罚"), "institution",
                  latex="f_G"),
        Parameter("crowding_out", "kG", 0.25, 0, 0.6,
                  Words("part of the satisfaction that a sanction takes away", "惩罚挤掉的满足比例"),
                  "institution", latex=r"\kappa_G"),
        Parameter("campaign_government", "eG", 0.25, 0, 1,
                  Words("public campaign", "公共宣传"), "institution", latex="e_G"),
        Parameter("fixed_cost", "F", 0.05, 0, 0.5, Words("fixed cost of government", "政府固定成本"),
                  "overhead"),
        Parameter("sanction", "f", 0, 0, 0.65, Words("sanction", "惩罚"), "primitive"),
        Parameter("crowding", "kappa", 0, 0, 0.6, Words("satisfaction taken away", "被挤掉的满足"),
                  "primitive", latex=r"\kappa"),
        Parameter("campaign", "e", 0, 0, 1, Words("campaign", "宣传"), "primitive"),
    ),
    form=ClosedForm(
        key="civic",
        title=Words("share of civic-minded families", "有公德家庭的比例"),
        state="x",
        push=Piecewise((x * (civic * (1 - x) - selfish * x) + e, civic > 0), (e, True)),
        push_title=Words("growth of the civic-minded share", "有公德者比例的增长"),
        at_low=Words("nobody is civic-minded", "人人无公德"),
        between=Words("some are civic-minded", "部分人有公德"),
        at_high=Words("all are civic-minded", "人人有公德"),
        status_quo="x0",
        inner=(civic + sqrt(civic**2 + 4 * e * (civic + selfish))) / (2 * (civic + selfish)),
        conditions=(
            Margin("cooperate", civic,
                   Words("the civic-minded cooperate", "有公德者选择合作"),
                   Words("not even the civic-minded cooperate", "有公德者也不合作"), routine=True),
            Margin("campaign", e - selfish,
                   Words("the campaign wins over everybody", "宣传使人人都有公德"),
                   Words("the campaign does not win over everybody", "宣传未能说服所有人"),
                   routine=False),
        ),
    ),
    regimes=(
        Regime("government_led", Words("Government sanctions and campaigns.", "政府惩罚并宣传。"),
               {"f": cG, "kappa": Piecewise((aG, cG > 0), (0, True)), "e": eG}, overhead=F),
        Regime("laissez_faire", Words("Families are left alone.", "听凭各家自便。"),
               {"f": 0, "kappa": 0, "e": 0}),
    ),
    selection=Selection("reached_from", Words("the state reached from the share at first",
                                              "由起初比例出发所到达的状态")),
    welfare={"behaviour": Piecewise((x * ((1 - kappa) * g - c), civic > 0), (0, True))},
    welfare_note=Words("satisfaction of those who cooperate less what it costs them; sanctions are "
                       "transfers", "合作者的满足减去合作的代价；惩罚属于转移支付"),
    cooperation=x,
    cooperation_note=Words("share of civic-minded families", "有公德家庭的比例"),
)  # fmt: skip

mechanism = Mechanism.declare(
    key="norm_evolution",
    title=Words("Does honesty pay?", "诚信会吃亏吗？"),
    story=Words(
        "Whoever lends a tool may get it back with thanks, or never see it again. One can ask around "
        "first, which takes time. If honest people earn less than the others, their children learn "
        "from it.",
        "借出工具，可能物归原主并得到感谢，也可能有去无回。借之前可以四处打听，但要费工夫。"
        "若老实人总是吃亏，孩子们便会有样学样。",
    ),
    idea=Words(
        "“Strengthening the construction of a common culture of coordination and cooperation”: a norm "
        "lives as long as those who keep it do no worse than those who do not.",
        "“加强协调合作的共同文化建设”：守规范的人不比不守的人吃亏，规范才能存续。",
    ),
    leaves_out=Words(
        "Mistakes in judging others; repeated dealings with the same person; pride and shame.",
        "看错人的可能；与同一人的反复往来；自豪与羞耻。",
    ),
    theme="norms",
    article="S0",
    references=REFERENCES,
    own_construction=OURS,
    parameters=(
        Parameter("outside_option", "s", 0.4, 0.1, 0.5,
                  Words("payoff without trust", "不信任时的收益")),
        Parameter("reward", "r", 0.8, 0.55, 0.95,
                  Words("payoff when trust is honoured", "信任得到回报时的收益")),
        Parameter("start", "p0", 0.5, 0.05, 0.95,
                  Words("share of trustworthy people at first", "起初守信者的比例"), "status_quo",
                  latex="p_0"),
        Parameter("agreement_cost", "tau", 0.05, 0, 0.6, Words("cost of agreeing", "协商成本"),
                  "agreement"),
        Parameter("checking_cost_government", "CG", 0.3, 0.01, 0.4,
                  Words("cost of checking, public register", "查询公共登记的成本"), "institution",
                  latex="C_G"),
        Parameter("checking_cost_local", "CP", 0.1, 0.01, 0.4,
                  Words("cost of checking, asking around", "向邻里打听的成本"), "institution",
                  latex="C_P"),
        Parameter("detection_government", "piG", 0.3, 0, 0.95,
                  Words("detection by government", "政府的查处概率"), "institution", latex=r"\pi_G"),
        Parameter("detection_local", "piP", 0.7, 0, 0.95,
                  Words("detection by neighbours", "邻里的查处概率"), "institution", latex=r"\pi_P"),
        Parameter("sanction_government", "SG", 0.2, 0, 1,
                  Words("sanction by government", "政府的惩罚"), "institution", latex="S_G"),
        Parameter("sanction_local", "SP", 0.1, 0, 1,
                  Words("sanction among neighbours", "邻里的惩罚"), "institution", latex="S_P"),
        Parameter("fixed_cost", "F", 0.05, 0, 0.3, Words("fixed cost of government", "政府固定成本"),
                  "overhead"),
        Parameter("local_cost", "k", 0.05, 0, 0.3, Words("cost of self-organisation", "自组织成本"),
                  "overhead"),
        Parameter("checking_cost", "C", 0.1, 0.01, 1, Words("cost of checking", "查验成本"), "primitive"),
        Parameter("detection", "q", 0, 0, 1, Words("detection probability", "查处概率"), "primitive",
                  latex=r"\pi"),
        Parameter("sanction", "S", 0, 0, 1, Words("sanction", "惩罚"), "primitive"),
        Parameter("expected_sanction", "f", 0, 0, 1, Words("expected sanction", "期望惩罚"),
                  "primitive", formula=q * S),
    ),
    form=ClosedForm(
        key="trustworthy",
        title=Words("share of trustworthy people", "守信者的比例"),
        state="p",
        push=Piecewise(
            (0, is_deterred), (0, p <= trust_from), (r - s, p < blind_from), (r - (1 - f), True),
        ),
        push_title=Words("what the trustworthy earn more", "守信者多得的收益"),
        at_low=Words("nobody is trustworthy", "无人守信"),
        between=Words("some are trustworthy", "部分人守信"),
        at_high=Words("all are trustworthy", "人人守信"),
        follows={"i": checks},
        parties=(
            Party("truster", Words("one who may trust", "可能信任他人者"),
                  Piecewise((r, is_deterred), (s, no_trust), (p * r + (1 - p) * i * s - i * C, True))),
            Party("trustee", Words("one who may be trusted", "可能受信任者"),
                  Piecewise((r, is_deterred), (s, no_trust),
                            (p * r + (1 - p) * i * s + exploited * (1 - f), True))),
        ),
        status_quo="p0",
        inner=1 - C / s,
        conditions=(
            Margin("deterred", f - (1 - r),
                   Words("the sanction alone makes everybody reward trust", "仅凭惩罚，人人都回报信任"),
                   Words("the sanction alone does not deter", "仅凭惩罚不足以威慑"), routine=False),
            Margin("checking", s * (r - s) / r - C,
                   Words("checking is cheap enough to pay for itself", "查验成本够低，查验合算"),
                   Words("checking never pays", "查验总不合算")),
            Margin("start", p0 - trust_from,
                   Words("enough are trustworthy at first for trust to begin",
                         "起初守信者够多，信任得以产生"),
                   Words("too few are trustworthy at first for trust to begin",
                         "起初守信者太少，信任无从产生")),
        ),
    ),
    regimes=(
        Regime("government_led", Words("A public register and public sanctions.",
                                       "公共登记与政府惩罚。"),
               {"C": CG, "q": piG, "S": SG}, overhead=F),
        Regime("multi_center", Words("Neighbours know each other and sanction breaches.",
                                     "邻里知根知底，自行惩罚失信。"),
               {"C": CP, "q": piP, "S": SP}, overhead=k),
        Regime("cooperative",
               Words("The cheaper way to check; both detect; government sanctions.",
                     "采用较省的查验方式；双方共同查处；政府惩罚。"),
               {"C": Min(CG, CP), "q": 1 - (1 - piG) * (1 - piP), "S": SG},
               overhead=F + k, agreement=tau),
        Regime("laissez_faire", Words("Nobody can check and nobody sanctions.", "无从查验，也无人惩罚。"),
               {"C": 1, "q": 0, "S": 0}),
    ),
    selection=Selection(
        "reached_from",
        Words("the state reached from the share of trustworthy people at first; where nothing pushes "
              "it, that share stays", "由起初的守信比例出发所到达的状态；无推动力时，比例不变"),
    ),
    welfare={
        "behaviour": Piecewise(
            (2 * r, is_deterred), (2 * s, no_trust),
            (2 * r * p + (1 - p) * i * 2 * s + exploited, True)),
        "enforcement": Piecewise((0, is_deterred), (0, no_trust), (-i * C - exploited * f, True)),
    },
    welfare_note=Words("payoffs of both sides; checking and sanctions are losses",
                       "双方收益之和；查验与惩罚均为损失"),
    map_axes=("checking_cost_local", "sanction_government"),
    cooperation=p,
    cooperation_note=Words("share of trustworthy people", "守信者的比例"),
    accounts=(Account("treasury", Words("public budget", "公共预算"), 0, bears_costs=1),),
    variants={"families": families},
)  # fmt: skip
