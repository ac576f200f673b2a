"""Passkeys in pages: shown where the browser has them, made and used by assets/door/passkeys.js."""

from ejournal.ui.components.passkey.passkey import if_passkeys, make_passkey, sign_in_by_passkey

__all__ = ["if_passkeys", "make_passkey", "sign_in_by_passkey"]
