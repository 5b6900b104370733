/**
 * What the dialog may ask for.
 *
 * Owns the one interface between the dialog and the window. Rule kept here: what is refused as a whole rejects with the
 * reason in words, so that the dialog can show it and keep what was typed.
 */
import type { LocalFile } from "$lib/api/backend";
import type { Add, Added, Look, NewRequest, Survey, Surveyed, Uploads } from "$lib/api/bindings";

/** What is added. */
export type Kind = "download" | "upload" | "request";

export interface Ways {
  add(request: Add): Promise<Added>;
  upload(request: Uploads): Promise<Added>;
  request(request: NewRequest): Promise<Added>;
  /** What a server says of a file. */
  look(request: NewRequest): Promise<Look>;
  /** What downloads would find. */
  survey(request: Survey): Promise<Surveyed>;
  chooseFiles(): Promise<LocalFile[]>;
  /** So many were taken in; a single one by its number. */
  done(kind: Kind, count: number, task?: number): void;
}
