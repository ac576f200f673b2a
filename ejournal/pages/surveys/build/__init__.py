"""The builder of a survey: /surveys/edit?id=…"""
