"""How names are compared: below the models, so that files are read without a database."""


def folded(name: str) -> str:
    """The name as compared: case does not tell names apart, and «ё» stands with «е»."""
    return name.casefold().replace("ё", "е")
