from kommin.portal.models.alike import AlikeReleases
from kommin.portal.models.changes import Change
from kommin.portal.models.contacts import Contact
from kommin.portal.models.desk import ReleaseDesk, Step
from kommin.portal.models.home import HomePage, HomeTopic
from kommin.portal.models.media import PortalDocument, PortalImage, PortalRendition
from kommin.portal.models.old_releases import (
    EntryChange,
    EntryState,
    ImportedEntry,
    ReleaseImport,
    ReleaseImportState,
    RememberedReading,
    TakenFile,
    TakenRelease,
)
from kommin.portal.models.practice import (
    GoodPracticeIndexPage,
    GoodPracticeMaterial,
    GoodPracticePage,
    PracticeProblem,
    Problem,
)
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
    "AlikeReleases",
    "Change",
    "Contact",
    "ContactEntry",
    "ContactPage",
    "CorrectionNotice",
    "DownloadsPage",
    "EntryChange",
    "EntryState",
    "GoodPracticeIndexPage",
    "GoodPracticeMaterial",
    "GoodPracticePage",
    "HomePage",
    "HomeTopic",
    "ImportedEntry",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PracticeProblem",
    "PressIndexPage",
    "PressPhoto",
    "PressRelease",
    "Problem",
    "ProgrammeStoryPage",
    "Purpose",
    "RelatedRelease",
    "ReleaseContact",
    "ReleaseDesk",
    "ReleaseDownload",
    "ReleaseImport",
    "ReleaseImportState",
    "ReleaseLink",
    "ReleasePlace",
    "ReleaseProject",
    "RememberedReading",
    "StandardPage",
    "Step",
    "TakenFile",
    "TakenRelease",
    "TopicIndexPage",
    "TopicPage",
]
