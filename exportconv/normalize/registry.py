"""The table of the rules: each stands in a module of its own, which is loaded when the rule is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from exportconv.codes import Code

if TYPE_CHECKING:
    from exportconv.normalize.findings import Rule

__all__ = ["CODES", "rule_of"]

_MODULES: Mapping[Code, str] = {
    Code.BROKEN_LINK: "broken_target",
    Code.AMBIGUOUS_LINK: "ambiguous_link",
    Code.UNKNOWN_FRAGMENT: "broken_part",
    Code.UNREADABLE_TEXT: "unreadable_text",
    Code.UNREADABLE_PAGE: "unreadable_page",
    Code.TYPES_DIFFER: "types_differ",
    Code.LONG_PATH: "long_path",
    Code.NFD_NAME: "nfd_name",
    Code.ENCODED_NAME: "encoded_name",
    Code.ID_IN_NAME: "id_in_name",
    Code.UNSAFE_NAME: "unsafe_name",
    Code.NAME_CLASH: "name_clash",
    Code.ENCODED_TWICE: "encoded_twice",
    Code.NFD_TARGET: "nfd_target",
    Code.NOTION_ADDRESS: "notion_address",
    Code.MACHINE_PATH: "machine_path",
    Code.UNUSED_FILE: "unused_file",
    Code.SAME_CONTENT: "same_content",
    Code.MISSING_EXTENSION: "missing_extension",
    Code.INVALID_YAML: "invalid_yaml",
    Code.DUPLICATE_KEY: "duplicate_key",
    Code.UNQUOTED_WIKILINK: "unquoted_wikilink",
    Code.OLD_KEY: "old_key",
    Code.AMBIGUOUS_VALUE: "ambiguous_value",
    Code.MOJIBAKE: "mojibake",
    Code.LONE_JAMO: "lone_jamo",
    Code.BYTE_ORDER_MARK: "byte_order_mark",
    Code.MIXED_LINE_ENDS: "mixed_line_ends",
}
CODES = tuple(_MODULES)
"""The codes of all rules, in order."""


@cache
def rule_of(code: Code) -> Rule:
    """The rule with a code; raises KeyError for a code that is none of a rule."""
    return cast("Rule", import_module(f"exportconv.normalize.rules.{_MODULES[code]}").RULE)
