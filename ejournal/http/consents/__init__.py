"""Consents asked at the door: fields.py has the questions, asking.py the page after the sign-in."""
