from kommin.programmes.actions.appropriations import (
    Part,
    close_year,
    reopen_year,
    save_appropriation,
    split_appropriation,
)
from kommin.programmes.actions.calls import change_call, create_call, remove_call_part, save_call_part
from kommin.programmes.actions.clauses import load_clause_set
from kommin.programmes.actions.guidelines import change_guideline, create_guideline, remove_rule_part, save_rule_part
from kommin.programmes.actions.legal import Saying, judge_legal_values
from kommin.programmes.actions.programmes import change_programme, create_programme, remove_block, save_block
from kommin.programmes.actions.publishing import (
    check_call,
    close_call_early,
    close_due_calls,
    prolong_call,
    publish_call,
    publish_changes,
)
from kommin.programmes.actions.responsibilities import remove_responsibility, set_responsibility

__all__ = [
    "Part",
    "Saying",
    "change_call",
    "change_guideline",
    "change_programme",
    "check_call",
    "close_call_early",
    "close_due_calls",
    "close_year",
    "create_call",
    "create_guideline",
    "create_programme",
    "judge_legal_values",
    "load_clause_set",
    "prolong_call",
    "publish_call",
    "publish_changes",
    "remove_block",
    "remove_call_part",
    "remove_responsibility",
    "remove_rule_part",
    "reopen_year",
    "save_appropriation",
    "save_block",
    "save_call_part",
    "save_rule_part",
    "set_responsibility",
    "split_appropriation",
]
