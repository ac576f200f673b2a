"""Signing in by an OpenID Connect provider: `tries` are ways there and back, `links` whose a subject is."""
