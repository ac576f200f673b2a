"""The scripts of files for components that choose and show them.

`chosen.jsx`: `useChosen({owner, name, most})` holds what was chosen and sends it, `Chosen` lists it,
`Choosers` are the buttons, `useDropped` what is dropped and pasted; `done` are the files that have come, by
whose keys others name them. `shown.jsx`: `Shown` draws what `shown` of `services/files/keeping.py` says.
All take FILE_WORDS.
"""

from ejournal.ui.components.back import back  # noqa: F401 - lays its script beside ours
from ejournal.ui.components.own_asset import own_asset

FILE_WORDS = {
    "after": "Next picture",
    "again": "Try again",
    "attach": "Attach files",
    "before": "Previous picture",
    "camera": "Take a photo",
    "close": "Close",
    "drop_here": "Drop the files here",
    "failed": "The file could not be sent",
    "loading": "Being sent",
    "open_picture": "Open the picture",
    "remove": "Remove",
    "save_file": "Save the file",
    "saves": "is saved",
    "still_going": "Files are still on their way",
    "too_many": "At most ten files go with one message",
    "waits": "waits for the network, goes on by itself",
}

for _name in ("uploads.js", "sizes.js", "icons.jsx", "chosen.jsx", "shown.jsx", "sent.css"):
    own_asset(_name)
