"""Limited places at the desk: what is offered, rounds from the first request to the published result, requests, places had."""
