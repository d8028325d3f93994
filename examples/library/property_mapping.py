"""Renames, drops and types the properties of an export: python property_mapping.py EXPORT VAULT.

The same can be said in `exportconv.toml`; here it is Python, so that the rules may come from anywhere.
"""

from __future__ import annotations

import sys

import exportconv as ec

EVERYWHERE = ec.PropertyRules(
    rename={"작성일시": "created", "최종 편집 일시": "modified", "별점": "rating"},
    drop=frozenset({"여행"}),
)
BOOKS = ec.PropertyRules(types={"값": "text"})
"""In this database prices stay as they are written, `₩15,800`."""


def main(source: str, destination: str) -> None:
    """Converts with these rules, and says what there is of each property."""
    options = ec.Options(properties=EVERYWHERE, database_rules={"읽은 책": BOOKS})
    ec.convert(source, destination, options=options)
    for name, types in ec.inspect(source, options=options).properties.items():
        print(f"{name}: {', '.join(types)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
