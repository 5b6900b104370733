/** How a feature asks for another description of a task. */
import type { Edit } from "$lib/api/bindings";

/** Changes the task; gives back why not, or nothing. */
export type Change = (task: number, change: Partial<Omit<Edit, "task">>) => Promise<string>;
