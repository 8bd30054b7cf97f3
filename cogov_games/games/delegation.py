"""Township authority: who knows the place wants to spend more; let it report, or let it decide?"""

from dataclasses import replace

from cogov_games.declare import (
    Account, Actor, Advice, Mechanism, Parameter, Regime, Selection, Words, symbols,
)  # fmt: skip

b, iota, F, k, tau, L = symbols("b iota F k tau L")

reports = Advice(
    sender=Actor("township", Words("the township", "乡镇")),
    receiver=Actor("county", Words("the county", "县里")),
    bias=b,
    own=(1 - iota) / 12,
)
mandate = replace(reports, own=Advice.own)

mechanism = Mechanism.declare(
    key="delegation",
    title=Words("How much may a township decide?", "乡镇该有多大的权？"),
    story=Words(
        "How much help does each village need after the flood? The township knows, and would always "
        "give a bit more than the county, which pays. Its reports are shaded, and the county knows it.",
        "水灾之后，各村需要多少救助？乡镇心里有数，但总想比出钱的县里多给一点。上报的数字有水分，县里也明白。",
    ),
    idea=Words(
        "“The substantive rights of townships are less than the responsibilities they bear”: whoever "
        "knows the place should decide, unless it wants something too different.",
        "“乡镇的实有权力小于其承担的责任”：知情者应当有权，除非它想要的相差太远。",
    ),
    leaves_out=Words(
        "Proof and punishment of false reports; townships that differ; effort to find out.",
        "对虚报的查证与惩罚；乡镇之间的差别；了解情况所费的功夫。",
    ),
    theme="incentives",
    article="S4",
    references=(
        "Crawford, V. P. and Sobel, J. (1982). Strategic information transmission. Econometrica 50, "
        "1431-1451.",
        "Melumad, N. D. and Shibano, T. (1991). Communication in settings with no transfers. RAND "
        "Journal of Economics 22, 173-198.",
        "Dessein, W. (2002). Authority and communication in organizations. Review of Economic Studies "
        "69, 811-838.",
    ),
    own_construction=Words(
        "That the county may look for itself instead of listening, and the regimes, are our own "
        "construction.",
        "“县里可以不听汇报、自己去看”以及三种治理模式的设定，是我们自己的构造。",
    ),
    parameters=(
        Parameter("bias", "b", 0.1, 0.01, 0.5,
                  Words("how much more the township wants", "乡镇想多要的幅度"),
                  unit=Words("largest difference between villages", "以各村需要的最大差别为一")),
        Parameter("agreement_cost", "tau", 0.005, 0, 0.05, Words("cost of agreeing", "协商成本"),
                  "agreement"),
        Parameter("inspection", "iota", 0.3, 0, 1,
                  Words("part of the differences that the county sees by itself",
                        "县里自己能看清的差别比例"), "institution", latex=r"\iota"),
        Parameter("fixed_cost", "F", 0.01, 0, 0.05, Words("fixed cost of government", "政府固定成本"),
                  "overhead"),
        Parameter("local_cost", "k", 0, 0, 0.05, Words("cost of self-organisation", "自组织成本"),
                  "overhead"),
    ),
    form=reports,
    regimes=(
        Regime("government_led", Words("The township reports, the county decides.",
                                       "乡镇汇报，县里决定。"), overhead=F),
        Regime("multi_center", Words("The township decides.", "乡镇自行决定。"), overhead=k,
               form=replace(mandate, notion="free")),
        Regime("cooperative",
               Words("The township decides up to a cap that both agree on.",
                     "双方商定上限，乡镇在上限内决定。"), agreement=tau,
               form=replace(mandate, notion="capped")),
    ),
    selection=Selection(
        "most_informative",
        Words("the reports that tell most; others, down to reports that tell nothing, are equilibria "
              "too", "信息最充分的汇报；信息较少乃至毫无信息的汇报也都是均衡"),
    ),
    welfare={"behaviour": -L},
    welfare_note=Words("L, the mean squared distance of decisions from what the villages need, as a loss",
                       "决定与各村实际需要之差的平方均值 L，计为损失"),
    map_axes=("bias", "inspection"),
    accounts=(Account("budget", Words("public budget", "公共预算"), 0, bears_costs=1),),
)  # fmt: skip
