/**
 * The pictures of the window.
 *
 * Owns one stroke path for each name, drawn on a 16 px grid with a 1.5 px round pen.
 */
const CIRCLE = "M8 2.25a5.75 5.75 0 1 0 0 11.5a5.75 5.75 0 1 0 0-11.5";
const PAPER = "M4 1.75h5.25L12.5 5v9.25H4zM9 1.75V5.25h3.5";

export const ICONS = {
  plus: "M8 3v10M3 8h10",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  resume: "M5 3.25v9.5L12.75 8z",
  cancel: "M4.25 4.25l7.5 7.5M11.75 4.25l-7.5 7.5",
  retry: "M13 8a5 5 0 1 1-1.65-3.7L13 5.75M13 2.5v3.25H9.75",
  "sign-in": "M6 5.75a2.75 2.75 0 1 0 0 5.5a2.75 2.75 0 1 0 0-5.5M8 6.6L12.75 1.85M11 3.6l2 2",
  "new-address":
    "M6.75 9.25l2.5-2.5M7.5 4.5l1.25-1.25a2.8 2.8 0 0 1 4 4L11.5 8.5M8.5 11.5l-1.25 1.25a2.8 2.8 0 0 1-4-4L4.5 7.5",
  remove: "M2.75 4.5h10.5M6.25 4.5V2.75h3.5V4.5M4.25 4.5l.6 8.75h6.3l.6-8.75M6.75 7.25v3.5M9.25 7.25v3.5",
  open: "M9.5 2.75h3.75V6.5M13.25 2.75L7.5 8.5M11.5 9.5v3.75H2.75V4.5H6.5",
  "show-in-folder": "M2 12.75V3.25h4.25L8 5.25h4.5V7.5M2 12.75L4 7.5h10.75l-2 5.25z",
  folder: "M2 12.75V3.25h4.25L8 5.25h6v7.5z",
  settings:
    "M2 4.75h6M12 4.75h2M2 11.25h2M8 11.25h6M10 3a1.75 1.75 0 1 0 0 3.5a1.75 1.75 0 1 0 0-3.5M6 9.5a1.75 1.75 0 1 0 0 3.5a1.75 1.75 0 1 0 0-3.5",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.25 10.25l3.25 3.25",
  list: "M2.75 4h10.5M2.75 8h10.5M2.75 12h10.5",
  "arrow-down": "M8 2.75v10M4 8.75l4 4l4-4",
  down: "M3.5 5.75L8 10.25l4.5-4.5",
  clock: `${CIRCLE}M8 5v3.25l2.25 1.25`,
  paused: `${CIRCLE}M6.5 6v4M9.5 6v4`,
  done: `${CIRCLE}M5.5 8.25l1.75 1.75l3.25-3.5`,
  trouble: `${CIRCLE}M8 5v3.5M8 10.9v.1`,
  canceled: `${CIRCLE}M4 4l8 8`,
  held: `${CIRCLE}M5.5 8h5`,
  group: "M2.5 8.25V2.5h5.75l5.25 5.25l-5.75 5.75zM5.5 5.5v.01",
  panel: "M2.25 2.75h11.5v10.5H2.25zM2.25 9h11.5",
  help: `${CIRCLE}M6.4 6.4a1.65 1.65 0 1 1 2.4 1.6c-.55.3-.8.55-.8 1.1M8 11.2v.01`,
  disk: "M2.5 9.25l1.75-6h7.5l1.75 6v3.5h-11zM2.5 9.25h11M10.75 11v.01",
  plug: "M5.5 2v3M10.5 2v3M3.5 5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12v2.25",
  paste: "M5.5 3H3.25v11h9.5V3H10.5M5.5 1.75h5v2.5h-5z",
  link: "M6.75 9.25l2.5-2.5M7.5 4.5l1.25-1.25a2.8 2.8 0 0 1 4 4L11.5 8.5M8.5 11.5l-1.25 1.25a2.8 2.8 0 0 1-4-4L4.5 7.5",
  archive: "M2.25 2.75h11.5v3.5H2.25zM3.25 6.25v7h9.5v-7M6.5 8.75h3",
  disc: `${CIRCLE}M8 6.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 1 0 0-3`,
  film: "M2.25 3.25h11.5v9.5H2.25zM6.5 6v4l3.5-2z",
  music:
    "M6 12V3.5l7-1.25v8.5M6 12a1.75 1.75 0 1 1-3.5 0a1.75 1.75 0 1 1 3.5 0M13 10.75a1.75 1.75 0 1 1-3.5 0a1.75 1.75 0 1 1 3.5 0",
  picture: "M2.25 2.75h11.5v10.5H2.25zM2.25 11.25l3.5-3.5l3 3l1.75-1.75l3.25 3.25M10.25 5.75v.01",
  text: `${PAPER}M6.25 8h4M6.25 10.75h4`,
  program: "M8 1.75l5.5 3v6.5L8 14.25l-5.5-3v-6.5zM2.5 4.75L8 7.9l5.5-3.15M8 7.9v6.35",
  code: "M5.25 4.5L2 8l3.25 3.5M10.75 4.5L14 8l-3.25 3.5",
  file: PAPER,
} as const satisfies Record<string, string>;

export type IconName = keyof typeof ICONS;
