/**
 * The columns of the table.
 *
 * Owns which there are, how wide they are at first, what they are sorted by and what they say. Refuses to sort: the engine
 * does. Rule kept here: what changes while one looks (speed, progress, time left) is shown and not sorted by, so that rows
 * stay where they are.
 */
import type { SortKey, TaskView } from "../api/bindings";
import { rate, size, timeLeft, when } from "./format";

export interface ColumnRule {
  /** In pixels; the name takes what is left. */
  width: number;
  by?: SortKey;
  /** Numbers stand at the end. */
  end?: true;
}

export const COLUMNS = {
  name: { width: 232, by: "name" },
  status: { width: 216, by: "status" },
  progress: { width: 112 },
  size: { width: 84, by: "size", end: true },
  speed: { width: 88, end: true },
  left: { width: 92, end: true },
  host: { width: 168, by: "host" },
  group: { width: 96, by: "group" },
  priority: { width: 72, by: "priority", end: true },
  added: { width: 148, by: "added" },
  finished: { width: 148, by: "finished" },
} as const satisfies Record<string, ColumnRule>;

export type Column = keyof typeof COLUMNS;
export const ALL = Object.keys(COLUMNS) as Column[];
export const AT_FIRST: readonly Column[] = ["name", "status", "progress", "size", "speed", "left", "host"];
export const NARROWEST = 56;
const WIDEST = 480;

export function isColumn(name: unknown): name is Column {
  return typeof name === "string" && Object.hasOwn(COLUMNS, name);
}

export function ruleOf(column: Column): ColumnRule {
  return COLUMNS[column];
}

export function inBounds(width: number): number {
  return Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));
}

/** The columns that have room beside the name, those in front first. */
export function fitting(
  columns: readonly Column[],
  widthOf: (column: Column) => number,
  room: number,
): Column[] {
  let left = room - COLUMNS.name.width;
  let full = false;
  return columns.filter((column) => {
    if (column === "name") return true;
    left -= widthOf(column);
    full ||= left < 0;
    return !full;
  });
}

/** What a plain cell says; empty where there is nothing to say. */
export function cellOf(column: Column, task: TaskView): string {
  switch (column) {
    case "size":
      return task.total > 0 ? size(task.total) : task.received > 0 ? size(task.received) : "";
    case "speed":
      return task.status === "running" && task.bytes_per_second > 0 ? rate(task.bytes_per_second) : "";
    case "left":
      return task.seconds_left === undefined ? "" : timeLeft(task.seconds_left);
    case "host":
      return task.host;
    case "group":
      return task.group;
    case "priority":
      return String(task.priority);
    case "added":
      return when(task.created);
    case "finished":
      return task.finished === undefined ? "" : when(task.finished);
    case "name":
    case "status":
    case "progress":
      return "";
  }
}
