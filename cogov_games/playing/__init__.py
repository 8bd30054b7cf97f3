"""Playing a mechanism: who sits at the table, what computer players do, the rounds that follow.

The table of a form of game stands in a file of its own, and ``by_form`` says which form has which.
What plays may import words, expressions, solvers, forms and the model, never a chart and never a
widget.
"""
