"""The answers, by the cell into which they go."""

SOLUTIONS = {
    "number": 'number = "solution"',
    "q1-answer": 'q1 = ["cooperative", "government_led", "multi_center"]',
    "q2-answer": "q2 = 1.2 * (1 - 0.8) / (0.8 * 0.5 * 0.4)",
    "q3-answer": (
        'Delta, delta, q, chi, f, premium = sp.symbols("Delta delta q chi f m")\n'
        "honest = premium / (1 - delta)\n"
        "cheat_once = premium + Delta - q * f + delta * (1 - q * chi) * honest\n"
        "q3 = sp.solve(sp.Eq(honest, cheat_once), premium)[0]\n"
        "sp.factor(q3)"
    ),
    "q4-answer": (
        "low, high = 0.2, 0.9  # no exchange at the one, an exchange at the other\n"
        "while high - low > 1e-6:\n"
        "    middle = (low + high) / 2\n"
        '    there = m.solve("cooperative", lam=1, delta=middle).selected.profile["z"]\n'
        "    low, high = (low, middle) if there else (middle, high)\n"
        "q4 = high\n"
        "round(q4, 4)"
    ),
    "q5-answer": (
        "def changed(regime):\n"
        '    if regime.key != "government_led":\n'
        "        return regime\n"
        '    return replace(regime, binds={**regime.binds, "chi": sp.Symbol("chiC")})\n'
        "\n"
        "q5 = replace(m, declared_regimes=tuple(changed(regime) for regime in m.declared_regimes))\n"
        "q5"
    ),
    "q6-answer": 'q6 = {"patience": 0.25, "cheating_gain": 3}\nm.compare(**q6)',
    "q7-answer": {
        "en": (
            'q7 = """At present a cheat is found out and must go with a chance of only 0.4 · 0.1 = 0.04 '
            "a month, so that honesty would need a premium of 5.56. Users who leave (0.2) bring it down "
            "to 1.11, a joint rule of exit to 0.35. As long as agreeing costs less than 0.28 a round I "
            "advise cooperative governance; above that, multi-center. If the county itself ended "
            "contracts with a chance above 0.74, government-led governance would do as well, and I would "
            "change my advice. On the spot I would find out how long contracts usually last, and whether "
            "the old people have another provider to go to: ask them, and count. If they have none, exit "
            'is an empty threat, which the model leaves out."""'
        ),
        "zh": (
            'q7 = """目前，失信者一个月内被查处并退出的机会只有 0.4 · 0.1 = 0.04，要守信就需要 5.56 的溢价。'
            "使用者离开（0.2）能把它降到 1.11，共同的退出规则能降到 0.35。只要每轮的协商成本低于 0.28，我建议"
            "合作共治；高于它，则选多中心治理。如果县里自己终止合同的概率能提高到 0.74 以上，政府主导型治理"
            "同样可行，我会改变主意。需要到实地了解的是：合同一般能延续多久，老人有没有别的承办者可选，可以"
            '走访并统计。如果别无选择，退出就成了空话，而这一点模型没有考虑。"""'
        ),
    },
}
