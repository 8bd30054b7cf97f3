"""Playing a mechanism: who sits at the table, what computer players do, the rounds that follow."""
