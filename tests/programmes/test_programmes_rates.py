"""Which rate applies: the most particular rule that fits, for every kind of applicant, with and without HSK."""

from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from kommin.programmes.rates import Rate, rate_for
from kommin.programmes.words import ApplicantKind, applicant_kind

BLOCKS = ["", "a", "b"]
KINDS = ["", *ApplicantKind.values]
RULES = st.lists(
    st.builds(
        Rate, kind=st.just("share"), block=st.sampled_from(BLOCKS), applicant=st.sampled_from(KINDS),
        consolidation=st.sampled_from(["", "yes", "no"]), rate=st.decimals(1, 100, places=2),
    ),
    unique_by=lambda rule: (rule.block, rule.applicant, rule.consolidation),
)  # fmt: skip
CASES = list(product(ApplicantKind.values, [True, False], ["a", "b"]))


@given(RULES, st.sampled_from(CASES), st.randoms())
def test_the_most_particular_fitting_rule_applies_whatever_the_order(rules, case, random):
    applicant, consolidation, block = case
    hsk = "yes" if consolidation else "no"
    found = rate_for(rules, applicant=applicant, consolidation=consolidation, block=block)
    order = list(
        product([block, ""], [applicant, ""], [hsk, ""])
    )  # building block before applicant before consolidation
    by_key = {(rule.block, rule.applicant, rule.consolidation): rule for rule in rules}
    assert found == next((by_key[key] for key in order if key in by_key), None)
    random.shuffle(rules)
    assert rate_for(rules, applicant=applicant, consolidation=consolidation, block=block) == found


def test_a_town_under_consolidation_gets_the_higher_rate():
    rules = [
        Rate("share", rate=Decimal(80)),
        Rate("share", rate=Decimal(90), consolidation="yes"),
        Rate("share", rate=Decimal(70), applicant="district"),
    ]
    assert rate_for(rules, applicant="town", consolidation=True).rate == 90
    assert rate_for(rules, applicant="town", consolidation=False).rate == 80
    assert rate_for(rules, applicant="district", consolidation=True).rate == 70


def test_kinds_of_the_register_as_applicants():
    kinds = ["kreisfreie_stadt", "stadt", "gemeinde", "kreis", "staedteregion", "gemeindefreies_gebiet", "?"]
    assert [applicant_kind(kind) for kind in kinds] == ["city", "town", "town", "district", "district", None, None]
