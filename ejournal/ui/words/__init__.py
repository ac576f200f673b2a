"""Words of the screen in the reader's language, and words that several pages share."""
