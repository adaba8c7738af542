"""What every page of the desk stands in: sections, sidebar, the home page, who may enter."""
