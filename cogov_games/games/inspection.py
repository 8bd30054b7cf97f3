"""Inspection game: an official who may break the rules, and an inspector who may look."""

from cogov_games.declare import (
    Account, Actor, Mechanism, Parameter, Regime, Selection, Strategic, Strategy, Words, symbols,
)  # fmt: skip

g, h, v, q, d, f, c, r, w = symbols("g h v q d f c r w")
kG, dG, S, rho, kP, dP, sP, omega, psi, F, tau = symbols("kG dG S rho kP dP sP omega psi F tau")

UNITS = Words("payoff", "收益")

mechanism = Mechanism.declare(
    key="inspection",
    title=Words("Who looks into the files?", "谁来查账？"),
    story=Words(
        "An official can gain by bending a rule. An inspector can look into the files, which costs "
        "effort. If nobody bends the rule, looking is wasted; if nobody looks, bending pays.",
        "办事人员违规可以得利；监督者查账要费工夫。若无人违规，查账便是白费；若无人查账，违规便有利可图。",
    ),
    idea=Words(
        "“The supervision mechanism is the guarantee” of governance as a whole: how often rules are "
        "broken depends on what supervision costs and on how surely it finds out.",
        "“监督机制是整体协同治理的保障”：违规多寡，取决于监督的成本与查处的把握。",
    ),
    leaves_out=Words(
        "Bribes between inspector and inspected; reputation; officials who keep the rules because "
        "they are right.",
        "监督者与被监督者的合谋；声誉；出于认同而守规的人。",
    ),
    theme="supervision",
    article="S1",
    references=(
        "Tsebelis, G. (1989). The abuse of probability in political analysis: the Robinson Crusoe "
        "fallacy. American Political Science Review 83, 77-91.",
        "Avenhaus, R., von Stengel, B. and Zamir, S. (2002). Inspection games. Handbook of Game "
        "Theory with Economic Applications 3, 1947-1987.",
    ),
    own_construction=Words(
        "The regimes are our own construction.", "三种治理模式的设定是我们自己的构造。"
    ),
    parameters=(
        Parameter("gain", "g", 2, 0.1, 5, Words("gain from a violation", "违规收益"), unit=UNITS),
        Parameter("harm", "h", 10, 1, 20, Words("harm of an undetected violation", "未被查处的违规造成的损害"), unit=UNITS),
        Parameter("agreement_cost", "tau", 0.1, 0, 3, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("detection_government", "dG", 0.6, 0.05, 1,
                  Words("detection by government inspectors", "政府监察的查处概率"), "institution", latex="d_G"),
        Parameter("detection_local", "dP", 0.8, 0.05, 1,
                  Words("detection by local supervisors", "地方监督的查处概率"), "institution", latex="d_P"),
        Parameter("fine_government", "S", 12, 0, 20,
                  Words("fine set by government", "政府罚款"), "institution", unit=UNITS),
        Parameter("fine_local", "sP", 2, 0, 20,
                  Words("sanction by local supervisors", "地方监督的惩罚"), "institution", latex="s_P", unit=UNITS),
        Parameter("inspection_cost_government", "kG", 2, 0.05, 6,
                  Words("cost of a government inspection", "政府监察成本"), "institution", latex="k_G", unit=UNITS),
        Parameter("inspection_cost_local", "kP", 0.5, 0.05, 6,
                  Words("cost of a local inspection", "地方监督成本"), "institution", latex="k_P", unit=UNITS),
        Parameter("fine_share", "rho", 0.2, 0, 1,
                  Words("share of the fine that the inspector keeps", "监督者所得罚款份额"),
                  "institution", latex=r"\rho"),
        Parameter("harm_weight_local", "omega", 0.5, 0.05, 1,
                  Words("share of the harm that local supervisors mind", "地方监督者在意的损害比例"),
                  "institution", latex=r"\omega"),
        Parameter("cost_with_reports", "psi", 0.5, 0.05, 1,
                  Words("inspection cost left when people report", "有群众举报时监察成本的剩余比例"),
                  "institution", latex=r"\psi"),
        Parameter("fixed_cost", "F", 0.2, 0, 3,
                  Words("fixed cost of the government agency", "政府机构的固定成本"), "overhead", unit=UNITS),
        Parameter("detection", "d", 0.5, 0, 1, Words("detection probability", "查处概率"), "primitive"),
        Parameter("fine", "f", 6, 0, 20, Words("fine", "罚款"), "primitive"),
        Parameter("inspection_cost", "c", 1, 0, 6, Words("cost of an inspection", "监督成本"), "primitive"),
        Parameter("revenue_share", "r", 0, 0, 1,
                  Words("inspector's share of the fine", "监督者的罚款份额"), "primitive"),
        Parameter("harm_weight", "w", 1, 0, 1,
                  Words("weight on harm", "对损害的重视程度"), "primitive"),
    ),
    form=Strategic(
        players=(
            Actor("official", Words("official", "办事人员"), (
                Strategy("comply", Words("comply", "守规")),
                Strategy("violate", Words("violate", "违规"), share="v"),
            )),
            Actor("inspector", Words("inspector", "监督者"), (
                Strategy("rest", Words("rest", "不查")),
                Strategy("inspect", Words("inspect", "检查"), share="q"),
            )),
        ),
        payoffs={
            ("comply", "rest"): (0, 0),
            ("comply", "inspect"): (0, -c),
            ("violate", "rest"): (g, -w * h),
            ("violate", "inspect"): (g - d * (g + f), -(1 - d) * w * h + d * r * f - c),
        },
    ),
    regimes=(
        Regime("government_led", Words("A government agency inspects and fines.", "政府监察机构检查并罚款。"),
               {"d": dG, "f": S, "c": kG, "r": rho, "w": 1}, overhead=F),
        Regime("multi_center",
               Words("Local supervisors inspect; they mind part of the harm.", "地方监督者检查，只在意部分损害。"),
               {"d": dP, "f": sP, "c": kP, "r": 0, "w": omega}),
        Regime("cooperative", Words("People report; government fines.", "群众举报，政府罚款。"),
               {"d": 1 - (1 - dG) * (1 - dP), "f": S, "c": psi * kG, "r": rho, "w": 1},
               overhead=F, agreement=tau),
        Regime("laissez_faire", Words("Nobody may inspect.", "无人有权检查。"),
               {"d": 0, "f": 0, "c": kG, "r": 0, "w": 1}),
    ),
    selection=Selection(
        "worst", Words("the equilibrium with the lowest welfare", "福利最低的均衡")
    ),
    welfare={"harm": -v * h * (1 - q * d), "enforcement": -c * q},
    welfare_note=Words("harm avoided less the cost of inspecting; zero if nobody violates and nobody "
                       "inspects; the violator's gain is left out, fines are transfers",
                       "以无人违规且无人检查为零点；减去损害与监督成本；违规收益不计入，罚款属于转移支付"),
    map_axes=("detection_local", "agreement_cost"),
    cooperation=1 - v,
    cooperation_note=Words("rule is kept", "守规的概率"),
    accounts=(
        Account("public", Words("the public", "公众"), -v * h * (1 - q * d), bears_costs=1),
    ),
)  # fmt: skip
