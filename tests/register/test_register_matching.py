"""What a text means: the spellings people use, the doubts that must stay doubts, another country's register."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommin.register.matching import SURE, Entry, Matcher
from kommin.register.matching.entries import DISTRICT, MUNICIPALITY
from kommin.register.matching.vocabulary import vocabulary

from register.registers import nrw  # isort: skip
from register.spellings import spellings_of  # isort: skip

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Castrop Rauxel", "05562004"),
        ("Castrop - Rauxel", "05562004"),
        ("Castroprauxel", "05562004"),
        ("Stadt Hennef", "05382020"),
        ("Langenfeld (Rhld.)", "05158020"),
        ("Kreisstadt Siegburg – Der Bürgermeister", "05382060"),
        ("05354004", "05334004"),
        ("5382020", "05382020"),
        ("05382020.0", "05382020"),
        ("05 3 82 020", "05382020"),
        ("53773 Hennef", "05382020"),
        ("Duesseldorf", "05111000"),
        ("Dusseldorf", "05111000"),
        ("Du\N{COMBINING DIAERESIS}sseldorf", "05111000"),
        ("DÜSSELDORF", "05111000"),
        ("Landeshauptstadt Düsseldorf, Amt 50", "05111000"),
        ("Rhein Sieg Kreis", "05382"),
        ("Städteregion Aachen", "05334"),
        ("Städte\N{NOT SIGN}region Aachen", "05334"),
        ("Kreis Aachen", "05334"),
        ("05354", "05334"),
        ("Mülheim/Ruhr", "05117000"),
        ("Mülheim a. d. Ruhr", "05117000"),
        ("Stadt Hagen (Westf.)", "05914000"),
        ("Hagen, Stadt der FernUniversität", "05914000"),
        ("Kreis- und Hochschulstadt Meschede", "05958032"),
        ("St. Augustin", "05382056"),
        ("Berg. Gladbach", "05378004"),
        ("Neuß", "05162024"),
        ("M?nster", "05515000"),
        ("M\N{REPLACEMENT CHARACTER}nster", "05515000"),
        ("MÃ¼nster", "05515000"),
        ("Der Landrat des Kreises Unna", "05978"),
        ("Unna (Kreis)", "05978"),
        ("Kreisstadt Unna", "05978036"),
        ("Kommunales Integrationszentrum Kreis Unna", "05978"),
        ("Die Oberbürgermeisterin der Stadt Köln", "05315000"),
        ("Stadt Bünde, Kreis Herford", "05758004"),
        ("Neunkirchen-Seelscheid", "05382040"),
        ("Neunkirchen", "05970036"),
        ("Neuenkirchen", "05566060"),
        ("05111", "05111000"),
    ],
)
def test_what_people_write_is_found(text: str, key: str) -> None:
    assert nrw().find(text).matches[0].entry.key == key


@pytest.mark.parametrize(
    "name", ["Herford", "Düren", "Paderborn", "Gütersloh", "Unna", "Steinfurt", "Aachen", "Siegen", "Minden"]
)
def test_a_name_of_a_town_and_a_district_is_never_decided_silently(name: str) -> None:
    matches = nrw().find(name).matches
    assert {match.entry.level for match in matches} == {MUNICIPALITY, DISTRICT}
    assert all(match.confidence < SURE for match in matches)


@pytest.mark.parametrize("name", ["Herford", "Düren", "Paderborn", "Gütersloh", "Unna", "Steinfurt", "Siegen"])
@pytest.mark.parametrize(
    ("pattern", "level"),
    [
        ("Kreis {}", DISTRICT), ("{}, Kreis", DISTRICT), ("Kreisverwaltung {}", DISTRICT), ("{} (Kreis)", DISTRICT),
        ("Landrätin {}", DISTRICT), ("Stadt {}", MUNICIPALITY), ("{}, Stadt", MUNICIPALITY),
        ("Bürgermeister {}", MUNICIPALITY), ("Kreisstadt {}", MUNICIPALITY),
    ],
)  # fmt: skip
def test_a_word_beside_the_name_decides_between_town_and_district(name: str, pattern: str, level: str) -> None:
    best, *others = nrw().find(pattern.format(name)).matches
    assert best.entry.level == level
    assert best.confidence >= SURE
    assert all(other.confidence < 0.5 for other in others)


@pytest.mark.parametrize(
    "text",
    [
        "Stadtwerke Herten GmbH", "Herten AG", "Förderverein Herten e. V.", "Zweckverband Herten", "Sparkasse Siegen",
        "Bezirksregierung Köln", "Universität Siegen", "Jobcenter Kreis Unna", "Finanzamt Olpe",
        "AWO Kreisverband Unna",         "Technische Werke Emmerich am Rhein GmbH", "Kreishandwerkerschaft Höxter",
    ],
)  # fmt: skip
def test_a_body_that_bears_a_towns_name_is_not_the_town(text: str) -> None:
    answer = nrw().find(text)
    assert answer.other_body
    assert not answer.matches
    assert answer.mentioned


@pytest.mark.parametrize(
    "text", ["Halle (Saale)", "Münster (Hessen)", "Hamm (Sieg)", "Essen (Oldenburg)", "Kerpen (Eifel)"]
)
def test_an_addition_that_speaks_of_another_place_leaves_a_doubt(text: str) -> None:
    assert all(match.confidence < SURE for match in nrw().find(text).matches)


@pytest.mark.parametrize(
    "text", ["Hamburg", "Kassel", "Frankfurt am Main", "Hameln", "Lohne", "Stadt", "Kreis", "der", "", "–", "???"]
)
def test_what_is_not_in_the_register_is_not_found_for_sure(text: str) -> None:
    assert all(match.confidence < SURE for match in nrw().find(text).matches)


def test_two_towns_in_one_text_are_both_named_and_neither_is_sure() -> None:
    found = {match.entry.name: match.confidence for match in nrw().find("Städte Herten und Marl").matches}
    assert set(found) == {"Herten", "Marl"}
    assert max(found.values()) < SURE


def test_a_key_that_contradicts_the_name_is_not_believed() -> None:
    found = {match.entry.name: match.confidence for match in nrw().find("Hennef 05382024").matches}
    assert set(found) == {"Hennef (Sieg)", "Königswinter"}
    assert max(found.values()) < SURE


def test_an_old_key_says_what_it_was() -> None:
    (match,) = nrw().find("05313000").matches
    assert match.entry.key == "05334002"
    assert match.former is not None
    assert match.former.key == "05313000"


def test_the_beginning_of_a_name_is_offered() -> None:
    assert nrw().find("Henn").matches[0].entry.name == "Hennef (Sieg)"


def test_every_name_of_the_register_finds_its_place() -> None:
    index = nrw().index
    for entry in index.entries.values():
        for name in (entry.name, entry.official_name, entry.key):
            keys = [match.entry.key for match in nrw().find(name).matches] if name else [entry.key]
            assert index.today(entry)[0].key in keys or entry.key in keys, name


@pytest.mark.parametrize("seed", [2005, 2009, 2012])
def test_three_hundred_spellings_made_by_rules(seed: int) -> None:
    wrong, sure_and_wrong = [], []
    for text, meant in spellings_of(list(nrw().index.entries.values()), 300, seed):
        matches = nrw().find(text).matches
        if not matches or matches[0].entry.key != meant.key:
            wrong.append((text, meant.name))
            if matches and matches[0].confidence > 0.9:
                sure_and_wrong.append((text, meant.name, matches[0].entry.name))
    assert len(wrong) <= 3, wrong
    assert not sure_and_wrong


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_an_answer_with_confidences_between_0_and_1_best_first(text: str) -> None:
    confidences = [match.confidence for match in nrw().find(text).matches]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)


@settings(deadline=None)
@given(
    st.sampled_from(["Stadt ", "Gemeinde ", "Rat der Stadt ", "  "]),
    st.sampled_from(["", ", Stadt", " – Jugendamt", "\nAmt 50"]),
)
def test_designations_and_offices_never_change_which_town_is_meant(before: str, behind: str) -> None:
    assert nrw().find(f"{before}Castrop-Rauxel{behind}").matches[0].entry.key == "05562004"


# Another country: keys of letters, three to nine characters; English words; two places of one name; a town divided.
ELSEWHERE = [
    Entry("ALP", "Alpine Reach", DISTRICT, kind="county"),
    Entry("NRV-00117", "North Rivermouth", MUNICIPALITY, "City of North Rivermouth", "city", "ALP"),
    Entry("SRV-00118", "South Rivermouth", MUNICIPALITY, "", "town", "ALP"),
    Entry("E07000012", "Stokeham upon Brent", MUNICIPALITY, "", "borough", "ALP"),
    Entry("NEW1", "Newton (Alpine)", MUNICIPALITY, "", "town", "ALP"),
    Entry("NEW2", "Newton (Coast)", MUNICIPALITY, "", "town", "ALP"),
    Entry("RVM", "Rivermouth", MUNICIPALITY, successor_keys=("NRV-00117", "SRV-00118")),
]


@pytest.fixture(scope="module")
def elsewhere() -> Matcher:
    return Matcher(ELSEWHERE, vocabulary("en"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nrv-00117", "NRV-00117"),
        ("NRV00117", "NRV-00117"),
        ("E07000012", "E07000012"),
        ("City of North Rivermouth", "NRV-00117"),
        ("Stokeham", "E07000012"),
        ("Borough Council of Stokeham-upon-Brent, Finance Department", "E07000012"),
        ("Alpine Reach County", "ALP"),
        ("Newton (Coast)", "NEW2"),
    ],
)
def test_another_countrys_register_works_by_the_same_engine(elsewhere: Matcher, text: str, key: str) -> None:
    best = elsewhere.find(text).matches[0]
    assert (best.entry.key, best.confidence >= SURE) == (key, True)


def test_places_of_one_name_elsewhere_stay_undecided(elsewhere: Matcher) -> None:
    matches = elsewhere.find("Newton").matches
    assert {match.entry.key for match in matches} == {"NEW1", "NEW2"}
    assert all(match.confidence < SURE for match in matches)


def test_a_divided_place_leads_to_all_its_successors_and_to_none_for_sure(elsewhere: Matcher) -> None:
    matches = elsewhere.find("RVM").matches
    assert {match.entry.key for match in matches} == {"NRV-00117", "SRV-00118"}
    assert all(match.confidence < SURE for match in matches)


def test_a_company_elsewhere_is_not_the_town(elsewhere: Matcher) -> None:
    assert elsewhere.find("Stokeham upon Brent Leisure Ltd").other_body


def test_a_language_without_words_of_its_own_still_matches_names() -> None:
    matcher = Matcher(ELSEWHERE, vocabulary("xx"))
    assert matcher.find("stokeham UPON brent").matches[0].entry.key == "E07000012"
