"""Addresses of the desk. A case or a person is named by its public id, never by a row number."""

from django.urls import path, register_converter

from huigong.portals.desk.addresses import PublicId
from huigong.portals.desk.views import board, cases, coverage, library, login, people, services, tasks

app_name = "desk"
register_converter(PublicId, "public_id")

urlpatterns = [
    path("", tasks.mine, name="tasks"),
    path("login/", login.login, name="login"),
    path("logout/", login.logout, name="logout"),
    path("security/", login.security, name="security"),
    path("cases/", cases.index, name="cases"),
    path("cases/<public_id:public_id>/", cases.show, name="case"),
    path("cases/<public_id:public_id>/<slug:move>/", cases.act, name="case-action"),
    path("duties/", board.show, name="duty-board"),
    path("library/", library.documents, name="library"),
    path("library/search/", library.search, name="search"),
    path("library/compare/", library.compare, name="compare"),
    path("library/lineage/", library.lineage, name="lineage"),
    path("library/coverage/", coverage.show, name="coverage"),
    path("library/services/", services.index, name="services"),
    path("library/services/<slug:service_id>/", services.show, name="service"),
    path("library/services/<slug:service_id>/examples/", services.examples, name="service-examples"),
    path("library/documents/<path:document_id>/", library.document, name="document"),
    path("library/readings/<public_id:public_id>/", library.reading, name="reading"),
    path("people/", people.find, name="person-find"),
    path("people/<public_id:public_id>/", people.show, name="person"),
    path("people/<public_id:public_id>/reveal/", people.reveal, name="person-reveal"),
]
