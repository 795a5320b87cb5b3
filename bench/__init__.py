"""Seeded benchmarks: kmzb beside other engines on the same data, in the same run. They are no part of the product."""
