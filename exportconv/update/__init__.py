"""A newer export into the folder of an earlier one: what is to be done there, and what the user has done meanwhile."""
