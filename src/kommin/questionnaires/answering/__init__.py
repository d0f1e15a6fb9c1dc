"""Answers: understood as typed, kept as JSON, checked by the definition, merged question by question."""

from kommin.questionnaires.answering.calculating import Calculation
from kommin.questionnaires.answering.evaluation import AnswerError, Evaluation, evaluate
from kommin.questionnaires.answering.lookups import FileInfo, Lookups, NoLookups
from kommin.questionnaires.answering.merging import Conflict, Merged, merge
from kommin.questionnaires.answering.sheets import AnswerSheet, CarriedOver, carry_over
from kommin.questionnaires.answering.understanding import understand

__all__ = [
    "AnswerError",
    "AnswerSheet",
    "Calculation",
    "CarriedOver",
    "Conflict",
    "Evaluation",
    "FileInfo",
    "Lookups",
    "Merged",
    "NoLookups",
    "carry_over",
    "evaluate",
    "merge",
    "understand",
]
