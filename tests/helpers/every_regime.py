"""Every regime of every mechanism in the catalogue."""

import cogov_games as cg

ALL = [(key, regime) for key, m in cg.catalogue.items() for regime in m.regimes]
