"""The answers, by the cell into which they go."""

SOLUTIONS = {
    "number": 'number = "solution"',
    "q1-answer": 'q1 = ["multi_center", "cooperative", "government_led"]',
    "q2-answer": "q2 = 1.5 / (0.6 * 10)",
    "q3-answer": (
        'g, f, h, c, d, rho, v, q = sp.symbols("g f h c d rho v q")\n'
        "official = sp.Eq(g - q * d * (g + f), 0)  # a violation brings as much as complying\n"
        "inspector = sp.Eq(v * d * (h + rho * f), c)  # looking brings what it costs\n"
        "q_star, v_star = sp.solve(official, q)[0], sp.solve(inspector, v)[0]\n"
        "q3 = sp.factor(v_star * h * (1 - q_star * d) + c * q_star)\n"
        "q3"
    ),
    "q4-answer": (
        'dyke = cg.catalogue["punishment"]\n'
        "fee = (1 - dyke.parameters['grant_share'].default) * dyke.parameters['fee'].default\n"
        "q4 = fee / (dyke.parameters['fine'].default * (8 - 1))\n"
        "round(q4, 6)"
    ),
    "q5-answer": (
        "def changed(regime):\n"
        '    if regime.key != "multi_center":\n'
        "        return regime\n"
        '    return replace(regime, binds={**regime.binds, "r": sp.Symbol("rho")})\n'
        "\n"
        "q5 = replace(m, declared_regimes=tuple(changed(regime) for regime in m.declared_regimes))\n"
        "q5"
    ),
    "q6-answer": (
        'q6 = {"proof_government": 0.65, "collusion_government": 0}\n'
        'cg.catalogue["collusion"].compare(**q6)'
    ),
    "q7-answer": {
        "en": (
            'q7 = """I recommend cooperative governance. At the given values 8.8 % of the files are bent, '
            "and welfare is -1.2, against -1.9 with local supervisors, who mind only a fifth of the harm, "
            "and -3.0 with an agency alone. This holds while agreeing on the reports costs less than "
            "0.77; above that I would take local supervisors. Raising the fine would mostly lower "
            "inspections: violations follow from what looking costs, how surely it finds and how much "
            "whoever looks minds the harm. I would have to find out how much people's reports cut the "
            "cost of looking (psi), by comparing offices with and without a hotline. The model leaves out "
            "false accusations. If many reports are false, looking becomes dearer and people lose trust; "
            'then I would drop the reports."""'
        ),
        "zh": (
            'q7 = """我推荐合作共治。在给定数值下，违规的案卷约占 8.8%，社会福利为 -1.2；地方监督者只在意五分之一的'
            "损害，福利为 -1.9；单靠监察机构则为 -3.0。这一建议在协商成本低于 0.77 时成立，超过则改用地方监督。"
            "提高罚款主要会使检查减少：违规的多少取决于监督成本、查处的把握，以及监督者对损害的在意程度。需要到实地了解的是，"
            "群众举报能把监督成本降低多少（psi），可以比较有举报热线和没有举报热线的机关。模型没有考虑诬告：如果不实举报很多，"
            '检查反而更费事，人们也会失去信任，那时我会放弃举报的办法。"""'
        ),
    },
}
