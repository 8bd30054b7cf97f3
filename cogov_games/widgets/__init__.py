"""What a learner moves and sees in a notebook: explorer, play, prediction, checks, projector.

Widgets lay out and feed charts and ask questions of ``study/``; they solve nothing themselves.
"""
