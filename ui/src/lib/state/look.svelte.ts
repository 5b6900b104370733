/**
 * How a person likes the list.
 *
 * Owns the choice between rows and table, the columns with their widths, and the order of each filter. Refuses the tasks.
 * Rule kept here: it is remembered on this computer, and what is remembered wrongly is as if it were not.
 */
import type { Filter, SectionBy, Sort, SortKey } from "../api/bindings";
import { ALL, AT_FIRST, type Column, inBounds, isColumn, ruleOf } from "../words/columns";

const PLACE = "list";

export interface Order {
  by: SortKey;
  sort: Sort;
}

interface Remembered {
  table: boolean;
  columns: readonly Column[];
  widths: Partial<Record<Column, number>>;
  orders: Partial<Record<Filter, Order>>;
  /** What makes sections; null where nothing does. */
  arranged: SectionBy | null;
}

const NEWEST: Order = { by: "added", sort: "descending" };
const AS_QUEUED: Order = { by: "queue", sort: "ascending" };
const SECTIONS: readonly SectionBy[] = ["group", "batch", "status"];
const KEYS: readonly SortKey[] = [
  "added",
  "name",
  "size",
  "status",
  "host",
  "group",
  "priority",
  "finished",
  "queue",
];

export class ListLook {
  #all = $state.raw<Remembered>(remembered());

  get table(): boolean {
    return this.#all.table;
  }

  /** The chosen columns, in their order. */
  get columns(): readonly Column[] {
    return this.#all.columns;
  }

  widthOf(column: Column): number {
    return this.#all.widths[column] ?? ruleOf(column).width;
  }

  orderOf(filter: Filter): Order {
    return this.#all.orders[filter] ?? (filter === "queued" ? AS_QUEUED : NEWEST);
  }

  /** What makes sections of the list. */
  get arranged(): SectionBy | undefined {
    return this.#all.arranged ?? undefined;
  }

  arrange(by: SectionBy | undefined): void {
    this.#keep({ arranged: by ?? null });
  }

  setTable(table: boolean): void {
    this.#keep({ table });
  }

  /** Shows a column, or hides it; the name stays. */
  toggle(column: Column): void {
    if (column === "name") return;
    const { columns } = this.#all;
    const chosen = (each: Column) => (each === column ? !columns.includes(each) : columns.includes(each));
    this.#keep({ columns: ALL.filter(chosen) });
  }

  resize(column: Column, width: number): void {
    this.#keep({ widths: { ...this.#all.widths, [column]: inBounds(width) } });
  }

  setOrder(filter: Filter, order: Order): void {
    this.#keep({ orders: { ...this.#all.orders, [filter]: order } });
  }

  #keep(change: Partial<Remembered>): void {
    this.#all = { ...this.#all, ...change };
    try {
      localStorage.setItem(PLACE, JSON.stringify(this.#all));
    } catch {
      // without a memory the next window begins anew
    }
  }
}

function remembered(): Remembered {
  const found = stored();
  const columns = Array.isArray(found["columns"]) ? found["columns"].filter(isColumn) : AT_FIRST;
  const widths = Object.entries(record(found["widths"])).flatMap(([column, width]) =>
    isColumn(column) && typeof width === "number" ? [[column, inBounds(width)]] : [],
  );
  const orders = Object.entries(record(found["orders"])).filter(([, order]) => isOrder(order));
  return {
    table: found["table"] === true,
    columns: columns.includes("name") ? columns : AT_FIRST,
    widths: Object.fromEntries(widths) as Remembered["widths"],
    orders: Object.fromEntries(orders) as Remembered["orders"],
    arranged: SECTIONS.find((by) => by === found["arranged"]) ?? null,
  };
}

function stored(): Record<string, unknown> {
  try {
    return record(JSON.parse(localStorage.getItem(PLACE) ?? "{}"));
  } catch {
    return {};
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function isOrder(value: unknown): value is Order {
  const { by, sort } = record(value);
  return KEYS.includes(by as SortKey) && (sort === "ascending" || sort === "descending");
}
