/**
 * What downloads, uploads and requests have in common.
 *
 * Owns the fields that all three forms show, and how they become a call. Rules kept here: what was not said is not sent;
 * what lets somebody in goes where the engine keeps secrets, never among the plain headers.
 */
import type { Header, NewDownload, NewRequest, NewUpload } from "$lib/api/bindings";
import { headersOf, numberOf, present, said, some } from "./lines";
import { type Troubles, wrong } from "./troubles";

export interface Common {
  group: string;
  priority: string;
  later: boolean;
  maxSeconds: string;
  headers: string;
  secretHeaders: string;
  user: string;
  password: string;
  token: string;
  cookies: string;
  proxy: string;
}

/** Nothing is said. */
export function nothingInCommon(): Common {
  return {
    group: "",
    priority: "",
    later: false,
    maxSeconds: "",
    headers: "",
    secretHeaders: "",
    user: "",
    password: "",
    token: "",
    cookies: "",
    proxy: "",
  };
}

export function commonTroubles(common: Common): Troubles<Common> {
  const troubles: Troubles<Common> = {};
  for (const field of ["headers", "secretHeaders"] as const) {
    const { bad } = headersOf(common[field]);
    if (bad !== undefined) troubles[field] = wrong("add-headers-bad", { text: bad });
  }
  if (numberOf(common.maxSeconds) === 0) troubles.maxSeconds = wrong("add-number-bad");
  if (common.user.includes(":")) troubles.user = wrong("add-user-bad");
  else if (said(common.user) === undefined && common.password !== "")
    troubles.user = wrong("add-user-missing");
  if (cookiesOf(common.cookies) === undefined) troubles.cookies = wrong("add-cookies-bad");
  return troubles;
}

type Shared = NewDownload | NewUpload | NewRequest;

/** The part of a call that all three have. */
export function commonOf(common: Common): Partial<Pick<Shared, keyof Shared>> {
  const { line, file } = cookiesOf(common.cookies) ?? {};
  const secrets = [...headersOf(common.secretHeaders).headers, ...(line === undefined ? [] : [line])];
  const user = said(common.user);
  const token = said(common.token);
  return present({
    group: said(common.group),
    priority: numberOf(common.priority),
    max_seconds: numberOf(common.maxSeconds),
    headers: some(headersOf(common.headers).headers),
    secret_headers: some(secrets),
    user: user === undefined ? undefined : `${user}:${common.password}`,
    auth: token === undefined ? undefined : { access_token: token },
    cookies: file,
    proxy: said(common.proxy),
    start: common.later ? ("later" as const) : undefined,
  });
}

interface Cookies {
  /** As a browser shows them: one header. */
  line?: Header;
  /** The text of a `cookies.txt`. */
  file?: string;
}

/** A `cookies.txt` has tabs between its fields; a line for the header has an equals sign in it. */
function cookiesOf(text: string): Cookies | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return {};
  if (trimmed.includes("\t")) return { file: text };
  const value = trimmed.replace(/^cookie:\s*/i, "");
  return /^[^\s=;]+=[^\r\n]*$/.test(value) ? { line: { name: "Cookie", value } } : undefined;
}
