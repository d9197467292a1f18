import re

from django.urls import path, re_path

from reports.opendata import views
from reports.opendata.dataset import Dataset
from reports.opendata.datasets import DATASETS
from reports.opendata.openapi import ITEMS

API = "api/v1"
EDITION = f"{API}/documenten/<slug:document>/edities/<int:editie>"


def _route_of(address: str, dataset: Dataset) -> str:
    """`/documenten/{document}/edities/{editie}` as a route; a column that holds a number takes nothing else."""
    kinds = {column.name: "int" if column.kind == "integer" else "slug" for column in dataset.columns}
    return API + re.sub(r"{(\w+)}", lambda found: f"<{kinds[found[1]]}:{found[1]}>", address)


urlpatterns = [
    path(API, views.RootView.as_view(), name="api"),
    path(f"{API}/openapi.json", views.OpenApiView.as_view(), name="openapi"),
    path(f"{API}/<slug:dataset>.csv-metadata.json", views.MetadataView.as_view(), name="api-metadata"),
    *(
        path(f"{API}/{dataset.slug}", views.CollectionView.as_view(dataset=dataset), name=f"api-{dataset.slug}")
        for dataset in DATASETS
    ),
    *(
        path(_route_of(address, dataset), views.ItemView.as_view(dataset=dataset), name=f"api-{dataset.row}")
        for address, dataset in ITEMS.items()
    ),
    path(f"{EDITION}/inhoud", views.EditionContentView.as_view(), name="api-inhoud"),
    path(f"{EDITION}/tabellen", views.EditionTablesView.as_view(), name="api-tabellen"),
    path(
        f"{EDITION}/tabellen/<slug:tabel>.csv-metadata.json",
        views.EditionTableMetadataView.as_view(),
        name="api-tabel-metadata",
    ),
    path(f"{EDITION}/tabellen/<slug:tabel>", views.PublishedTableView.as_view(), name="api-tabel"),
    # Also with a slash at the end, which leads nowhere here.
    re_path(r"^api(?:/.*)?$", views.NotFoundView.as_view(), name="api-not-found"),
    path("open-data/", views.CatalogueView.as_view(), name="catalogue"),
    path("open-data/catalogus.jsonld", views.CatalogueDataView.as_view(), name="catalogue-data"),
]
