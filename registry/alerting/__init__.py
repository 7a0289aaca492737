"""Who is told of what is due, and when: the rules, the rungs of the ladder, raising, escalating, and what persons decide."""
