"""Pages that lead to a letter, or that a letter leads to: a forgotten password, an e-mail confirmed."""
