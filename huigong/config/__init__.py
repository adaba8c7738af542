"""Settings, addresses and the WSGI entry: how the folders below become one running platform."""
