/** What an edit of a task says, and one that leaves everything as it is. */
import type { Edit } from "../api/bindings";

export type Change = Omit<Edit, "task">;

export const AS_BEFORE: Change = {
  limit_rate: null,
  url: null,
  lanes: null,
  metered: null,
  requires_wifi: null,
  name: null,
  folder: null,
  group: null,
  retry: false,
};
