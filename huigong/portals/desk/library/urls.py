"""Addresses of the policy library."""

from django.urls import path

from huigong.portals.desk.library.views import coverage, library

urlpatterns = [
    path("library/", library.documents, name="library"),
    path("library/search/", library.search, name="search"),
    path("library/compare/", library.compare, name="compare"),
    path("library/lineage/", library.lineage, name="lineage"),
    path("library/coverage/", coverage.show, name="coverage"),
    path("library/documents/<path:document_id>/", library.document, name="document"),
    path("library/readings/<public_id:public_id>/", library.reading, name="reading"),
]
