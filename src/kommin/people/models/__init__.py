from kommin.people.models.conflict import ConflictOfInterest, Ground
from kommin.people.models.invitation import Invitation
from kommin.people.models.membership import DEPUTISABLE, ROLES_OF_KIND, Deputyship, Membership, Role
from kommin.people.models.organisation import Kind, Organisation, OrganisationName, Succession
from kommin.people.models.user import LANGUAGES, User, normalise_email

__all__ = [
    "DEPUTISABLE",
    "LANGUAGES",
    "ROLES_OF_KIND",
    "ConflictOfInterest",
    "Deputyship",
    "Ground",
    "Invitation",
    "Kind",
    "Membership",
    "Organisation",
    "OrganisationName",
    "Role",
    "Succession",
    "User",
    "normalise_email",
]
