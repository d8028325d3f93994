"""The fuzzers: every input of the corpus holds, and a short run finds nothing. `record.py` runs them for long."""

from __future__ import annotations

import importlib
import importlib.util
import json
from pathlib import Path

import pytest
from fuzzing import CORPUS, FUZZERS
from record import NAMES, RECORD, run_round

PROMISES = (13, 14, 15)
PROMISE_OF = {"html": 13, "links": 13, "paths": 14, "properties": 15}

SEEDS = [(name, file.name) for name in NAMES for file in sorted((CORPUS / name).iterdir())]
SHORT = 6000


def test_every_fuzzer_has_a_corpus_and_every_corpus_a_fuzzer():
    assert [folder.name for folder in sorted(CORPUS.iterdir())] == NAMES
    assert [f"fuzz_{name}" for name in NAMES] == list(FUZZERS)
    assert all(len([seed for name, seed in SEEDS if name == wanted]) >= 10 for wanted in NAMES)


@pytest.mark.parametrize(("name", "seed"), SEEDS, ids=lambda part: part)
def test_an_input_of_the_corpus_holds(name, seed):
    importlib.import_module(f"fuzz_{name}").check((CORPUS / name / seed).read_bytes())


@pytest.mark.faults
@pytest.mark.timeout(400)
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed (group faults)")
@pytest.mark.parametrize("name", NAMES)
def test_a_short_run_finds_nothing(name, tmp_path: Path, record_property):
    # a fixed seed: what CI says of a commit does not depend on chance
    count, output = run_round(name, SHORT, str(tmp_path), "-seed=7", "-max_total_time=75")
    assert "Done " in output, output[-4000:]
    assert count >= SHORT // 20, "hardly anything was tried"
    known = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    long = known.get(name, {"executions": 0})
    shown = f"{count:,} executions, 0 crashes"
    if long["executions"] > count:
        shown = f"{long['executions']:,} executions, {long['crashes']} crashes on {long['date']}"
    record_property("figure", f"{name}: {shown}")
    record_property("promise", PROMISE_OF[name])
