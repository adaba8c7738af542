"""Addresses of the worker portal."""

from django.urls import path

from huigong.portals.worker.views import (
    apply,
    cases,
    form,
    home,
    interview,
    login,
    looks,
    messages,
    moves,
    offline,
    papers,
    place,
    results,
)

app_name = "worker"

urlpatterns = [
    path("", home.home, name="home"),
    path("offline/", offline.offline, name="offline"),
    path("keeper.js", offline.keeper, name="keeper"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("about/", home.about, name="about"),
    path("place/", place.choose, name="place"),
    path("ask/", interview.ask, name="interview"),
    path("ask/check/", interview.check, name="check"),
    path("for/<slug:event_id>/", home.event, name="event"),
    path("ask/again/", interview.again, name="again"),
    path("results/", results.results, name="results"),
    path("services/", results.services, name="services"),
    path("services/<slug:service_id>/", results.service, name="service"),
    path("services/<slug:service_id>/apply/", apply.confirm, name="apply"),
    path("services/<slug:service_id>/form/", form.begin, name="form"),
    path("services/<slug:service_id>/form/check/", form.check, name="form-check"),
    path("services/<slug:service_id>/form/paper/", form.paper, name="form-paper"),
    path("services/<slug:service_id>/form/drop/", form.drop, name="form-drop"),
    path("services/<slug:service_id>/form/q/<str:screen>/", form.screen, name="form-screen"),
    path("me/", apply.register, name="register"),
    path("me/looks/", looks.looks, name="looks"),
    path("me/messages/", messages.inbox, name="messages"),
    path("me/messages/channels/", messages.channels, name="channels"),
    path("me/messages/<str:message_id>/", messages.message, name="message"),
    path("me/papers/", papers.papers, name="papers"),
    path("login/", login.phone, name="login"),
    path("login/code/", login.code, name="code"),
    path("login/owner/", login.owner, name="owner"),
    path("logout/", login.leave, name="logout"),
    path("cases/", cases.cases, name="cases"),
    path("cases/follow/", moves.follow, name="follow"),
    path("cases/<str:public_id>/", cases.case, name="case"),
    path("cases/<str:public_id>/receipt/", cases.receipt, name="receipt"),
    path("cases/<str:public_id>/<str:move>/", moves.move, name="move"),
]
