/**
 * The orders of the list that people choose from.
 *
 * Owns the table; each has a message `sort-NAME`.
 */
import type { Sort, SortKey } from "../api/bindings";

export const ORDERS: readonly { name: string; by: SortKey; sort: Sort }[] = [
  { name: "newest", by: "added", sort: "descending" },
  { name: "oldest", by: "added", sort: "ascending" },
  { name: "name", by: "name", sort: "ascending" },
  { name: "size", by: "size", sort: "descending" },
  { name: "finished", by: "finished", sort: "descending" },
  { name: "queue", by: "queue", sort: "ascending" },
];
