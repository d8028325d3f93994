"""The table of the rules."""

from __future__ import annotations

from exportconv.normalize.findings import Rule
from exportconv.normalize.rules import (
    ambiguous_link,
    ambiguous_value,
    broken_part,
    broken_target,
    byte_order_mark,
    duplicate_key,
    encoded_name,
    encoded_twice,
    id_in_name,
    invalid_yaml,
    lone_jamo,
    long_path,
    machine_path,
    missing_extension,
    mixed_line_ends,
    mojibake,
    name_clash,
    nfd_name,
    nfd_target,
    notion_address,
    old_key,
    same_content,
    types_differ,
    unquoted_wikilink,
    unreadable_text,
    unsafe_name,
    unused_file,
)

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = tuple(
    module.RULE
    for module in (
        broken_target, ambiguous_link, broken_part, unreadable_text, types_differ, long_path,
        nfd_name, encoded_name, id_in_name, unsafe_name, name_clash,
        encoded_twice, nfd_target, notion_address, machine_path,
        unused_file, same_content, missing_extension,
        invalid_yaml, duplicate_key, unquoted_wikilink, old_key, ambiguous_value,
        mojibake, lone_jamo, byte_order_mark, mixed_line_ends,
    )
)  # fmt: skip
"""In the order of their codes."""
