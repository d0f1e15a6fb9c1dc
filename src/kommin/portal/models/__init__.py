from kommin.portal.models.changes import Change
from kommin.portal.models.contacts import Contact
from kommin.portal.models.home import HomePage, HomeTopic
from kommin.portal.models.media import PortalDocument, PortalImage, PortalRendition
from kommin.portal.models.practice import GoodPracticeIndexPage, GoodPracticeMaterial, GoodPracticePage
from kommin.portal.models.press import PressIndexPage, PressRelease
from kommin.portal.models.press_parts import (
    CorrectionNotice,
    PressPhoto,
    RelatedRelease,
    ReleaseContact,
    ReleaseDownload,
    ReleaseLink,
    ReleasePlace,
    ReleaseProject,
)
from kommin.portal.models.standing import ContactEntry, ContactPage, DownloadsPage, Purpose, StandardPage
from kommin.portal.models.stories import ProgrammeStoryPage
from kommin.portal.models.topics import TopicIndexPage, TopicPage

__all__ = [
    "Change",
    "Contact",
    "ContactEntry",
    "ContactPage",
    "CorrectionNotice",
    "DownloadsPage",
    "GoodPracticeIndexPage",
    "GoodPracticeMaterial",
    "GoodPracticePage",
    "HomePage",
    "HomeTopic",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PressIndexPage",
    "PressPhoto",
    "PressRelease",
    "ProgrammeStoryPage",
    "Purpose",
    "RelatedRelease",
    "ReleaseContact",
    "ReleaseDownload",
    "ReleaseLink",
    "ReleasePlace",
    "ReleaseProject",
    "StandardPage",
    "TopicIndexPage",
    "TopicPage",
]
