"""Tripartite evolutionary game: an enterprise that treats its waste, a public that joins, a
government that regulates; beside it, a game on drug safety.
"""

from itertools import product
from typing import Any

from cogov_games.declare import (
    Actor, Mechanism, Parameter, Regime, Restricted, Selection, Strategic, Strategy, Words, presets,
    symbols,
)  # fmt: skip

PA, Pe, CA, eA, Rc, alpha, beta, gamma, eta = symbols("PA Pe CA eA Rc alpha beta gamma eta")
CH, CB1, CB0, delta, epsilon, Rp, zeta, lam = symbols("CH CB1 CB0 delta epsilon Rp zeta lam")
CG1, CE, gov, G0, G1, kappa, theta, tau = symbols("CG1 CE gov G0 G1 kappa theta tau")
x, y, z, Pi = symbols("x y z Pi")

UNITS = Words("payoff", "收益")


def payoffs(treat: int, join: int, regulate: int) -> tuple[Any, Any, Any]:
    """Return what enterprise, public and government get (Wang et al. 2023, their payoff matrix)."""
    effort = treat * eA
    aid = regulate * (treat * alpha - (1 - treat) * beta) * Pi
    refund = join * regulate * epsilon * delta * CB1
    enterprise = (
        (1 + treat * join * eta) * PA + (1 - effort) * (1 - gov) * Pe
        + effort * (Rc - (1 - gamma) * CA) + aid
    )  # fmt: skip
    public = (1 - effort + join * (1 - treat) * lam) * CH + (
        zeta * Rp - delta * CB1 + refund if join else -CB0
    )
    image = (1 + join * theta) * (G1 if regulate else -G0)
    government = (1 - effort) * (kappa * gov * Pe - (1 - kappa) * CE) + image - aid - refund
    return enterprise, public, government - regulate * CG1


KEYS = (("pollute", "treat"), ("stay_out", "join"), ("leave_alone", "regulate"))
table = {
    tuple(keys[i] for keys, i in zip(KEYS, cell, strict=True)): payoffs(*cell)
    for cell in product((0, 1), repeat=3)
}
chance = {
    cell: (x if cell[0] else 1 - x) * (y if cell[1] else 1 - y) * (z if cell[2] else 1 - z)
    for cell in product((0, 1), repeat=3)
}
total = sum(chance[cell] * sum(payoffs(*cell)) for cell in chance)

PLAYERS = (
    Actor("enterprise", Words("enterprise", "企业"), (
        Strategy("pollute", Words("do not treat", "不治理")),
        Strategy("treat", Words("treat", "治理"), share="x"),
    )),
    Actor("public", Words("public", "公众"), (
        Strategy("stay_out", Words("stay out", "不参与")),
        Strategy("join", Words("join", "参与"), share="y"),
    )),
    Actor("government", Words("government", "政府"), (
        Strategy("leave_alone", Words("leave alone", "不监管")),
        Strategy("regulate", Words("regulate", "监管"), share="z"),
    )),
)  # fmt: skip
WITHOUT_PUBLIC = Restricted(PLAYERS, table, "x0", closed=("y",))
WITHOUT_GOVERNMENT = Restricted(PLAYERS, table, "x0", closed=("z",))
ENTERPRISE_ALONE = Restricted(PLAYERS, table, "x0", closed=("y", "z"))

START = Parameter("start", "x0", 0.5, 0.05, 0.95,
                  Words("share of each population at first", "各群体起初的比例"), "status_quo")  # fmt: skip
SETTLED = Selection(
    "reached_from",
    Words("the equilibrium to which replicator dynamics tend from the start or, where they cycle, "
          "the one next to their mean; populations without a channel stay out",
          "复制动态由起点趋向的均衡；若循环往复，则取离其均值最近的均衡；没有渠道的群体始终不参与"),
)  # fmt: skip


