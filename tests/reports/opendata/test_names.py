"""Open data names no people, whatever an edition holds."""

import json
from hashlib import sha256

import pytest
from django.test import Client

from nhveilig.accounts.models import User
from reports.documents.content import canonical, fingerprint, without_people
from reports.documents.models import Edition
from reports.documents.services.publishing import publish_edition
from tests.reports.opendata.world import World

NAMES = ["Hanneke Slot", "Pieter van der Plaats", "Jos Wienen", "Wies Samenwerk", "Kees Eigenaar"]
CONTENT = {
    "blocks": [
        {
            "kind": "progress_report",
            "content": {
                "silent_themes": [
                    {"title": "Drugs", "leaders": ["Hanneke Slot"], "of": 15, "silent": 5},
                    {"title": "Jeugd", "leaders": ["Pieter van der Plaats"], "of": 20, "silent": 3},
                ]
            },
        },
        {"kind": "foreword", "content": {"signatories": [{"name": "Jos Wienen", "role": "Regioburgemeester"}]}},
        {
            "kind": "implementation_plan",
            "content": {
                "parts": [
                    {
                        "kind": "people",
                        "people": [{"name": "Wies Samenwerk", "role": "lid", "organisation": "Politie"}],
                    },
                    {"kind": "activities", "groups": [{"items": [{"title": "Scan", "owner": "Kees Eigenaar"}]}]},
                ]
            },
        },
        {"kind": "monitoring", "content": {"objectives": [{"agreements": [{"code": "A", "owner": "Kees Eigenaar"}]}]}},
    ]
}


def test_the_names_go_and_the_rest_stays():
    text = json.dumps(without_people(CONTENT))
    assert not [name for name in NAMES if name in text]
    for word in ("Regioburgemeester", "Politie", "Drugs", "Jeugd", "Scan", "lid"):
        assert word in text


def test_what_names_nobody_is_the_same_to_the_byte():
    content = {"blocks": [{"kind": "prose", "content": {"html": "<p>Eigenaar</p>"}, "blocks": []}]}
    assert canonical(without_people(content)) == canonical(content)


def test_an_edition_of_before_is_served_without_them(world: World, client: Client):
    old = world.edition
    content = old.content | {"blocks": CONTENT["blocks"]}
    edition = Edition.objects.create(
        document=old.document,
        number=9,
        status=old.status,
        schema_version=1,
        content=content,
        sha256=fingerprint(content),
        frozen_at=old.frozen_at,
    )
    publish_edition(edition=edition, by=None)
    found = client.get(f"/api/v1/documenten/{old.document.slug}/edities/9/inhoud")
    assert found.status_code == 200
    assert not [name for name in NAMES if name in found.text]
    assert found.headers["ETag"].strip('W/"') == sha256(found.content).hexdigest()


@pytest.mark.sqlite
def test_no_adopted_edition_of_the_demo_data_names_a_user(demo, client):
    people = {user.get_full_name() for user in User.objects.all() if user.get_full_name()}
    adopted = Edition.objects.filter(status=Edition.Status.ADOPTED).select_related("document")
    assert adopted
    for edition in adopted:
        address = f"/api/v1/documenten/{edition.document.slug}/edities/{edition.number}/inhoud"
        text = client.get(address).text
        named = {name for name in people if name in text}
        assert not named, (address, named)
