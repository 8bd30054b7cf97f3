"""What a mechanism is: its declaration, and what follows from it when it is solved.

A batch of games becomes an `Outcome`, a single one a `Solution`. The room knows forms and what is
below them; what else can be asked of a mechanism is in ``study/``.
"""
