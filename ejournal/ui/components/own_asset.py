"""Scripts and styles that lie beside the Python that wraps them."""

import sys
from pathlib import Path

from reflex.assets import AssetPathStr, _link_shared_asset, _versioned_asset_path
from reflex.constants import Dirs
from reflex.environment import environment


def own_asset(name: str) -> AssetPathStr:
    """What `rx.asset(name, shared=True)` gives the calling module.

    Reflex asks for the source of every frame on the stack to find the caller: twenty times in the midst of
    imports that is two seconds of each start.
    """
    caller = sys._getframe(1).f_globals
    file = Path(caller["__file__"]).parent / name
    if not file.exists():
        raise FileNotFoundError(file)
    place = Path(Dirs.EXTERNAL_APP_ASSETS, *caller["__name__"].split("."), name)
    if not environment.REFLEX_BACKEND_ONLY.get():
        link = Path.cwd() / Dirs.APP_ASSETS / place
        link.parent.mkdir(parents=True, exist_ok=True)
        _link_shared_asset(link, file)
    return _versioned_asset_path(f"/{place.as_posix()}", file)
