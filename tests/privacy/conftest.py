from one_transaction import cast, one_transaction, resident

__all__ = ["cast", "one_transaction", "resident"]
