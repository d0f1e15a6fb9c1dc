from kommin.questionnaires.actions.editing import Edit, edit_definition, import_definition
from kommin.questionnaires.actions.trials import clear_trial, save_trial
from kommin.questionnaires.actions.versions import create_questionnaire, derive_version, publish_version

__all__ = [
    "Edit",
    "clear_trial",
    "create_questionnaire",
    "derive_version",
    "edit_definition",
    "import_definition",
    "publish_version",
    "save_trial",
]
