"""Who may do what: permissions, the actor, the rules and the guard that loads by them."""
