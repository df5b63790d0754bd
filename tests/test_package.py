"""The wheel: built, installed into an empty environment outside the checkout, and put to its main job there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` folder of an environment that holds the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("package")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(root),
    ]
    subprocess.run(build, check=True)
    (wheel,) = folder.glob("kg-*.whl")
    subprocess.run([sys.executable, "-m", "venv", folder / "env"], check=True)
    python = folder / "env" / "bin" / "python"
    lock = str(root / "requirements.lock")
    subprocess.run([python, "-m", "pip", "install", "-q", "-c", lock, str(wheel)], check=True, cwd=folder)
    return python.parent


def test_the_wheel_does_the_main_job(installed: Path, articles: Path, tmp_path: Path) -> None:
    shutil.copytree(articles, tmp_path / "articles")
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    result = subprocess.run(
        [installed / "kg", "run", "articles", "-o", "out"], cwd=tmp_path, env=clean, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["graph.html", "graph.trig", "report.html"]
    where = subprocess.run(
        [installed / "python", "-c", "import kg, kg.resources as r; print(kg.__file__, r.path('ontology'))"],
        cwd=tmp_path, env=clean, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert all(Path(path).is_relative_to(installed.parent) for path in where)
    assert "president_of" in (tmp_path / "out" / "graph.trig").read_text(encoding="utf-8")
