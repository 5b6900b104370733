/**
 * Pretended names and folders.
 *
 * Owns what an edit of the place of a file does. A name is taken where another task has the same path.
 */
import type { Changed, Edit, TaskView } from "../api/bindings";

type Place = Pick<Edit, "name" | "folder" | "group">;

function pathOf({ name, folder }: Place, view: TaskView): string {
  return `${folder ?? view.path.slice(0, view.path.lastIndexOf("/"))}/${name ?? view.name}`;
}

export function isTaken(place: Place, view: TaskView, all: readonly TaskView[]): boolean {
  const path = pathOf(place, view);
  return path !== view.path && all.some((other) => other.id !== view.id && other.path === path);
}

export function refusedPlace({ id, name }: TaskView): Changed {
  const message = `Task ${id}: the name is taken; choose another name or folder than that of ${name}.`;
  return { changed: [], refused: [{ task: id, why: { code: "disk", message } }] };
}

export function putElsewhere(view: TaskView, place: Place): void {
  const path = pathOf(place, view);
  Object.assign(view, { path, name: place.name ?? view.name, group: place.group ?? view.group });
}
