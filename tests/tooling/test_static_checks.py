"""What `make check` would not let through in the scripts."""

import subprocess
from pathlib import Path

import pytest

from ejournal.settings import ROOT
from tools.check import OXLINT

HOOKS = 'import { useEffect, useState } from "react";\n'
FAULTS = {
    "no-unused-vars": "const kept = 1;\n",
    "no-undef": "export const found = mark;\n",
    "eqeqeq": "export const is = (one) => one == 1;\n",
    "named": 'import { nowhere } from "./fault.jsx";\nexport const mine = () => nowhere;\n',
    "rules-of-hooks": HOOKS
    + "export function A({ on }) {\n  if (on) useEffect(() => {});\n  return useState(0)[0];\n}\n",
    "exhaustive-deps": HOOKS
    + "export function A({ n }) {\n  const [, set] = useState(0);\n"
    + "  useEffect(() => set(n), []);\n  return n;\n}\n",
    "max-lines-per-function": "export function long(n) {\n" + "  n();\n" * 60 + "}\n",
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_in_a_script_is_found(rule: str, tmp_path: Path) -> None:
    (tmp_path / "fault.jsx").write_text(FAULTS[rule], encoding="utf-8")
    found = subprocess.run(
        [OXLINT, "--config", str(ROOT / ".oxlintrc.json"), str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert found.returncode != 0
    assert f"({rule})" in found.stdout
