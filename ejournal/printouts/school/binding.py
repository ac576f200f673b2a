"""Papers of many classes in one file: a zip of them all, and one PDF with a bookmark for each."""

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

import pikepdf

Beat = Callable[[], None]
"""Called between two papers: the work is alive."""
Named = tuple[str, Path]
"""A paper's name and where it lies."""


def write_zip(file: BinaryIO, papers: Iterable[Named], beat: Beat) -> None:
    """All papers under their names; PDFs are packed already."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
        for name, path in papers:
            made.write(path, f"{name}.pdf")
            beat()


def write_merged(file: BinaryIO, papers: Iterable[Named], title: str, beat: Beat) -> int:
    """All papers one behind the other, each beginning on the front of a sheet; how many pages there are."""
    with pikepdf.new() as made:
        with made.open_outline() as outline:
            for name, path in papers:
                if len(made.pages) % 2:
                    box = made.pages[-1].mediabox
                    made.add_blank_page(page_size=(float(box[2]), float(box[3])))
                outline.root.append(pikepdf.OutlineItem(name, len(made.pages)))
                with pikepdf.open(path) as paper:
                    for page in paper.pages:
                        # The mark of a signature, which is over that paper alone and stays with it.
                        if "/Annots" in page:
                            del page["/Annots"]
                        made.pages.append(page)
                beat()
        made.docinfo["/Title"] = title
        made.Root.Lang = pikepdf.String("ru")
        made.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return len(made.pages)
