"""`python -m ejournal check FILE.pdf`: whether a signed paper is as it was issued."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from ejournal.commands import tell_object

WHOLE, BROKEN, NOT_CHECKED = 0, 1, 2


def check_paper(path: Path, certificate: str, *, as_object: bool) -> int:
    """Tell what the file is; 0 when it is as it was signed, 1 when it is not, 2 when that cannot be said."""
    from ejournal.services.issued.checking import MOST_BYTES, checked
    from ejournal.services.issued.checking import NOT_CHECKED as UNSIGNED

    try:
        if path.stat().st_size > MOST_BYTES:
            return _unread(f"{path} is larger than any paper of a school", as_object=as_object)
        data = path.read_bytes()
    except OSError as error:
        return _unread(f"{path}: {error.strerror or error}", as_object=as_object)
    found = checked(data, certificate)
    if as_object:
        tell_object(_as_json(path, found))
    else:
        _tell(path, found)
    return WHOLE if found.fault is None else NOT_CHECKED if found.fault in UNSIGNED else BROKEN


def _unread(reason: str, *, as_object: bool) -> int:
    if as_object:
        tell_object({"verdict": "unread", "reason": reason})
    print(f"Not checked: {reason}", file=sys.stderr)
    return NOT_CHECKED


def _words(fault: Any) -> str:
    from ejournal.services.issued.checking import Fault

    return {
        None: "the signature holds and covers the whole file",
        Fault.NO_PDF: "this is no PDF",
        Fault.NOT_SIGNED: "the file is not signed: nothing shows whether it was changed",
        Fault.CHANGED: "changed: the file is not as it was signed",
        Fault.ADDED_TO: "changed: something was added behind what was signed",
        Fault.OTHER_CERTIFICATE: "signed by another certificate than the one named",
        Fault.OUT_OF_DATE: "signed outside of the days for which the certificate is valid",
    }[fault]


def _tell(path: Path, found: Any) -> None:
    print(f"{path}: {_words(found.fault)}")
    whose = found.certificate
    if whose is not None:
        print(f"  number: {found.number or 'none'}")
        print(f"  signed: {_at(found.signed_at)} by the signer's clock")
        if found.stamped_at:
            print(f"  time stamp: {_at(found.stamped_at)} by {found.stamped_by.name}")
        print(f"  certificate: {whose.name}, valid {whose.starts:%Y-%m-%d} to {whose.ends:%Y-%m-%d}")
        vouched = "itself alone: compare its fingerprint with that of the school" if whose.self_made else ""
        print(f"  vouched for by: {vouched or whose.issuer}")
        print(f"  fingerprint of the certificate: {whose.fingerprint}")
    print(f"  fingerprint of the file: {found.fingerprint}")


def _at(moment: datetime | None) -> str:
    return moment.isoformat(sep=" ", timespec="seconds") if moment else "unknown"


def _as_json(path: Path, found: Any) -> dict[str, Any]:
    def certified(one: Any) -> dict[str, Any] | None:
        if one is None:
            return None
        return {
            "name": one.name,
            "issuer": one.issuer,
            "sha256": one.fingerprint,
            "valid_from": one.starts.isoformat(),
            "valid_until": one.ends.isoformat(),
            "self_made": one.self_made,
        }

    return {
        "file": str(path),
        "verdict": found.fault.value if found.fault else "whole",
        "sha256": found.fingerprint,
        "number": found.number,
        "signed_at": found.signed_at.isoformat() if found.signed_at else None,
        "certificate": certified(found.certificate),
        "stamped_at": found.stamped_at.isoformat() if found.stamped_at else None,
        "stamped_by": certified(found.stamped_by),
    }
