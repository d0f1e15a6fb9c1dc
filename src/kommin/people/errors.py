"""Why the people's room refuses; each message tells the person what to do."""


class PeopleError(Exception):
    """An action of this room cannot be done as asked; the message is translated and complete."""


class InvitationError(PeopleError):
    """The invitation cannot be made, sent or accepted."""


class MembershipError(PeopleError):
    """The membership or deputyship cannot be changed as asked."""


class AccountError(PeopleError):
    """The account cannot be changed as asked."""


class OrganisationError(PeopleError):
    """The organisation cannot be made or changed as asked."""


class ConflictError(PeopleError):
    """The conflict of interest cannot be declared or ended as asked."""
