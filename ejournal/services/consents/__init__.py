"""Consents (152-ФЗ): the documents of a school, what each person is asked, has said and taken back.

documents.py reads the texts and their versions, publishing.py writes them, samples.py has ready ones;
giving.py is what people say, paper.py what their papers say, register.py all of it; whom.py who is asked.
"""
