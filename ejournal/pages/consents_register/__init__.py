"""The register of consents: who has said what about whom, and what came on paper."""
