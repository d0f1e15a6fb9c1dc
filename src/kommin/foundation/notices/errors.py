"""What notices refuse to do, told to the person who asked."""


class NoticesError(Exception):
    """An action on mail, notices or deadlines was refused; the message says what to do."""
