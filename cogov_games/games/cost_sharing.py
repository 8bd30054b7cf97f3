"""Joint-project cost sharing: water supply for six groups of municipalities."""

from functools import partial

from cogov_games.declare import (
    Account, Actor, Coalition, Mechanism, Parameter, Regime, Selection, Words, coalition_table, symbols,
)  # fmt: skip

alpha, F, tau, blk, compulsory, C = symbols("alpha F tau blk compulsory C")

study = coalition_table("young_okada_hashimoto")
population = {"A": 10.13, "H": 21.00, "K": 3.19, "L": 8.22, "M": 34.22, "T": 7.07}
alone = {group: sum(study[(key,)] for key in group) for group in study}
cost = {group: alone[group] - alpha * (alone[group] - study[group]) for group in study}

players = tuple(Actor(key, Words(key, f"{key} 组")) for key in population)
everybody = tuple(population)

UNITS = Words("million crowns", "百万克朗")
game = partial(Coalition, players, cost, total="C")

mechanism = Mechanism.declare(
    key="cost_sharing",
    title=Words("Who pays for the waterworks?", "水厂的钱谁来出？"),
    story=Words(
        "Six groups of municipalities need water. One joint system would be the cheapest, but two "
        "of them would pay more than if they built on their own, should all pay by the head.",
        "六组市镇都要供水。合建一套系统最省钱；可若按人口分摊，其中两组付的钱反而比自己单独建还多。",
    ),
    idea=Words(
        "“Negotiated the share ratio to increase government funding for public infrastructure”: a "
        "joint project lasts only if no group of partners would do better without the others.",
        "“协商成本分摊比例，增加对公共基础设施的政府投入”：只有没有任何一部分伙伴撇开他人更合算，联合项目才能持久。",
    ),
    leaves_out=Words(
        "Disputes about the figures; debts and timing; what else the partners trade with each other.",
        "对成本数据本身的争议；债务与时间安排；伙伴之间其他方面的交换。",
    ),
    theme="regions",
    article="S4",
    references=(
        "Young, H. P., Okada, N. and Hashimoto, T. (1982). Cost allocation in water resources "
        "development. Water Resources Research 18, 463-475.",
        "Schmeidler, D. (1969). The nucleolus of a characteristic function game. SIAM Journal on "
        "Applied Mathematics 17, 1163-1170.",
        "Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II, "
        "307-317. Princeton University Press.",
    ),
    own_construction=Words(
        "The regimes, and the slider that scales the savings of the study, are our own construction.",
        "三种治理模式的设定，以及按比例放大或缩小节省额的滑块，是我们自己的构造。",
    ),
    parameters=(
        Parameter("saving", "alpha", 1, 0, 1.2,
                  Words("savings from building together, as a multiple of the study’s",
                        "合建的节省额（原研究的倍数）"), latex=r"\alpha"),
        Parameter("agreement_cost", "tau", 4, 0, 30, Words("cost of agreeing", "协商成本"), "agreement",
                  unit=UNITS),
        Parameter("largest_consortium", "blk", 3, 1, 5,
                  Words("largest consortium of neighbours", "邻近联合体的最大规模"), "institution",
                  integer=True, latex="B"),
        Parameter("compulsory", "compulsory", 0, 0, 1,
                  Words("membership is compulsory (1) or free (0)", "强制参加（1）或自愿参加（0）"),
                  "institution", choices=(0, 1), latex="z"),
        Parameter("fixed_cost", "F", 2, 0, 30, Words("fixed cost of government", "政府固定成本"),
                  "overhead", unit=UNITS),
    ),
    form=game(rule="core"),
    regimes=(
        Regime("government_led",
               Words("Government builds for all and charges by population.", "政府统一建设，按人口分摊。"),
               overhead=F, form=game(rule="formula", weights=population, compulsory=compulsory)),
        Regime("multi_center",
               Words("Neighbours form small consortia as they see fit.", "邻近市镇自行组成小型联合体。"),
               form=game(rule="consortia", block=blk)),
        Regime("cooperative",
               Words("All negotiate shares at which no group of partners would do better alone.",
                     "共同协商分摊额，使任何一部分伙伴撇开他人都不更合算。"),
               agreement=tau, form=game(rule="core")),
    ),
    selection=Selection("best", Words("the cheapest for all together", "总成本最低者")),
    welfare={"behaviour": -C},
    welfare_note=Words("minus the cost of water supply for all", "全体供水成本的负值"),
    map_axes=("agreement_cost", "saving"),
    accounts=(
        Account("budget", Words("overhead", "制度成本"), 0, bears_costs=1),
    ),
)  # fmt: skip
