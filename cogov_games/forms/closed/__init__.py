"""The closed form: a declared condition that says which way a one-dimensional state goes.

The games come from the literature, which has derived the condition; `form.py` stands on top.
"""

from .form import ClosedForm as ClosedForm
from .game import Party as Party
