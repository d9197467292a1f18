import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView, View

from nhveilig.figures.formats import listed
from reports.opendata.catalogue import FREQUENCIES, catalogue
from reports.opendata.dataset import Dataset
from reports.opendata.datasets import DATASETS
from reports.opendata.datasets.registers import REGISTERS
from reports.opendata.responses import BASE, answer

JSON_LD = "application/ld+json"
GROUPS = (
    (
        "Documenten en plannen",
        ("edities", "uitvoeringsplannen", "streefwaarden", "beoogde-resultaten", "gemeenteresultaten"),
    ),
    (
        "Landelijke doelen",
        ("veiligheidsagendas", "indicatoren", "streefcijfers", "regionale-streefcijfers", "realisaties"),
    ),
    ("Sterkte van de politie", ("sterktetabellen", "sterktecijfers")),
    ("Gebieden", ("eenheden", "gemeenten")),
    ("Registers", tuple(dataset.slug for dataset in REGISTERS)),
)


class CatalogueView(TemplateView):
    """What there is, for people: each dataset with its files, its columns and how often it changes."""

    public = True
    template_name = "reports/opendata/catalogue.html"

    def get_context_data(self, **kwargs):
        datasets = {dataset.slug: _shown(dataset) for dataset in DATASETS}
        return super().get_context_data(
            groups=[(title, [datasets[slug] for slug in slugs]) for title, slugs in GROUPS],
            base=settings.SITE_URL + BASE,
            facts=[
                ("Licentie", settings.OPEN_DATA_LICENCE_NAME),
                ("Uitgever", settings.OPEN_DATA_PUBLISHER_NAME),
            ],
            licence=settings.OPEN_DATA_LICENCE,
            mail=settings.OPEN_DATA_CONTACT_EMAIL,
            **kwargs,
        )


def _shown(dataset: Dataset) -> dict:
    address = f"{BASE}/{dataset.slug}"
    return {
        "slug": dataset.slug,
        "title": dataset.title,
        "description": dataset.description,
        "frequency": FREQUENCIES[dataset.frequency],
        "filters": listed(one.name for one in dataset.filters),
        "columns": dataset.columns,
        "json": address,
        "csv": f"{address}?formaat=csv",
        "metadata": f"{address}.csv-metadata.json",
    }


class CatalogueDataView(View):
    """The catalogue for programs, as DCAT-AP-NL."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        body = json.dumps(catalogue(), ensure_ascii=False, indent=1).encode()
        response = answer(request, body, JSON_LD)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
