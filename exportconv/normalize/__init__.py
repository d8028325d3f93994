"""Keep a repository of notes clean: find what is wrong in it, and mend what can be mended.

Everything here is loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exportconv.normalize.findings import Finding, Fix, Rule
    from exportconv.normalize.run import Normalized, normalize
    from exportconv.normalize.state import Change

    RULES: tuple[Rule, ...]
    """All rules, in the order of their codes."""

__all__ = ["RULES", "Change", "Finding", "Fix", "Normalized", "Rule", "normalize"]

_HOMES = {"findings": ("Finding", "Fix", "Rule"), "run": ("Normalized", "normalize"), "state": ("Change",)}
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    value: object
    if name == "RULES":
        from exportconv.normalize.registry import CODES, rule_of

        value = tuple(map(rule_of, CODES))
    elif name in _MODULE_OF:
        value = getattr(import_module(f"exportconv.normalize.{_MODULE_OF[name]}"), name)
    else:
        raise AttributeError(f"module 'exportconv.normalize' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
