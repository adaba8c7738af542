"""What every portal has: the switches of language and letter size, files, and the key of what is signed."""

from django.urls import path

from huigong.portals.shared import signing, views
from huigong.portals.shared.uploads import views as uploads

app_name = "shared"

urlpatterns = [
    path("switch/language/", views.language, name="language"),
    path("switch/mode/", views.mode, name="mode"),
    path("files/<uuid:file_id>/", uploads.file, name="file"),
    path("files/<uuid:file_id>/small/", uploads.small, name="file_small"),
    path("uploads/<uuid:incoming_id>/", uploads.part, name="upload"),
    path(".well-known/huigong-keys.json", signing.keys, name="keys"),
]
