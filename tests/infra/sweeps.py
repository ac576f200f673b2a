"""What comes round by the number of a row, whoever asks: no part of what is done for one try."""


def is_sweep(statement: str) -> bool:
    """Whether the statement sweeps old counters of sign-ins away."""
    return statement.startswith("DELETE FROM sign_in_try")
