"""What a questionnaire asks, as data: pure Python, no framework, published as a JSON Schema."""

from kommin.questionnaires.definition.comparing import Change, ChangeKind, compare, must_be_answered_again
from kommin.questionnaires.definition.conditions import AllOf, AnyOf, Comparison, Condition, Not, Operator
from kommin.questionnaires.definition.loading import DefinitionError, dump, load, load_json, schema
from kommin.questionnaires.definition.problems import Problem, problems
from kommin.questionnaires.definition.questions import Option, Question
from kommin.questionnaires.definition.structure import Definition, Section
from kommin.questionnaires.definition.words import Words

__all__ = [
    "AllOf",
    "AnyOf",
    "Change",
    "ChangeKind",
    "Comparison",
    "Condition",
    "Definition",
    "DefinitionError",
    "Not",
    "Operator",
    "Option",
    "Problem",
    "Question",
    "Section",
    "Words",
    "compare",
    "dump",
    "load",
    "load_json",
    "must_be_answered_again",
    "problems",
    "schema",
]
