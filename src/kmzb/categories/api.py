"""The door of the categories room."""

from kmzb.categories.catalogue import Catalogue, Category, catalogue, catalogue_of, official_names, stricter
from kmzb.categories.errors import UnknownCategory
from kmzb.categories.states import Body, CheckedBy, Group, Publish, Visibility
from kmzb.categories.words import body_name, group_icon, group_name

__all__ = [
    "Body",
    "Catalogue",
    "Category",
    "CheckedBy",
    "Group",
    "Publish",
    "UnknownCategory",
    "Visibility",
    "body_name",
    "catalogue",
    "catalogue_of",
    "group_icon",
    "group_name",
    "official_names",
    "stricter",
]
