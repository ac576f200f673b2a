"""One folder per screen family: page (route), state (events), parts (components), rows (for the browser)."""
