"""Volunteer's dilemma among departments, and the street's whistle that names one of them."""

from cogov_games.declare import (
    Account, Actor, Group, Mechanism, Min, Parameter, Regime, Selection, Signal, Strategy, Words,
    symbols,
)  # fmt: skip

n, b, c, j, x, u, m = symbols("n b c j x u m")
mu, q, F, tau = symbols("mu q F tau")

UNITS = Words("payoff", "收益")

departments = {
    "member": Actor("department", Words("department", "职能部门"), (
        Strategy("wait", Words("wait for others", "等待观望")),
        Strategy("respond", Words("take the case", "主动承接"), share="x"),
    )),
    "size": n,
    "payoffs": (b * Min(1, j), b - c),
    "average": "u",
}  # fmt: skip

mechanism = Mechanism.declare(
    key="whistle",
    title=Words("Whose job is it?", "这事归谁管？"),
    story=Words(
        "A pipe has burst in an old street. Any of several departments could send a crew, all would "
        "be relieved if it were done, and each waits for another to go.",
        "老街的水管爆了。好几个部门都能派人，谁修好了大家都省心，可人人都在等别人先去。",
    ),
    idea=Words(
        "“The street blows the whistle and the departments report in”: where prevarication comes "
        "from nobody knowing who will go, naming one department in public may be enough, without "
        "any sanction.",
        "“街乡吹哨、部门报到”：若推诿扯皮源于谁也不知道该谁去，那么当众点名一个部门也许就够了，无须任何惩罚。",
    ),
    leaves_out=Words(
        "Departments with different costs and skills; rewards and appraisal; whistles blown too "
        "often; the wish not to be named again.",
        "各部门成本与能力的差别；奖惩与考核；哨声过频；不愿再次被点名的心理。",
    ),
    theme="departments",
    article="S1",
    references=(
        "Diekmann, A. (1985). Volunteer's dilemma. Journal of Conflict Resolution 29, 605-610.",
        "Aumann, R. J. (1974). Subjectivity and correlation in randomized strategies. Journal of "
        "Mathematical Economics 1, 67-96.",
        "Goeree, J. K., Holt, C. A. and Smith, A. M. (2017). An experimental examination of the "
        "volunteer's dilemma. Games and Economic Behavior 102, 303-315.",
    ),
    own_construction=Words(
        "The regimes, and the reading of the whistle as a correlation device, are our own "
        "construction.",
        "三种治理模式的设定，以及把“吹哨”理解为相关装置，都是我们自己的构造。",
    ),
    parameters=(
        Parameter("departments", "n", 6, 2, 20, Words("number of departments", "部门数"), integer=True),
        Parameter("benefit", "b", 1, 0.2, 2,
                  Words("what each gains if the case is taken", "事情有人承接时各部门的收益"), unit=UNITS),
        Parameter("cost", "c", 0.25, 0.05, 1, Words("cost of taking the case", "承接的成本"), unit=UNITS),
        Parameter("agreement_cost", "tau", 0.4, 0, 3,
                  Words("cost of agreeing on the whistle", "吹哨机制的协商成本"), "agreement", unit=UNITS),
        Parameter("competence_government", "q", 0.6, 0, 1,
                  Words("chance that the government names the right department", "政府指派得当的概率"),
                  "institution"),
        Parameter("loss_if_wrong", "mu", 1, 0, 3,
                  Words("loss if the wrong department is sent", "指派不当的损失"), "institution", unit=UNITS,
                  latex=r"\mu"),
        Parameter("fixed_cost", "F", 0.3, 0, 3,
                  Words("fixed cost of assigning", "指派机构的固定成本"), "overhead", unit=UNITS),
        Parameter("error_cost", "m", 0, 0, 3, Words("expected loss from wrong naming", "点名失当的预期损失"),
                  "primitive", unit=UNITS),
    ),
    form=Group(**departments),
    regimes=(
        Regime("government_led",
               Words("Government names a department, sometimes the wrong one.", "政府指派部门，有时指派不当。"),
               {"m": (1 - q) * mu}, overhead=F, form=Signal(**departments)),
        Regime("multi_center", Words("Each department decides alone.", "各部门自行决定。"), {"m": 0}),
        Regime("cooperative",
               Words("The street blows the whistle and names a department that is at hand.",
                     "街乡吹哨，点名一个合适的部门报到。"),
               {"m": 0}, agreement=tau, form=Signal(**departments)),
    ),
    selection=Selection(
        "best",
        Words("where a department is named in public, all obey if nobody gains by disobeying; where "
              "nobody is named, equal departments act alike (the symmetric equilibrium)",
              "当众点名时，只要无人能因不服从而获益，各方便都服从；无人点名时，各部门条件相同、做法也相同（对称均衡）"),
    ),
    welfare={"behaviour": n * u, "enforcement": -m},
    welfare_note=Words("sum over departments, less the loss from wrong naming; zero if the case is left",
                       "各部门收益之和，减去点名失当的损失；以无人承接为零点"),
    map_axes=("departments", "agreement_cost"),
    cooperation=(u + c * x) / b,
    cooperation_note=Words("chance that the case is taken", "有部门承接的概率"),
    accounts=(Account("purse", Words("public purse", "公共财政"), -m, bears_costs=1),),
)  # fmt: skip
