"""Whether the audit trail (written by services/audit.py) is whole, and the tables say what it says."""
