/**
 * Pretended logins.
 *
 * Owns what is stored for which place. Rule kept here, as in the engine: a password goes in and never comes out.
 */
import type { Credential, ForgetCredential, SetCredential } from "../api/bindings";

export class Logins {
  #kept: Credential[] = [
    { place: "https://vault.example.org", proxy: false, user: "ada", allow_http: false },
    { place: "http://proxy.example:3128", proxy: true, user: "lovelace", allow_http: true },
  ];

  all(): Credential[] {
    return this.#kept.toSorted((one, other) => one.place.localeCompare(other.place));
  }

  set({ place, proxy = false, user, allow_http = false }: SetCredential): Credential {
    const login = { place, proxy, user, allow_http };
    this.forget({ place, proxy });
    this.#kept.push(login);
    return login;
  }

  forget({ place, proxy = false }: ForgetCredential): void {
    this.#kept = this.#kept.filter((each) => each.place !== place || each.proxy !== proxy);
  }
}
