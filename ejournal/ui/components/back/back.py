"""Puts back.js among the app's assets: dialogs, sheets and menus answer the system's Back through it.

A component of its own calls `useBack(isOpen, close)`; kit's dialogs and all of popover="auto" do already.
"""

from ejournal.ui.components.own_asset import own_asset

BACK = own_asset("back.js")
