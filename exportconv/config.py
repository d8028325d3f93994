"""Options from `exportconv.toml` and `[tool.exportconv]`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from exportconv.errors import ConfigError
from exportconv.options import NormalizeOptions, Options, PropertyRules, parse_size

__all__ = ["find_config", "is_configured", "load_normalize_options", "load_options"]

_KEYS = {"from": "source_format"}
_NOT_FLAT = ("properties", "database_rules", "reserved", "avoided", "vault_types", "mtime")
_WANTED = {"bool": "true or false", "int": "a whole number", "tuple[str, ...]": "a list of texts"}


def find_config(start: Path) -> Path | None:
    """The nearest `exportconv.toml`, or `pyproject.toml` with `[tool.exportconv]`, from a folder upwards."""
    for folder in (start, *start.parents):
        own, project = folder / "exportconv.toml", folder / "pyproject.toml"
        if own.is_file():
            return own
        if project.is_file() and "exportconv" in _read_toml(project).get("tool", {}):
            return project
    return None


def is_configured(folder: Path) -> bool:
    """Whether a folder has a configuration of its own."""
    return find_config(folder) in (folder / "exportconv.toml", folder / "pyproject.toml")


def _read_toml(path: Path) -> dict[str, Any]:
    # most runs have no configuration
    import tomllib

    try:
        return tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error


def _settings(path: Path) -> dict[str, Any]:
    data = _read_toml(path)
    return data.get("tool", {}).get("exportconv", {}) if path.name == "pyproject.toml" else data


def load_normalize_options(path: str | PathLike[str]) -> NormalizeOptions:
    """The table `normalize` of a configuration file; raises ConfigError as `load_options` does."""
    path = Path(path)
    data = _settings(path).get("normalize", {})
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: normalize has to be a table")
    return NormalizeOptions(**_flat_values(path, data, NormalizeOptions))


def _flat_values(path: Path, data: Mapping[str, Any], options: type) -> dict[str, Any]:
    """The values of a table by the names of some options."""
    known = {f.name: str(f.type) for f in dataclasses.fields(options) if f.name not in _NOT_FLAT}
    values = {_KEYS.get(key, key.replace("-", "_")): value for key, value in data.items()}
    for key, value in values.items():
        if key not in known:
            raise ConfigError(f"{path}: there is no option {key.replace('_', '-')!r}{_meant(key, known)}")
        values[key] = _flat(_size(path, value) if key == "max_size" else value, known[key])
        if values[key] is None:
            wanted = _WANTED.get(known[key], "a text")
            raise ConfigError(f"{path}: {key.replace('_', '-')} cannot be {value!r}, it takes {wanted}")
    return values


def _meant(key: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    names = [*known, *_KEYS]
    close = get_close_matches(key, [name for name in names if name not in _KEYS.values()], 1)
    return f"; did you mean {close[0].replace('_', '-')!r}?" if close else ""


def _size(path: Path, value: Any) -> Any:
    """A size in bytes where it is a text."""
    try:
        return parse_size(value) if isinstance(value, str) else value
    except ConfigError as error:
        raise ConfigError(f"{path}: max-size: {error}") from error


def load_options(path: str | PathLike[str]) -> Options:
    """Options from a configuration file; raises ConfigError with the file's name for what has no meaning."""
    path = Path(path)
    data = _settings(path)
    data.pop("normalize", None)
    rules = _rules(path, "properties", data.pop("properties", {}))
    databases = _database_rules(path, data.pop("database", {}))
    values = _flat_values(path, data, Options)
    try:
        return Options(**values, properties=rules, database_rules=databases)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def _flat(value: Any, kind: str) -> Any:
    """A value as an option of this type holds it; None where it cannot be one."""
    if kind.startswith("tuple"):
        return tuple(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else None
    wanted = {"bool": bool, "int": int}.get(kind, str)
    # a bool is an int, too
    return value if isinstance(value, wanted) and (kind == "bool" or not isinstance(value, bool)) else None


def _database_rules(path: Path, data: Any) -> Mapping[str, PropertyRules]:
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: [database] takes a table for each title")
    return {title: _rules(path, f"database.{title}", rules) for title, rules in data.items()}


def _rules(path: Path, place: str, data: Any) -> PropertyRules:
    shapes = {"rename": dict, "drop": list, "types": dict}
    if not isinstance(data, dict) or data.keys() - shapes.keys():
        raise ConfigError(f"{path}: [{place}] takes {', '.join(shapes)}")
    for key, value in data.items():
        words = value.values() if isinstance(value, dict) else value
        if not isinstance(value, shapes[key]) or not all(isinstance(word, str) for word in words):
            raise ConfigError(f"{path}: {place}.{key} cannot be {value!r}")
    return PropertyRules(
        rename=data.get("rename", {}), drop=frozenset(data.get("drop", ())), types=data.get("types", {})
    )
