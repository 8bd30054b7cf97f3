"""What can be asked of a mechanism: comparisons, thresholds, maps, sweeps, dynamics, contracts.

Each file asks one question of a `Declaration` and says what its answer is; answers draw themselves
with what is in ``charts/``. The room knows charts and what is below them, no widget.
"""
