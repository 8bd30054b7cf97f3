"""Diagrams and charts: Vega-Lite specifications, and the rows that feed them.

The diagram of a form of game stands in a file of its own, and ``by_form`` says which form has which.
Charts take outcomes, what was played and plain arrays; they may import words, expressions, solvers,
forms, the model and playing, never a result of ``study/`` and never a widget.
"""
