from one_transaction import one_transaction

__all__ = ["one_transaction"]
