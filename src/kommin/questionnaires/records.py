"""How the audit record calls what is done in this room."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "questionnaires.created": _("Questionnaire begun"),
    "questionnaires.texts_changed": _("Texts of a questionnaire changed"),
    "questionnaires.section_added": _("Section added to a questionnaire"),
    "questionnaires.section_changed": _("Section of a questionnaire changed"),
    "questionnaires.section_moved": _("Section of a questionnaire moved"),
    "questionnaires.section_copied": _("Section of a questionnaire copied"),
    "questionnaires.section_removed": _("Section of a questionnaire removed"),
    "questionnaires.question_added": _("Question added"),
    "questionnaires.question_changed": _("Question changed"),
    "questionnaires.question_moved": _("Question moved"),
    "questionnaires.question_copied": _("Question copied"),
    "questionnaires.question_removed": _("Question removed"),
    "questionnaires.imported": _("Draft of a questionnaire replaced by a file"),
    "questionnaires.published": _("Version of a questionnaire published"),
    "questionnaires.version_begun": _("New version of a questionnaire begun"),
}
