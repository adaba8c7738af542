"""The address of failed messages."""

from django.urls import path

from huigong.portals.desk.messages import views

urlpatterns = [
    path("messages/", views.index, name="messages"),
]
