"""Performance appraisal of an official with two tasks, of which not all can be measured."""

from cogov_games.declare import (
    Account, Actor, Continuous, Mechanism, Parameter, Player, Regime, Selection, Words, symbols,
)  # fmt: skip

p1, p2, rho, r, s1, s2 = symbols("p1 p2 rho r s1 s2")
e1, e2, E, m1, m2, beta1, beta2 = symbols("e1 e2 E m1 m2 beta1 beta2")
F, k, tau = symbols("F k tau")

effort_cost = (e1**2 + e2**2) / 2 + rho * e1 * e2
risk_cost = r * (beta1**2 * s1 + beta2**2 * s2) / 2
payoff = beta1 * e1 + beta2 * e2 - effort_cost - risk_cost
official = Actor("official", Words("official", "官员"))

# The optimal linear contract on the measured tasks: K beta = v
v1, v2 = (p1 - rho * p2) / (1 - rho**2), (p2 - rho * p1) / (1 - rho**2)
k11, k22, k12 = 1 / (1 - rho**2) + r * s1, 1 / (1 - rho**2) + r * s2, -rho / (1 - rho**2)
determinant = k11 * k22 - m1 * m2 * k12**2

UNITS = Words("payoff", "收益")
LIMIT = 2 * (p1 + p2) / (1 - rho**2)  # twice what any of these contracts can bring about

mechanism = Mechanism.declare(
    key="appraisal",
    title=Words("What is measured gets done?", "考核什么，就干什么？"),
    story=Words(
        "A county head can build an industrial park or mend village clinics. Growth appears in the "
        "yearly tables, the clinics do not. Where will the hours go?",
        "一位县长既能建工业园，也能修村卫生室。经济增长写在年报里，卫生室却没有指标。时间会花在哪里？",
    ),
    idea=Words(
        "“Desalination performance appraisal of economic indicators”: a strong reward for the task "
        "that can be measured draws effort away from the one that cannot.",
        "“淡化经济指标的绩效考核”：对可测任务的强激励，会把努力从不可测的任务上吸走。",
    ),
    leaves_out=Words(
        "Gaming of the measures; careers and reputation; officials who care for their task.",
        "对指标的操纵；仕途与声誉；对本职工作的内在热忱。",
    ),
    theme="incentives",
    article="S3",
    references=(
        "Holmström, B. and Milgrom, P. (1991). Multitask principal-agent analyses: incentive "
        "contracts, asset ownership, and job design. Journal of Law, Economics, and Organization "
        "7, 24-52.",
        "Baker, G. (2002). Distortion and risk in optimal incentive contracts. Journal of Human "
        "Resources 37, 728-751.",
    ),
    own_construction=Words(
        "The regimes are our own construction.", "三种治理模式的设定是我们自己的构造。"
    ),
    parameters=(
        Parameter("value_growth", "p1", 1.2, 0, 2.5, Words("value of growth work", "经济工作的社会价值"), latex="p_1"),
        Parameter("value_livelihood", "p2", 1.2, 0, 2.5, Words("value of livelihood work", "民生工作的社会价值"), latex="p_2"),
        Parameter("competition", "rho", 0.4, 0, 0.8,
                  Words("how far one task crowds the other out", "两项任务争夺精力的程度"), latex=r"\rho"),
        Parameter("risk_aversion", "r", 1, 0, 3, Words("risk aversion of the official", "官员的风险厌恶程度")),
        Parameter("noise_growth", "s1", 0.3, 0, 6,
                  Words("variance of the growth measure", "经济指标的方差"), latex=r"\sigma_1^2"),
        Parameter("noise_livelihood", "s2", 0.5, 0, 6,
                  Words("variance of the citizens' score", "群众评分的方差"), latex=r"\sigma_2^2"),
        Parameter("agreement_cost", "tau", 0.1, 0, 0.5, Words("cost of agreeing", "协商成本"),
                  "agreement", unit=UNITS),
        Parameter("cost_measuring", "F", 0.05, 0, 0.3,
                  Words("cost of measuring growth", "经济指标考核的成本"), "overhead", unit=UNITS),
        Parameter("cost_scoring", "k", 0.05, 0, 0.3,
                  Words("cost of citizens' scoring", "群众评分的成本"), "overhead", unit=UNITS),
        Parameter("growth_measured", "m1", 0, 0, 1, Words("growth is appraised", "是否考核经济"),
                  "primitive", choices=(0, 1), latex="m_1"),
        Parameter("livelihood_measured", "m2", 0, 0, 1, Words("livelihood is appraised", "是否考核民生"),
                  "primitive", choices=(0, 1), latex="m_2"),
        Parameter("weight_growth", "beta1", 0, -5, 5, Words("weight of growth in the appraisal", "考核中经济的权重"),
                  "primitive", formula=m1 * (v1 * k22 - m2 * k12 * v2) / determinant, latex=r"\beta_1"),
        Parameter("weight_livelihood", "beta2", 0, -5, 5,
                  Words("weight of livelihood in the appraisal", "考核中民生的权重"),
                  "primitive", formula=m2 * (v2 * k11 - m1 * k12 * v1) / determinant, latex=r"\beta_2"),
    ),
    form=Continuous(
        players=(
            Player("growth", Words("growth work", "经济工作"), "e1", -LIMIT, LIMIT, payoff, decider=official),
            Player("livelihood", Words("livelihood work", "民生工作"), "e2", -LIMIT, LIMIT, payoff, decider=official),
        ),
        total="E",
        verb=Words("effort", "努力"),
    ),
    regimes=(
        Regime("government_led", Words("Superiors appraise growth.", "上级考核经济增长。"),
               {"m1": 1, "m2": 0}, overhead=F),
        Regime("multi_center", Words("Citizens score the livelihood work.", "群众对民生工作打分。"),
               {"m1": 0, "m2": 1}, overhead=k),
        Regime("cooperative", Words("Growth is measured and citizens score; the weights are agreed.",
                                    "经济指标与群众评分并用，权重由各方商定。"),
               {"m1": 1, "m2": 1}, overhead=F + k, agreement=tau),
        Regime("laissez_faire", Words("Nothing is appraised; the salary is fixed.", "不作考核，薪酬固定。"),
               {"m1": 0, "m2": 0}),
    ),
    selection=Selection("unique", Words("the only equilibrium", "唯一的均衡")),
    welfare={"behaviour": p1 * e1 + p2 * e2 - effort_cost, "enforcement": -risk_cost},
    welfare_note=Words("value of both tasks less the official's effort and risk; zero at the effort "
                       "that nobody asks for, so that efforts below it are negative; pay is a transfer",
                       "两项任务的价值减去官员的努力与风险成本；以无考核时自发的努力为零点，低于此者为负；薪酬属于转移支付"),
    map_axes=("noise_livelihood", "value_growth"),
    accounts=(
        Account("society", Words("society, before pay", "社会（支付薪酬之前）"), p1 * e1 + p2 * e2, bears_costs=1),
    ),
)  # fmt: skip
