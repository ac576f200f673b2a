"""`make check`: style, format, types, layers, translations, migrations; each step says how it went."""

import subprocess
import sys
import time

STEPS = {
    "style": ["-m", "ruff", "check", "--quiet", "."],
    "format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "types": ["-m", "mypy"],
    "layers": ["-c", "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])"],
    "translations": ["-m", "tools.translations"],
    "migrations": ["-m", "tools.migrations"],
}


def main() -> int:
    """Run all steps, whatever fails; the number of those that did."""
    failed = [name for name in STEPS if not _holds(name)]
    print(f"check: {'failed: ' + ', '.join(failed) if failed else 'all hold'}", flush=True)
    return len(failed)


def _holds(name: str) -> bool:
    began = time.monotonic()
    result = subprocess.run(
        [sys.executable, *STEPS[name]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    if result.returncode:
        print(result.stdout)
    print(
        f"{name}: {'fails' if result.returncode else 'holds'}, {time.monotonic() - began:.1f} s", flush=True
    )
    return result.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
