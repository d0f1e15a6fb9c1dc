"""People: users, organisations with dated names, memberships, roles, conflicts of interest."""
