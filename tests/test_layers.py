"""The house's rules that programs can check: layers, types, style."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def passes(root: Path, *command: str) -> None:
    result = subprocess.run([sys.executable, "-m", *command], cwd=root, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_imports_go_downward_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlinter.cli import lint_imports

    monkeypatch.chdir(root)
    monkeypatch.syspath_prepend(str(root))
    assert lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True) == 0


def test_types_are_strict(root: Path, tmp_path: Path) -> None:
    passes(root, "mypy", "--cache-dir", str(tmp_path))


def test_style(root: Path) -> None:
    passes(root, "ruff", "check", "--no-cache", ".")
    passes(root, "ruff", "format", "--no-cache", "--check", ".")


def test_no_module_does_work_when_it_is_imported(root: Path) -> None:
    """Importing the command line loads none of the heavy packages."""
    heavy = {"rdflib", "owlready2", "networkx", "pandas", "numpy", "trafilatura", "pyvis", "pymorphy3", "pyoxigraph"}
    code = f"import sys, kg.cli; print(sorted({heavy!r} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
