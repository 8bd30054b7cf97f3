"""The answers, by the cell into which they go."""

SOLUTIONS = {
    "number": 'number = "solution"',
    "q1-answer": 'q1 = ["multi_center", "government_led", "cooperative"]',
    "q2-answer": "q2 = (1 - 0.4) * 0.25 * 6 / 1.5",
    "q3-answer": (
        'r, g, V, c, z, a = sp.symbols("r g V c z a")\n'
        "mayor = (1 - r) * g * V + (1 + r) * z - c * a  # gain from a little more effort\n"
        "cities = (1 + r) - c * a\n"
        "q3 = sp.solve(mayor.subs(a, sp.solve(cities, a)[0]), z)[0]\n"
        "q3"
    ),
    "q4-answer": (
        "low, high = 0.5, 6\n"
        "while high - low > 1e-3:\n"
        "    middle = (low + high) / 2\n"
        "    welfare = appraisal.compare(noise_livelihood=middle).welfare\n"
        '    if welfare["cooperative"] > welfare["government_led"]:\n'
        "        low = middle\n"
        "    else:\n"
        "        high = middle\n"
        "q4 = round(low, 2)\n"
        "q4"
    ),
    "q5-answer": (
        "def changed(regime):\n"
        '    if regime.key != "multi_center":\n'
        "        return regime\n"
        '    return replace(regime, binds={**regime.binds, "v": sp.Symbol("V")})\n'
        "\n"
        "q5 = replace(m, declared_regimes=tuple(changed(regime) for regime in m.declared_regimes))\n"
        "q5"
    ),
    "q6-answer": 'q6 = {"spillover": 0, "prize_government": 10}\nm.compare(**q6, fixed_cost=0)',
    "q7-answer": {
        "en": (
            'q7 = """At r = 0.5 and V = 4 the tournament brings forth an effort of 0.56, while 1.5 would '
            "be best for both cities. With a joint weight of 0.8 the mayors choose 1.2, and welfare is 1.86 "
            "against 1.27 for the tournament. I recommend that both mayors answer for the results of both "
            "cities, as long as agreeing costs less than 0.89 in all. If the spillover were below 0.3, I "
            "would keep the tournament; if each city could keep nearly nine tenths of its own results, I "
            "would let them keep these. On the spot I would measure the spillover, from the water upstream "
            "and downstream, and ask both cities what an agreement would cost. The model leaves out that a "
            'mayor may rest on the work of the other over the years, which could overturn this advice."""'
        ),
        "zh": (
            'q7 = """r = 0.5、V = 4 时，晋升锦标赛只带来 0.56 的努力，而对两市最好的是 1.5。共同绩效的权重为 0.8 '
            "时，市长会选 1.2，福利为 1.86，锦标赛下只有 1.27。只要协商成本合计低于 0.89，我建议两位市长对两市的"
            "绩效共同负责。如果溢出比例低于 0.3，我会保留锦标赛；如果各市能留住将近九成的本市绩效，我会让它们自己"
            "留存。在当地，我会通过上下游的水质来测量溢出比例，并向两市了解协商要花多少成本。模型没有考虑多年之后"
            '一位市长可能坐等对方出力，这一点有可能推翻我的建议。"""'
        ),
    },
}
