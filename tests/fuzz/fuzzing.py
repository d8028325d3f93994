"""What the fuzzers share: texts made of bytes, sources held in memory, and the run itself.

A fuzzer is a file beside this one with `check(data)`, which raises where a promise is broken, `PIECES`, of which
inputs that begin with a byte of 1 are made, and `LONGEST`, the most bytes an input has. `python tests/fuzz/fuzz_paths.py -runs=100000` runs one; it takes what
libFuzzer takes.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from exportconv.model.contents import Bytes

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
FUZZERS = tuple(sorted(file.stem for file in HERE.glob("fuzz_*.py")))


def made_bytes(data: bytes, pieces: Sequence[str]) -> bytes:
    """The input itself; one that begins with a byte of 1 names pieces, one by each byte, of which it is made."""
    return "".join(pieces[byte % len(pieces)] for byte in data[1:]).encode() if data[:1] == b"\1" else data


def made_text(data: bytes, pieces: Sequence[str]) -> str:
    """The same as a text that can be written."""
    return made_bytes(data, pieces).decode("utf-8", "replace")


def read_notion(files: Mapping[str, bytes]):
    """The vault that an export of those files is, links resolved, and what else a conversion reads of it."""
    from exportconv.options import Options, no_track
    from exportconv.pipeline import TRANSFORMS
    from exportconv.readers.notion import read_notion as read
    from exportconv.readers.source import Entry, Source

    options = Options()
    vault = read(Source(tuple(Entry(path, Bytes(data)) for path, data in sorted(files.items())), ()), no_track)
    for name in ("join_databases", "resolve_links", "restore_names"):
        vault = TRANSFORMS[name](vault, options)
    return vault


def read_vault(files: Mapping[str, bytes]):
    """The same for an Obsidian vault."""
    from exportconv.options import Options, no_track
    from exportconv.pipeline import TRANSFORMS
    from exportconv.readers.obsidian import read_obsidian
    from exportconv.readers.source import Entry, Source

    vault = read_obsidian(Source(tuple(Entry(path, Bytes(data)) for path, data in sorted(files.items())), ()), no_track)
    return TRANSFORMS["resolve_links"](vault, Options())


def render(vault, to: str) -> dict[str, bytes]:
    """What a vault becomes: output path → bytes."""
    from exportconv.pipeline import render as rendered

    return {file.path: file.content.read() for file in rendered(vault, to=to)}


def check_spans(text: str, spans: Sequence[tuple[int, int]]) -> None:
    """All spans lie in the text, in the order of their starts."""
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert all(before[0] <= after[0] for before, after in zip(spans, spans[1:], strict=False))


def run(script: str) -> None:
    """Runs a fuzzer with the arguments of the command line, from its corpus on; never returns."""
    import atheris

    name = Path(script).stem
    # what the script itself has imported by now is not instrumented
    for module in [module for module in sys.modules if module.partition(".")[0] in ("exportconv", "pyromark")]:
        del sys.modules[module]
    with atheris.instrument_imports(include=["exportconv"]):
        fuzzer = importlib.import_module(name)
        importlib.import_module("exportconv.pipeline")
    with tempfile.TemporaryDirectory() as found:
        words = Path(found, "words")
        words.write_text("".join(_word(piece) for piece in fuzzer.PIECES if piece), encoding="ascii")
        own = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
        # the first folder takes what is found new
        folders = own or [_made(Path(found, "new")), str(CORPUS / name.removeprefix("fuzz_"))]
        flags = [argument for argument in sys.argv[1:] if argument.startswith("-")]
        limits = [f"-max_len={fuzzer.LONGEST}", "-len_control=0", f"-dict={words}", "-timeout=60", "-rss_limit_mb=4096"]
        atheris.Setup([script, *limits, *flags, *folders], fuzzer.check)
        atheris.Fuzz()


def _made(folder: Path) -> str:
    folder.mkdir()
    return str(folder)


def _word(piece: str) -> str:
    """A line of libFuzzer's dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in piece.encode()) + '"\n'
