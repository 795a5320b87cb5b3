"""The door of the accounts room."""

from kmzb.accounts.states import Role

__all__ = ["Role"]
