"""Data flows one way: a stage imports only from those before it."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "reportlens"
# The stages in order; the first two are the ground floor.
ORDER = [
    "errors",
    "report",
    "reading",
    "normalise",
    "lexicon",
    "annotate",
    "corpus",
    "analysis",
    "present",
    "cli",
]


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names = (
                [node.module] if node.module != "reportlens" else [f"reportlens.{a.name}" for a in node.names]
            )
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("reportlens.")}
    return found


def test_every_stage_imports_only_from_earlier_ones() -> None:
    checked = 0
    for path in PACKAGE.rglob("*.py"):
        stage = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if stage in ("__init__", "__main__"):
            continue
        allowed = set(ORDER[: ORDER.index(stage) + 1])
        assert imports_of(path) <= allowed, f"{path.relative_to(ROOT)} imports {imports_of(path) - allowed}"
        checked += 1
    assert checked > 20


def test_every_folder_is_a_stage_and_modules_are_of_a_size_to_read() -> None:
    folders = {p.name for p in PACKAGE.iterdir() if p.is_dir() and p.name not in ("__pycache__", "lexicons")}
    assert folders <= set(ORDER)
    for path in PACKAGE.rglob("*.py"):
        assert len(path.read_text("utf-8").splitlines()) <= 400, path
