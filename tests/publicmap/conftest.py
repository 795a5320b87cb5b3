from committed import cast, committed, one_transaction, resident

__all__ = ["cast", "committed", "one_transaction", "resident"]
