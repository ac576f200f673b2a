"""How people come to accounts of their own: codes on slips of paper, and what is opened by them.

codes.py is for who hands the slips out, opening.py for who has one; standing.py says who has come,
reminding.py writes to those who have not.
"""
