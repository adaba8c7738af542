"""Workers of a month who were drawn by lot and asked by telephone, and what their answers say of all."""
