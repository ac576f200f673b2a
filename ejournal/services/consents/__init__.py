"""Consents (152-ФЗ): the documents of a school, what each person is asked, given and withdrawn.

documents.py holds the texts and their versions, giving.py what people say.
"""
