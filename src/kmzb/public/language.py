"""The language of an answer: by the address for pages, by Accept-Language for the API."""
