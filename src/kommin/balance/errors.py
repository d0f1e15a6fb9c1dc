"""What can be wrong with a question to the balance."""


class BalanceError(Exception):
    """Cannot be answered or done; the message says why, in the reader's language."""
