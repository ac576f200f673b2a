"""Papers that are issued: each has a number, the signature of the school's certificate, a line in a list.

Ways in: `begin` of `issue.py` gives an `Issue`, `made` draws and signs it, `keep` writes it down when its
file is whole; `signed` of `signing.py` signs any PDF; `checked` of `checking.py` verifies one by itself.
"""
