"""What five published documents say of who decides, and by when: each mention leads to one row."""

from collections import Counter

import pytest
from django.db.models import Q

from nhveilig.governance.enums import DecisionKind, MentionKind
from nhveilig.governance.models import Body, Decision, Mandate, Mention, Term
from nhveilig.governance.registers import DECISIONS

RBOP = "Regionaal Bestuurlijk Overleg Politie"
NO_DECISION = [kind for kind in MentionKind if kind not in Mention.LEADS_TO]


def test_every_mention_leads_to_one_row_or_says_why_to_none(demo):
    kinds = Counter(Mention.objects.values_list("kind", flat=True))
    assert (kinds["gremium"], kinds["bevoegdheid"], kinds["termijn"]) == (95, 42, 45)
    assert kinds["besluit"] + sum(kinds[kind] for kind in NO_DECISION) == 78
    for mention in Mention.objects.select_related(*Mention.LEADS_TO.values()):
        mention.clean()
        assert bool(mention.what) != bool(mention.reason)


@pytest.mark.parametrize("model", [Body, Mandate, Term, Decision])
def test_every_row_is_named_somewhere(demo, model):
    unnamed = model.objects.filter(mentions=None)
    # What the demo data adopts has a decision as well, of which the sources say nothing.
    assert not [row for row in unnamed if model is not Decision or row.pk not in DECISIONS.why_kept([row])]


def test_a_reference_date_and_a_change_of_law_are_no_decisions(demo):
    assert Mention.objects.filter(kind=MentionKind.REFERENCE_DATE).count() == 3
    assert set(Mention.objects.filter(kind=MentionKind.CHANGE_OF_LAW).values_list("on", flat=True)) == {
        "2017",
        "1 januari 2020",
        "1 januari 2025",
    }
    assert not Decision.objects.filter(Q(title__icontains="Wet ") | Q(title__icontains="peildatum")).exists()


def test_however_a_document_writes_it_a_body_is_one_row(demo):
    written = set(Body.objects.get(name=RBOP).mentions.values_list("written_as", flat=True))
    assert {"Regionaal bestuurlijk overleg politie (RBOP)", f"{RBOP} (RBOP)", "RBOP"} == written
    national = Body.objects.filter(police_unit=None)
    assert set(national.get(abbreviation="LOVP").mentions.values_list("police_unit__slug", flat=True)) == {
        "noord-holland",
        "noord-nederland",
    }


def test_the_minister_divided_the_targets_by_letter(demo):
    decision = Decision.objects.get(reference="2659244")
    assert (decision.kind, decision.on.text, decision.police_unit) == (DecisionKind.ADOPTION, "20 september 2019", None)
    assert str(decision.body) == "Minister van Justitie en Veiligheid"


def test_a_decision_says_its_date_as_precisely_as_the_source(demo):
    told = dict(Decision.objects.filter(police_unit__slug="noord-holland").values_list("title", "on"))
    assert told["Ondermijningsplan Noord-Holland 2025-2028 vastgesteld"].text == "oktober 2024"
    assert told["Eerdere verdeling van de sterkte vastgesteld"].text == "2015"
    assert told["Programma Aanpak Ondermijning verlengd tot en met 2022"] is None
    assert Decision.objects.filter(on=None).first().day_in_words == "onbekend"
