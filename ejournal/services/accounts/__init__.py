"""Accounts and signing in: passwords, throttling of tries (rate limit), devices, presence.

`sign_in` opens the door, `own` is what one changes about oneself, `administration` what administrators do.
"""
