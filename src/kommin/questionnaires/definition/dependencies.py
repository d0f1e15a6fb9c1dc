"""Which question looks at which, and whether somebody looks at themselves."""

from collections.abc import Iterator

from kommin.questionnaires.definition import formulas
from kommin.questionnaires.definition.conditions import comparisons
from kommin.questionnaires.definition.questions import AnyQuestion, Calculated
from kommin.questionnaires.definition.structure import Definition


def looks_at(definition: Definition, question: AnyQuestion) -> Iterator[str]:
    """The keys on which a question's visibility or figure rests, its section's condition included."""
    section = definition.section_of.get(question.key)
    if section is not None:
        yield from (comparison.question for comparison in comparisons(section.only_if))
    yield from (comparison.question for comparison in comparisons(question.only_if))
    if isinstance(question, Calculated):
        try:
            yield from (name.key for name in formulas.references(formulas.parse(question.formula)))
        except formulas.FormulaError:
            return


def in_order(definition: Definition) -> list[str]:
    """The keys so that every question follows what it looks at; questions in a circle are left out."""
    needs = {
        key: {other for other in looks_at(definition, question) if other in definition.by_key}
        for key, question in definition.by_key.items()
    }
    open_ends = {key: len(others) for key, others in needs.items()}
    users: dict[str, list[str]] = {key: [] for key in needs}
    for key, others in needs.items():
        for other in others:
            users[other].append(key)
    ordered: list[str] = []
    free = [key for key, count in open_ends.items() if count == 0]
    while free:
        done = free.pop()
        ordered.append(done)
        for user in users[done]:
            open_ends[user] -= 1
            if open_ends[user] == 0:
                free.append(user)
    return ordered


def circles(definition: Definition) -> set[str]:
    """The questions that would need their own result, directly or around corners."""
    return set(definition.by_key) - set(in_order(definition))
