"""The API: read-only, for everybody, of what is published. What it is, docs/open-data.md says."""

import json
import logging
from datetime import date
from hashlib import sha256
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View

from nhveilig.figures.charts import data_table
from nhveilig.figures.tables import write_csv
from reports.documents.content import canonical, charts_of, tables_of, without_people
from reports.documents.models import Edition, EditionDamaged
from reports.opendata import openapi
from reports.opendata.dataset import Dataset
from reports.opendata.datasets import BY_SLUG, DATASETS, GROUPS
from reports.opendata.filters import Page
from reports.opendata.presenters import FREQUENCIES, catalogue, metadata, table_metadata, write_rows
from reports.opendata.responses import (
    BASE,
    CSV,
    CSVW,
    JSON,
    ApiProblem,
    answer,
    json_answer,
    problem_response,
    wanted_format,
    with_headers,
)

logger = logging.getLogger(__name__)

NOT_THERE = "Dit adres is er niet. Wat er wel is, staat op /api/v1. Adressen eindigen hier niet op een schuine streep."


@method_decorator(csrf_exempt, name="dispatch")
class ApiView(View):
    """Answers in JSON or CSV, and every error as a problem. Nothing can be changed here, so a POST needs no token."""

    public = True
    refuses_characters = True
    http_method_names = ["get", "head", "options"]
    # What may stand in the query string; anything else is a mistake that would give the wrong rows.
    parameters: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            if request.method in {"GET", "HEAD"}:
                self._refuse_unknown_parameters()
            response = super().dispatch(request, *args, **kwargs)
        except ApiProblem as problem:
            response = problem_response(problem)
        except Http404:
            response = problem_response(ApiProblem(404, NOT_THERE))
        except Exception:
            # A program that reads data cannot read a page that says sorry.
            logger.exception("%s failed", request.path)
            response = problem_response(ApiProblem(500, "Dit ligt niet aan uw vraag. Probeer het later nog eens."))
        return with_headers(response)

    def options(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Also what a browser asks before a script of another site may read the data."""
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "Accept, If-Modified-Since, If-None-Match"
        return response

    def http_method_not_allowed(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = problem_response(ApiProblem(405, "Hier is alleen te lezen: gebruik GET, HEAD of OPTIONS."))
        response.headers["Allow"] = "GET, HEAD, OPTIONS"
        return response

    def _refuse_unknown_parameters(self) -> None:
        accepted = self.parameters
        for name, values in self.request.GET.lists():
            if name not in accepted:
                known = f"Kies uit: {', '.join(accepted)}." if accepted else "Hier valt niets te kiezen."
                raise ApiProblem(400, f"“{name}” is hier geen keuze. {known}", name)
            if len(values) > 1:
                raise ApiProblem(400, f"“{name}” staat er {len(values)} keer. Noem elke keuze één keer.", name)


class RootView(ApiView):
    def get(self, request: HttpRequest) -> HttpResponse:
        links = {"self": BASE, "beschrijving": f"{BASE}/openapi.json", "catalogus": "/open-data/catalogus.jsonld"}
        links |= {dataset.slug: f"{BASE}/{dataset.slug}" for dataset in DATASETS}
        return json_answer(request, {"_links": {name: {"href": address} for name, address in links.items()}})


class OpenApiView(ApiView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return json_answer(request, openapi.description())


@method_decorator(csrf_exempt, name="dispatch")
class NotFoundView(ApiView):
    """Every other address below /api/, with or without a slash at the end."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return with_headers(problem_response(ApiProblem(404, NOT_THERE)))


class CollectionView(ApiView):
    """All rows of a dataset: page by page as JSON, at once as CSV."""

    dataset: Dataset = None

    @property
    def parameters(self) -> tuple[str, ...]:
        return (*(one.name for one in self.dataset.filters), *Page.PARAMETERS, "formaat")

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = {one.name: request.GET[one.name] for one in self.dataset.filters if one.name in request.GET}
        page = Page.of(request.GET)
        if wanted_format(request) == "csv":
            return self._file(chosen)
        records, more = self.dataset.page(chosen, page.number, page.size)
        links = page.links(f"{BASE}/{self.dataset.slug}", chosen, more=more)
        rows = [{"_links": self.dataset.links_of(row, BASE), **row} for row in records]
        return json_answer(request, {"_links": links, "gegevens": rows})

    def _file(self, chosen: dict[str, str]) -> HttpResponse:
        text = write_rows(self.dataset.columns, self.dataset.every_row(chosen))
        response = answer(self.request, text.encode(), CSV)
        return _described_by(response, f"{BASE}/{self.dataset.slug}.csv-metadata.json", f"{self.dataset.slug}.csv")


class ItemView(ApiView):
    """One row, at the address its key makes."""

    dataset: Dataset = None

    def get(self, request: HttpRequest, **place: str) -> HttpResponse:
        record = self.dataset.one(**{name: self._value(name, text) for name, text in place.items()})
        if record is None:
            raise ApiProblem(404, f"Deze {self.dataset.row} is er niet. Alle staan op {BASE}/{self.dataset.slug}.")
        return json_answer(request, {"_links": self.dataset.links_of(record, BASE), **record})

    def _value(self, name: str, text: str) -> str | date:
        column = next(column for column in self.dataset.columns if column.name == name)
        if column.kind != "date":
            return text
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ApiProblem(404, f"“{text}” is geen dag. Schrijf een dag als 2022-01-31.") from None


class MetadataView(ApiView):
    """What the columns of the CSV of a dataset mean."""

    def get(self, request: HttpRequest, dataset: str) -> HttpResponse:
        if dataset not in BY_SLUG:
            raise Http404
        return _csvw(request, metadata(BY_SLUG[dataset]))


class OneEdition:
    """The edition in the address, when it is public. Of any other it is as if it were not there."""

    @cached_property
    def edition(self) -> Edition:
        place = {"document__slug": self.kwargs["document"], "number": self.kwargs["editie"]}
        found = Edition.objects.public().filter(**place).select_related("document").first()
        if found is None:
            raise ApiProblem(404, f"Deze openbare versie is er niet. Alle staan op {BASE}/edities.")
        return found

    @property
    def here(self) -> str:
        return f"{BASE}/documenten/{self.kwargs['document']}/edities/{self.kwargs['editie']}"

    @cached_property
    def content(self) -> dict:
        try:
            return without_people(self.edition.intact())
        except EditionDamaged as error:
            raise ApiProblem(409, str(error)) from None

    def tables(self) -> list[dict]:
        content = self.content
        return [*tables_of(content), *map(data_table, charts_of(content))]

    def table(self) -> dict:
        for table in self.tables():
            if table["id"] == self.kwargs["tabel"]:
                return table
        raise ApiProblem(404, f"Deze versie heeft geen tabel “{self.kwargs['tabel']}”.")


class EditionContentView(OneEdition, ApiView):
    """The frozen content, as docs/edition-schema.md describes it, without the names of people.

    Its SHA-256 is that of the edition when it names nobody.
    """

    def get(self, request: HttpRequest, **place: object) -> HttpResponse:
        body = canonical(self.content)
        return answer(request, body, JSON, self.edition.frozen_at, etag=sha256(body).hexdigest())


class EditionTablesView(OneEdition, ApiView):
    def get(self, request: HttpRequest, **place: object) -> HttpResponse:
        rows = [
            {
                "_links": {"self": {"href": f"{self.here}/tabellen/{table['id']}"}},
                "tabel": table["id"],
                "titel": table["caption"],
                "maateenheid": table["unit"] or None,
                "bron": table["source"] or None,
            }
            for table in self.tables()
        ]
        links = {"self": {"href": f"{self.here}/tabellen"}, "editie": {"href": self.here}}
        return json_answer(request, {"_links": links, "gegevens": rows}, self.edition.frozen_at)


class PublishedTableView(OneEdition, ApiView):
    """One table, or the numbers of one chart: as JSON it is as the edition holds it, as CSV as it is in the PDF."""

    parameters = ("formaat",)

    def get(self, request: HttpRequest, document: str, editie: int, tabel: str) -> HttpResponse:
        table = self.table()
        if wanted_format(request) == "json":
            return answer(request, canonical(table), JSON, self.edition.frozen_at)
        response = answer(request, write_csv(table).encode(), CSV, self.edition.frozen_at)
        described = f"{self.here}/tabellen/{tabel}.csv-metadata.json"
        return _described_by(response, described, f"{document}-editie-{editie}-{tabel}.csv")


class EditionTableMetadataView(OneEdition, ApiView):
    def get(self, request: HttpRequest, **place: object) -> HttpResponse:
        return _csvw(request, table_metadata(self.table()))


def _csvw(request: HttpRequest, value: dict) -> HttpResponse:
    return answer(request, canonical(value), CSVW)


def _described_by(response: HttpResponse, address: str, name: str) -> HttpResponse:
    response.headers["Link"] = f'<{address}>; rel="describedby"; type="{CSVW}"'
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class CatalogueView(TemplateView):
    """What there is, for people: each dataset with its files, its columns and how often it changes."""

    public = True
    template_name = "reports/opendata/catalogue.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            groups=[(title, list(map(_shown, datasets))) for title, datasets in GROUPS.items()],
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
        "filters": get_text_list([one.name for one in dataset.filters], "en"),
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
        response = answer(request, body, "application/ld+json")
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
