"""The kinds of game: what each declares, and how its equilibria and thresholds are found.

Forms know solvers, expressions and words; they know no mechanism and no regime, and draw nothing.
Whoever imports a form has imported all of them, so that each has joined the register.
"""

from .advice import Advice as Advice
from .agreement import Agreement as Agreement
from .closed import ClosedForm as ClosedForm
from .coalition import Coalition as Coalition
from .continuous import Continuous as Continuous
from .group import Group as Group
from .population import Population as Population
from .restricted import Restricted as Restricted
from .signal import Signal as Signal
from .strategic import Strategic as Strategic
