"""What several tests need: the checkout, the sample articles, the annotated articles beside the checkout."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import readers
from kg.extraction.rules import RuleReader
from kg.model import Record

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def articles(root: Path) -> Path:
    """The folder of the sample articles."""
    return root / "data" / "articles"


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The folder of annotated articles and corpora beside the checkout; skips where there is none."""
    folder = root.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the checkout")
    return folder


@pytest.fixture(scope="session")
def reader() -> RuleReader:
    """The reader of articles; a language's tools are made once, when first asked for."""
    return RuleReader()


@pytest.fixture(scope="session")
def train(shared: Path, reader: RuleReader) -> list[Record]:
    """The records of the annotated articles beside the checkout that may be studied."""
    return [reader.read(document) for document in readers.read([shared / "gold" / "train.jsonl"]).documents]


@pytest.fixture(scope="session")
def program() -> Callable[..., str]:
    """The path of a program of the system, by any of its names; skips where there is none, fails with CI=true."""

    def find(*names: str) -> str:
        for name in names:
            if path := shutil.which(name):
                return path
        message = f"{' or '.join(names)} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)

    return find
