"""Benefits: what reached households, in two measures that are never mixed or added.

Attributed: each roster version's pool of a month, allocated to its households by weight with the largest remainder, so
that the parts sum to the pool to the fen. Evidenced: payments to households with a voucher. A household's statement
shows both beside each other.
"""
