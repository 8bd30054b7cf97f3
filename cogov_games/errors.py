"""The one error that a user of the package meets."""

from __future__ import annotations


class InputError(ValueError):
    """A value that a public call cannot accept: names the parameter, the value and what is allowed."""
