"""Puts back.js among the app's assets: dialogs, sheets and menus answer the system's Back through it.

A component of its own calls `useBack(isOpen, close)`; kit's dialogs and all of popover="auto" do already.
"""

import reflex as rx

BACK = rx.asset("back.js", shared=True)
