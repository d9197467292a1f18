from django.urls import path, re_path

from reports.opendata.datasets import DATASETS, agenda, editions, regions, strength
from reports.opendata.views import api as views
from reports.opendata.views import catalogue as catalogue_views

API = "api/v1"
EDITION = f"{API}/documenten/<slug:document>/edities/<int:editie>"
ONE = views.ItemView.as_view

urlpatterns = [
    path(API, views.RootView.as_view(), name="api"),
    path(f"{API}/openapi.json", views.OpenApiView.as_view(), name="openapi"),
    path(f"{API}/<slug:dataset>.csv-metadata.json", views.MetadataView.as_view(), name="api-metadata"),
    *(
        path(f"{API}/{dataset.slug}", views.CollectionView.as_view(dataset=dataset), name=f"api-{dataset.slug}")
        for dataset in DATASETS
    ),
    path(f"{API}/eenheden/<slug:eenheid>", ONE(dataset=regions.UNITS), name="api-eenheid"),
    path(f"{API}/gemeenten/<slug:gemeente>", ONE(dataset=regions.MUNICIPALITIES), name="api-gemeente"),
    path(f"{API}/veiligheidsagendas/<slug:agenda>", ONE(dataset=agenda.AGENDAS), name="api-veiligheidsagenda"),
    path(
        f"{API}/sterktetabellen/<slug:eenheid>/<slug:soort>/<slug:reeks>/<slug:peildatum>",
        ONE(dataset=strength.TABLES),
        name="api-sterktetabel",
    ),
    path(f"{EDITION}", ONE(dataset=editions.EDITIONS), name="api-editie"),
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
    path("open-data/", catalogue_views.CatalogueView.as_view(), name="catalogue"),
    path("open-data/catalogus.jsonld", catalogue_views.CatalogueDataView.as_view(), name="catalogue-data"),
]
