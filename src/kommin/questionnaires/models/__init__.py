from kommin.questionnaires.models.questionnaire import Questionnaire, QuestionnaireVersion, State
from kommin.questionnaires.models.trial import Trial

__all__ = ["Questionnaire", "QuestionnaireVersion", "State", "Trial"]
