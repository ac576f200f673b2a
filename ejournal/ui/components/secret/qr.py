"""An address as a QR code, drawn by the server for `secret_picture`."""

import base64
from io import BytesIO

import segno


def qr_picture(address: str) -> str:
    """The code as a `data:` address of an SVG."""
    drawn = BytesIO()
    segno.make(address, error="M", micro=False).save(drawn, kind="svg", scale=4, border=3)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()