def drug_safety() -> Mechanism:
    """Return the second example, of which the payoff differences are known."""
    Rp, Cph, Cpl, Cp, Bt, Fp, Mp = symbols("Rp Cph Cpl Cp Bt Fp Mp")
    Ct, Ft, Mt, Cg, Tg = symbols("Ct Ft Mt Cg Tg")

    def gains(high: int, refuse: int, strict: int) -> tuple[Any, Any, Any]:
        return (
            high * (refuse * (Rp - Bt) + Bt + Cp + Cpl - Cph + strict * (Fp + Mp)),
            refuse * (Ct + strict * (Ft + Mt) - (1 - high) * Bt),
            strict * (Fp + Ft + Tg - Cg - high * (Mp + Fp + Tg) - refuse * (Mt + Ft + Tg)
                      + high * refuse * Tg),
        )  # fmt: skip

    def money(
        name: str, symbol: str, default: float, high: float, meaning: Words, latex: str
    ) -> Parameter:
        return Parameter(name, symbol, default, 0, high, meaning, unit=UNITS, latex=latex)

    keys = (("low", "high"), ("accept", "refuse"), ("lax", "strict"))
    return Mechanism.declare(
        key="drug_safety",
        title=Words("Who vouches for the medicine?", "药品安全谁把关？"),
        story=Words("A manufacturer may cut corners, a testing agency may be bribed, a regulator may look away.",
                    "企业可能偷工减料，检测机构可能被收买，监管者可能放松。"),
        idea=Words("Three populations that adapt can have two stable states at the same parameters.",
                   "三个不断调整的群体，在相同参数下可以有两个稳定状态。"),
        leaves_out=Words("Patients, and what the others' choices are worth to each: only what each gains by "
                         "changing is known, so no welfare is computed.",
                         "患者；以及他人的选择给各方带来的得失：已知的只是各方改变做法的得益，因而不计算福利。"),
        theme="the whole system",
        article="S3",
        references=("Zhu, L., Rong, J. and Zhang, S. (2021). Chinese Journal of Management Science; payoff "
                    "differences as in public code.",),
        own_construction=Words("Payoffs are set to zero at everybody's first strategy; the words are our reading "
                               "of the symbols.", "各方采用第一种策略时的收益设为零；文字说明是我们对符号的理解。"),
        parameters=(
            money("sales", "Rp", 150, 300, Words("sales revenue", "销售收益"), "R_p"),
            money("cost_high", "Cph", 85, 200, Words("cost of high quality", "高质量生产成本"), "C_{ph}"),
            money("cost_low", "Cpl", 0, 100, Words("cost of low quality", "低质量生产成本"), "C_{pl}"),
            money("effort_bribing", "Cp", 10, 50, Words("cost of seeking favours", "企业寻租的投机成本"), "C_p"),
            money("bribe", "Bt", 40, 100, Words("bribe", "寻租费用"), "B_t"),
            money("fine_manufacturer", "Fp", 40, 100, Words("fine for the manufacturer", "对企业的罚款"), "F_p"),
            money("reward_manufacturer", "Mp", 20, 100, Words("reward for the manufacturer", "对企业的奖励"), "M_p"),
            money("effort_agency", "Ct", 10, 50, Words("agency's cost of favours", "检测机构的投机成本"), "C_t"),
            money("fine_agency", "Ft", 20, 100, Words("fine for the agency", "对检测机构的罚款"), "F_t"),
            money("reward_agency", "Mt", 15, 100, Words("reward for the agency", "对检测机构的奖励"), "M_t"),
            money("cost_regulating", "Cg", 15, 100, Words("cost of strict regulation", "严格监管成本"), "C_g"),
            money("blame", "Tg", 40, 100, Words("blame for failing to act", "失察受到的问责"), "T_g"),
            START,
        ),
        form=Strategic(
            players=(
                Actor("manufacturer", Words("manufacturer", "药品生产企业"), (
                    Strategy("low", Words("low quality", "低质量生产")),
                    Strategy("high", Words("high quality", "高质量生产"), share="x"),
                )),
                Actor("agency", Words("testing agency", "第三方检测机构"), (
                    Strategy("accept", Words("accept bribes", "接受寻租")),
                    Strategy("refuse", Words("refuse bribes", "拒绝寻租"), share="y"),
                )),
                Actor("regulator", Words("regulator", "监管部门"), (
                    Strategy("lax", Words("lax", "宽松监管")),
                    Strategy("strict", Words("strict", "严格监管"), share="z"),
                )),
            ),
            payoffs={
                tuple(k[i] for k, i in zip(keys, cell, strict=True)): gains(*cell)
                for cell in product((0, 1), repeat=3)
            },
            status_quo="x0",
        ),
        regimes=(Regime("laissez_faire", Words("The three adapt to each other.", "三方相互调整。")),),
        selection=SETTLED,
        welfare={},
        welfare_note=Words("not computed", "不计算"),
        cooperation=x,
        cooperation_note=Words("share who produce high quality", "高质量生产者的比例"),
        presets=presets("zhu2021"),
    )  # fmt: skip


