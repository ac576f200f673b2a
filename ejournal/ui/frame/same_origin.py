"""A build step: the pages talk to the address they came from, whatever port or proxy that is."""

import re
from typing import Any

from reflex.constants import Endpoint, Env
from reflex.environment import environment
from reflex.plugins import Plugin

# Reflex writes the server's absolute addresses into the bundle, port included. Left so, a moved
# port or a reverse proxy on plain http would need a build of its own. `.invalid` never resolves.
PLACE = "same-origin.invalid"
BAKED = re.compile(
    r"""(?P<quote>["'`])(?P<scheme>http|ws)://same-origin\.invalid(?P<path>/[\w-]*)(?P=quote)"""
)


class SameOrigin(Plugin):
    """Replaces the server's addresses in the built scripts with the page's own origin."""

    def update_env_json(self, **context: Any) -> dict[str, Any] | None:
        """Addresses that the build step can find again; None in Reflex's two-port dev mode."""
        if environment.REFLEX_ENV_MODE.get() == Env.DEV:
            return None
        return {end.name: f"{'ws' if end is Endpoint.EVENT else 'http'}://{PLACE}{end}" for end in Endpoint}

    def post_build(self, **context: Any) -> None:
        """Rewrite the scripts in place; RuntimeError when an address was left or none was found."""
        found = 0
        for script in context["static_dir"].rglob("*.js"):
            text, replaced = BAKED.subn(_from_the_page, script.read_text(encoding="utf-8"))
            if replaced:
                script.write_text(text, encoding="utf-8")
                found += replaced
            if PLACE in text:
                raise RuntimeError(f"{script.name} keeps a baked address: Reflex has changed, see {__name__}")
        if not found:
            raise RuntimeError(f"no script names {PLACE}: Reflex has changed, see {__name__}")


def _from_the_page(baked: re.Match[str]) -> str:
    origin = "location.origin" + ('.replace(/^http/,"ws")' if baked["scheme"] == "ws" else "")
    return f'((typeof window>"u"?"{baked["scheme"]}://localhost":{origin})+"{baked["path"]}")'
