"""`python -m tools.settings_table`: writes the table of settings in docs/operations.md from the code."""

from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from ejournal.settings import PREFIX, ROOT, Settings

PAGE = ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- settings: begin -->", "<!-- settings: end -->"


def table() -> str:
    """One line a setting: name, default, meaning."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_shown(field)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| Variable | Default | Meaning |", "|---|---|---|", *rows])


def documented() -> str:
    """The table as it stands in the page."""
    return PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0].strip()


def write() -> None:
    """Put the table of today's code into the page."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def _shown(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, Path):
        value = value.relative_to(ROOT)
    return f"`{value}`" if value not in (None, "", ()) else "—"


if __name__ == "__main__":
    write()
