"""The papers of all classes as one work: what is to be made, how far it is, what came of it.

`plans.py` says what there is to make, `runs.py` is for who begins, stops and takes it, `making.py` for who
makes it, `keeping.py` for the files. Drawing stands in `printouts/school/`.
"""
