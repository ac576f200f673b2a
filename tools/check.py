"""`make check`: style, format, scripts, types, layers, translations, migrations; each says how it went."""

import subprocess
import sys
import time
from pathlib import Path

PYTHON = sys.executable
OXLINT = str(Path(PYTHON).with_name("oxlint"))  # a program in a wheel, beside the Python that it came to
STEPS = {
    "style": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
    "scripts": [OXLINT, "--deny-warnings", "ejournal", "assets", "tests"],
    "types": [PYTHON, "-m", "mypy"],
    "layers": [PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])"],
    "translations": [PYTHON, "-m", "tools.translations"],
    "migrations": [PYTHON, "-m", "tools.migrations"],
}


def main() -> int:
    """Run all steps, whatever fails; the number of those that did."""
    failed = [name for name in STEPS if not _holds(name)]
    print(f"check: {'failed: ' + ', '.join(failed) if failed else 'all hold'}", flush=True)
    return len(failed)


def _holds(name: str) -> bool:
    began = time.monotonic()
    wrong = _run(STEPS[name])
    if wrong is not None:
        print(wrong)
    print(f"{name}: {'holds' if wrong is None else 'fails'}, {time.monotonic() - began:.1f} s", flush=True)
    return wrong is None


def _run(command: list[str]) -> str | None:
    """What the step has to say of what is wrong; None when it holds."""
    if not Path(command[0]).exists():
        return f"{Path(command[0]).name} is not installed; `make check` installs what the checks need"
    result = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return result.stdout if result.returncode else None


if __name__ == "__main__":
    sys.exit(main())
