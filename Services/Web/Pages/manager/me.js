// Which user works here. The branch tells a page the name and the role; the user name is what was
// typed at the log-in, kept for this browser. No secret.

const shelf = "branch.manager.user";

/** The user name, or null where it is not known. */
export function me() {
  return localStorage.getItem(shelf);
}

/** Keeps what was typed at a log-in that went well. */
export function rememberMe(user) {
  localStorage.setItem(shelf, user.trim().toLowerCase());
}
