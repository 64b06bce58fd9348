"""Voters (calon pemilih): who may vote on an election day, by the rule of that kind of election, and why."""