mechanism = Mechanism.declare(
    key="tripartite",
    title=Words("Three populations, one river", "三方共治一条河"),
    story=Words(
        "Enterprises along a river can treat their waste or not, residents can take part in looking "
        "after it or stay at home, the government can regulate or leave it alone. Each watches what "
        "pays and follows.",
        "河边的企业可以治污，也可以不治；居民可以参与护河，也可以旁观；政府可以监管，也可以不管。"
        "人人都看哪样合算，就跟着学。",
    ),
    idea=Words(
        "Government, market and society are to “be coexisted and complemented each other”: which of "
        "them are heard at all decides where the three can settle.",
        "政府、市场与社会“共存互补”：哪些主体有渠道发声，决定了三方能停在哪里。",
    ),
    leaves_out=Words(
        "Foresight: populations copy what pays now. Bargaining, information and law; differences "
        "within each population. The published table itself favours participation.",
        "远见：各群体只仿效眼下合算的做法。谈判、信息与法律；群体内部的差异。所发表的收益表本身就偏向参与。",
    ),
    theme="the whole system",
    article="S3",
    references=(
        "Wang, Jia, He, Wang and Huang (2023). Journal of Cleaner Production 418, 138074; payoff "
        "table and parameter sets as in the authors' code.",
        "Selten, R. (1980). A note on evolutionarily stable strategies in asymmetric animal "
        "conflicts. Journal of Theoretical Biology 84, 93-101.",
        "Ritzberger, K. and Weibull, J. W. (1995). Evolutionary selection in normal-form games. "
        "Econometrica 63, 1371-1399.",
    ),
    own_construction=Words(
        "The regimes are our own construction: they say who has a channel. The words for the "
        "parameters are our reading of the symbols.",
        "治理模式是我们自己的构造：它们规定谁有渠道参与。参数的文字说明是我们对符号的理解。",
    ),
    parameters=(
        START,
        Parameter("agreement_cost", "tau", 1, 0, 20, Words("cost of agreeing", "协商成本"), "agreement",
                  unit=UNITS),
        Parameter("treated_share", "eA", 0.5, 0.1, 0.9, Words("share of waste treated", "治理程度"), latex="e"),
        Parameter("carbon_return", "Rc", 20, 5, 40, Words("return from treating", "治理带来的回报"),
                  unit=UNITS, latex="R_c"),
        Parameter("participation_cost", "CB1", 30, 0, 60, Words("cost of taking part", "参与成本"),
                  unit=UNITS, latex="C_B"),
        Parameter("participation_effort", "delta", 0.7, 0.2, 1, Words("effort of taking part", "参与程度"),
                  latex=r"\delta"),
        Parameter("reward_share", "zeta", 0.1, 0, 0.4, Words("public's share of the reward", "公众所得奖励份额"),
                  latex=r"\zeta"),
        Parameter("subsidy", "alpha", 0.1, 0, 0.2, Words("subsidy to those who treat", "对治理者的补贴率"),
                  "institution", latex=r"\alpha"),
        Parameter("penalty", "beta", 0.2, 0, 0.4, Words("penalty for those who do not", "对不治理者的惩罚率"),
                  "institution", latex=r"\beta"),
        Parameter("refund", "epsilon", 0.1, 0, 0.4, Words("refund of participation costs", "参与成本的补偿比例"),
                  "institution", latex=r"\varepsilon"),
        Parameter("regulation_cost", "CG1", 25, 0, 40, Words("cost of regulating", "监管成本"),
                  "institution", unit=UNITS, latex="C_G"),
        Parameter("credit_lost", "G0", 25, 0, 40, Words("credit lost by not regulating", "不监管的公信力损失"),
                  unit=UNITS, latex="G_0"),
        Parameter("credit_gained", "G1", 15, 0, 30, Words("credit gained by regulating", "监管的公信力收益"),
                  unit=UNITS, latex="G_1"),
        Parameter("cost_share_saved", "gamma", 0.1, 0, 0.4, Words("share of treatment cost saved", "治理成本的节省比例"),
                  latex=r"\gamma", advanced=True),
        Parameter("profit", "PA", 40, 20, 60, Words("enterprise's profit", "企业利润"), unit=UNITS, latex="P_A",
                  advanced=True),
        Parameter("extra_profit", "Pe", 20, 5, 30, Words("extra profit from untreated waste", "不治理的额外利润"),
                  unit=UNITS, latex="P_e", advanced=True),
        Parameter("treatment_cost", "CA", 35, 20, 50, Words("cost of treating", "治理成本"), unit=UNITS, latex="C_A",
                  advanced=True),
        Parameter("reputation_enterprise", "eta", 0.1, 0, 0.3,
                  Words("enterprise's gain where the public joins", "公众参与给企业带来的增益"), latex=r"\eta",
                  advanced=True),
        Parameter("reputation_government", "theta", 0.1, 0, 0.3,
                  Words("weight of credit where the public joins", "公众参与对公信力的放大"), latex=r"\vartheta",
                  advanced=True),
        Parameter("health", "CH", -30, -60, 0, Words("harm to the public", "公众所受损害"), unit=UNITS, latex="C_H",
                  advanced=True),
        Parameter("harm_to_participants", "lam", 0.1, 0, 0.3,
                  Words("further harm to those who joined in vain", "参与却未见治理者的额外损害"), latex=r"\lambda",
                  advanced=True),
        Parameter("cost_of_staying_out", "CB0", 18, 5, 30, Words("cost of staying out", "不参与的成本"), unit=UNITS,
                  latex="C_{B0}", advanced=True),
        Parameter("reward", "Rp", 25, 10, 40, Words("reward pool", "奖励总额"), unit=UNITS, latex="R_p", advanced=True),
        Parameter("environment_cost", "CE", 30, 10, 50, Words("environmental cost", "环境成本"), unit=UNITS, latex="C_E",
                  advanced=True),
        Parameter("government_share", "gov", 0.5, 0.1, 0.9,
                  Words("government's share of the extra profit", "政府所得额外利润的份额"), latex="g", advanced=True),
        Parameter("central_share", "kappa", 0.8, 0, 1, Words("share that reaches this government", "归本级政府的份额"),
                  latex=r"\kappa", advanced=True),
        Parameter("profit_base", "Pi", 45, 0, 100,
                  Words("profit on which subsidy and penalty are based", "补贴与惩罚所依据的利润"), "primitive",
                  unit=UNITS, latex=r"\Pi", formula=PA + (1 - eA) * (1 - gov) * Pe),
    ),
    form=Strategic(PLAYERS, table, "x0"),
    regimes=(
        Regime("government_led", Words("Government may regulate; the public has no channel.",
                                       "政府可以监管；公众没有参与渠道。"),
               form=WITHOUT_PUBLIC),
        Regime("multi_center", Words("The public may join; government does not regulate.",
                                     "公众可以参与；政府不监管。"),
               form=WITHOUT_GOVERNMENT),
        Regime("cooperative", Words("All three take part, which has to be agreed.", "三方都参与，为此须先协商。"),
               agreement=tau),
        Regime("laissez_faire", Words("Neither the public nor government has a say.", "公众与政府都不介入。"),
               form=ENTERPRISE_ALONE),
    ),
    selection=SETTLED,
    welfare={"behaviour": total + CG1 * z, "enforcement": -CG1 * z},
    welfare_note=Words("sum of the three payoffs", "三方收益之和"),
    map_axes=("treated_share", "carbon_return"),
    cooperation=x,
    cooperation_note=Words("share of enterprises that treat", "治理企业的比例"),
    presets=presets("wang2023"),
    variants={"drug_safety": drug_safety()},
)  # fmt: skip
