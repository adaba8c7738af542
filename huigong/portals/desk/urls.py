"""Addresses of the desk. A case or a person is named by its public id, never by a row number."""

from django.urls import path

from huigong.portals.desk.views import board, cases, library, login, people, tasks

app_name = "desk"

urlpatterns = [
    path("", tasks.mine, name="tasks"),
    path("login/", login.login, name="login"),
    path("logout/", login.logout, name="logout"),
    path("security/", login.security, name="security"),
    path("cases/<uuid:public_id>/", cases.show, name="case"),
    path("cases/<uuid:public_id>/<slug:move>/", cases.act, name="case-action"),
    path("duties/", board.show, name="duty-board"),
    path("library/", library.documents, name="library"),
    path("library/search/", library.search, name="search"),
    path("library/compare/", library.compare, name="compare"),
    path("library/lineage/", library.lineage, name="lineage"),
    path("library/documents/<path:document_id>/", library.document, name="document"),
    path("people/", people.find, name="person-find"),
    path("people/<uuid:public_id>/", people.show, name="person"),
]
