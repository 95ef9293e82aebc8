"""How long an epoch takes, here and in other engines, on the same nets, the same rows and the same first weights."""
