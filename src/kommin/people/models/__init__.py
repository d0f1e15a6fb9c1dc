from kommin.people.models.user import User, normalise_email

__all__ = ["User", "normalise_email"]
