"""Changes of marks that come too late to be made at once: asked for with a reason, decided by a head."""
