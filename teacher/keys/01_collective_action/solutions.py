"""The answers, by the cell into which they go."""

SOLUTIONS = {
    "number": 'number = "solution"',
    "q1-answer": 'q1 = ["cooperative", "multi_center", "government_led"]',
    "q2-answer": "q2 = 1 - 0.35",
    "q3-answer": (
        'a, p, eps, S = sp.symbols("a p eps S")\n'
        "contribute = a - eps * S  # and the fine for contributing by mistake\n"
        "free_ride = 1 - p * S\n"
        "q3 = sp.solve(sp.Eq(contribute, free_ride), S)[0]\n"
        "q3"
    ),
    "q4-answer": (
        'solved = m.solve("cooperative", psi=0.5)\n'
        'q4 = next(e.profile["contribute"] for e in solved.equilibria if e.stability == "unstable")\n'
        "round(q4, 6)"
    ),
    "q5-answer": (
        "def changed(regime):\n"
        '    if regime.key != "multi_center":\n'
        "        return regime\n"
        '    return replace(regime, binds={**regime.binds, "s": sp.Symbol("S")})\n'
        "\n"
        "q5 = replace(m, declared_regimes=tuple(changed(regime) for regime in m.declared_regimes))\n"
        "q5"
    ),
    "q6-answer": 'q6 = {"people": 5, "marginal_return": 0.22}\nm.compare(**q6)',
    "q7-answer": {
        "en": (
            'q7 = """In our village of 20 households few take part at first. With a critical mass of '
            "0.87 cooperative governance fails from there, and at the given values neither government "
            "(a + pS = 0.53) nor the neighbours (0.55) make contributing pay. I would first find out "
            "how many report without taking part: with psi = 0.5 the critical mass falls to 0.74. If "
            "a campaign can reach that share once, I choose cooperative governance, as long as agreeing "
            "costs less than 2.5 per head; otherwise I would raise the fine of government to 2.7. The "
            "model leaves out that fines may crowd out goodwill, so I would ask the households first."
            '"""'
        ),
        "zh": (
            'q7 = """我们村 20 户，起初参与的人很少。临界规模为 0.87 时，合作共治从这个起点走不起来；'
            "在给定数值下，政府（a + pS = 0.53）和邻里（0.55）单独也都不能使出力合算。我会先弄清有多少人"
            "虽不出力但愿意举报：若 psi = 0.5，临界规模降到 0.74。如果一次动员能达到这个比例，而且人均协商"
            "成本低于 2.5，我选择合作共治；否则我会把政府罚款提高到 2.7。模型没有考虑罚款可能挤出自愿，"
            '所以我会先听听各家的意见。"""'
        ),
    },
}
